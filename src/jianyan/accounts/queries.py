"""Reading who works here."""

from datetime import datetime
from typing import Any

import msgspec

from jianyan.accounts.tables import Account


class AccountSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One person in the list of accounts."""

    id: int
    email: str
    name: str
    role: str
    organisation: str
    active: bool
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
    ).order_by(Account.email)
    return [AccountSummary(**row) for row in rows]


async def names_by_trail_id() -> dict[str, str]:
    """Give the name of everybody that the trail knows only as an opaque id."""
    rows = await Account.select(Account.trail_id, Account.name, Account.email)
    return {row["trail_id"]: row["name"] or row["email"] for row in rows}
