"""A question to a passkey: random, for one purpose, over in five minutes, answered once.

It travels sealed in a cookie of the browser that asked, so nothing is kept until it is answered. An account
remembers when the last question that it answered was asked, and takes later ones only.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from jianyan.accounts.ceremonies import WrongPasskey
from jianyan.accounts.seals import sealed, unsealed
from jianyan.accounts.tables import Account
from jianyan.db import transaction
from jianyan.i18n import N_
from jianyan.keys import KeyRing

_SEAL = "passkey-challenge"
_RANDOM_BYTES = 32
LASTS = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a passkey is asked for; an answer to one question is none to another."""

    ADD = "add"
    SIGN_IN = "sign-in"
    PROVE = "prove"


class ChallengeOver(WrongPasskey):
    """The answer came too late, a second time, or from another browser than was asked."""

    sentence = N_("The passkey was asked too long ago, or answered already. Please try again.")


class Challenge(msgspec.Struct, frozen=True):
    """A question to a passkey."""

    purpose: Purpose
    session: str
    """Hash of the token of the session that asks; empty: nobody is signed in yet."""
    random: bytes
    """What is signed: 32 bytes."""
    asked_at: datetime


def new_challenge(purpose: Purpose, *, now: datetime, session: str = "") -> Challenge:
    """Draw a question."""
    return Challenge(purpose, session, secrets.token_bytes(_RANDOM_BYTES), now)


def issued(keys: KeyRing, challenge: Challenge) -> str:
    """Give what the cookie holds."""
    return sealed(keys, _SEAL, challenge, about=challenge.purpose)


def read(keys: KeyRing, text: str, *, purpose: Purpose, now: datetime, session: str = "") -> Challenge:
    """Give what the cookie holds.

    Raises:
        ChallengeOver: it is none of ours, over, or was asked for something or by somebody else.
    """
    challenge = unsealed(keys, _SEAL, text, Challenge, about=purpose)
    if challenge is None or now > challenge.asked_at + LASTS or challenge.session != session:
        raise ChallengeOver
    return challenge


async def use_up(challenge: Challenge, account_id: int) -> None:
    """Count a question as answered by an account; of two answers to it one is first.

    Raises:
        ChallengeOver: it, or one that was asked later, was answered already.
    """
    earlier = Account.answered_at.is_null() | (Account.answered_at < challenge.asked_at)
    async with transaction():
        used = (
            await Account.update({Account.answered_at: challenge.asked_at})
            .where((Account.id == account_id) & earlier)
            .returning(Account.id)
        )
        if not used:
            raise ChallengeOver
