"""Reading who works here."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns.combination import And

from jianyan.accounts import second_factors
from jianyan.accounts.organisations import organisations
from jianyan.accounts.people import NoSuchAccount
from jianyan.accounts.roles import Role
from jianyan.accounts.scope import Scope, belongs, scope_of
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
    has_passkey: bool
    created_at: datetime


async def accounts() -> list[AccountSummary]:
    """List everybody of the current scope, by address."""
    rows: list[dict[str, Any]] = (
        await Account.select(
            Account.id,
            Account.email,
            Account.name,
            Account.role,
            Account.organisation.name.as_alias("organisation"),
            Account.active,
            Account.created_at,
            Account.totp_secret,
            second_factors.of_account(),
        )
        .where(belongs(Account.organisation))
        .order_by(Account.email)
    )
    return [
        AccountSummary(
            has_totp=row.pop("totp_secret") is not None, has_passkey=bool(row.pop("has_passkey")), **row
        )
        for row in rows
    ]


async def person_by_email(email: str) -> Person:
    """Give somebody as they are when they are signed in.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    return await _person(Account.email == email)


async def person_by_id(account_id: int) -> Person:
    """Give somebody as they are when they are signed in.

    Raises:
        NoSuchAccount: it is nobody's number.
    """
    return await _person(Account.id == account_id)


async def _person(where: Any) -> Person:
    beside = (
        Account.organisation.name.as_alias("organisation_name"),
        Account.organisation.above.as_alias("above"),
        second_factors.of_account(),
    )
    row = await Account.select(*Account.all_columns(), *beside).where(where).first()
    if row is None:
        raise NoSuchAccount
    return person_of(row)


async def scope_of_account(account_id: int) -> Scope | None:
    """Give what somebody sees at a desk now, whoever asks; None where the account is closed or gone."""
    above = Account.organisation.above.as_alias("above")
    query = Account.select(Account.organisation, above)
    row = await query.where((Account.id == account_id) & (Account.active == True)).first()  # noqa: E712 - Piccolo's operator
    return scope_of(row["organisation"], above=row["above"]) if row else None


async def account_ids(roles: Collection[Role], *, within: Collection[int]) -> list[int]:
    """Give the ids of everybody of some roles who works in one of some organisations, whoever asks.

    Args:
        roles: whose accounts.
        within: ids of organisations.
    """
    is_active = Account.active == True  # noqa: E712 - Piccolo's operator
    of_roles = And(is_active, Account.role.is_in([role.value for role in roles]))
    here = And(of_roles, Account.organisation.is_in(list(within) or [0]))
    return [row["id"] for row in await Account.select(Account.id).where(here).order_by(Account.id)]


async def trail_subjects() -> set[str]:
    """Give as what the trail knows the people and organisations of the current scope."""
    people = await Account.select(Account.trail_id).where(belongs(Account.organisation))
    return {row["trail_id"] for row in people} | {one.trail_subject for one in await organisations()}


async def names_by_trail_id() -> dict[str, str]:
    """Give the name of everybody that the trail knows only as an opaque id, wherever they work."""
    rows = await Account.select(Account.trail_id, Account.name, Account.email)
    return {row["trail_id"]: row["name"] or row["email"] for row in rows}
