"""Reading who works here."""

from datetime import datetime
from typing import Any

import msgspec

from jianyan.accounts.people import NoSuchAccount
from jianyan.accounts.sessions import Person, person_of
from jianyan.accounts.tables import Account


class AccountSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One person in the list of accounts."""

    id: int
    email: str
    name: str
    role: str
    organisation: str
    active: bool
    has_totp: bool
    created_at: datetime


async def accounts() -> list[AccountSummary]:
    """List everybody, by address."""
    rows: list[dict[str, Any]] = await Account.select(
        Account.id,
        Account.email,
        Account.name,
        Account.role,
        Account.organisation.name.as_alias("organisation"),
        Account.active,
        Account.created_at,
        Account.totp_secret,
    ).order_by(Account.email)
    return [AccountSummary(has_totp=row.pop("totp_secret") is not None, **row) for row in rows]


async def person_by_email(email: str) -> Person:
    """Give somebody as they are when they are signed in.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    organisation = Account.organisation.name.as_alias("organisation_name")
    row = await Account.select(*Account.all_columns(), organisation).where(Account.email == email).first()
    if row is None:
        raise NoSuchAccount
    return person_of(row)


async def names_by_trail_id() -> dict[str, str]:
    """Give the name of everybody that the trail knows only as an opaque id."""
    rows = await Account.select(Account.trail_id, Account.name, Account.email)
    return {row["trail_id"]: row["name"] or row["email"] for row in rows}
