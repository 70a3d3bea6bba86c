"""Between password and code: a ticket in a cookie says that the password was right, for five minutes."""

import hashlib
from datetime import datetime, timedelta

import msgspec

from jianyan.accounts.seals import sealed, unsealed
from jianyan.errors import SignInNeeded
from jianyan.i18n import N_
from jianyan.keys import KeyRing

_PURPOSE = "sign-in-ticket"
LASTS = timedelta(minutes=5)


class TicketOver(SignInNeeded):
    """The code came too late, or from another browser."""

    sentence = N_("The time for the code is over. Please sign in again.")


class Ticket(msgspec.Struct, frozen=True):
    """What a ticket says."""

    email: str
    password: str
    """Digest of the stored hash: a changed password ends the ticket."""
    until: datetime


def issued(keys: KeyRing, *, email: str, password_hash: str, now: datetime) -> str:
    """Give a ticket; nobody but us can read or change it."""
    ticket = Ticket(email, digest(password_hash), now + LASTS)
    return sealed(keys, _PURPOSE, ticket)


def read(keys: KeyRing, text: str, *, now: datetime) -> Ticket:
    """Give what a ticket says.

    Raises:
        TicketOver: it is none of ours, or over.
    """
    ticket = unsealed(keys, _PURPOSE, text, Ticket)
    if ticket is None or now > ticket.until:
        raise TicketOver
    return ticket


def digest(password_hash: str) -> str:
    """Give what a ticket says of the password: hex of SHA-256 of its stored hash."""
    return hashlib.sha256(password_hash.encode()).hexdigest()
