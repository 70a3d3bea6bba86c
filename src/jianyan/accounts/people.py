"""Adding people, changing what they may do and how they prove who they are."""

import secrets
from datetime import datetime
from typing import Any

from jianyan import trail
from jianyan.accounts import passwords
from jianyan.accounts.roles import Role
from jianyan.accounts.scope import belongs
from jianyan.accounts.tables import Account, Organisation, Session
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, NotFound
from jianyan.i18n import N_

_PASSWORD_SHORTEST = 10


class AccountExists(Conflict):
    """Somebody has this address already."""

    sentence = N_("There is an account with this e-mail address already.")


class NoSuchAccount(NotFound):
    """Nobody has this address."""

    sentence = N_("There is no account of that name.")


async def add_organisation(name: str, *, kind: str = "committee") -> int:
    """Give the id of the organisation of that name, adding it when there is none."""
    async with transaction():
        row = await Organisation.select(Organisation.id).where(Organisation.name == name).first()
        if row:
            return int(row["id"])
        added = await Organisation.insert(Organisation(name=name, kind=kind))
        return int(added[0]["id"])


async def add_account(
    email: str,
    *,
    password: str,
    role: Role,
    organisation: str,
    now: datetime,
    name: str = "",
    by: trail.Actor | None = None,
) -> int:
    """Add a person and give their id.

    Raises:
        AccountExists: the address is taken.
        Invalid: the address has no @, or the password is shorter than 10 characters.
    """
    address, password_hash = await checked(email, password)
    async with transaction():
        account = await inserted(
            address, password_hash=password_hash, role=role, organisation=organisation, name=name, now=now
        )
        entry = trail.Entry(
            kind="account-add",
            subject=account["trail_id"],
            actor=by,
            data={"role": role.value},
            is_first=True,
        )
        await trail.record(entry, at=now)
        return int(account["id"])


async def checked(email: str, password: str) -> tuple[str, str]:
    """Give the address as it is kept, and the hash of the password.

    Raises:
        Invalid: the address has no @, or the password is shorter than 10 characters.
    """
    address = email.strip().lower()
    if "@" not in address.strip("@") or len(address) > 254:
        raise Invalid(N_("This is not an e-mail address."), field="email")
    return address, await passwords.hashed(checked_password(password, field="password"))


async def inserted(
    address: str, *, password_hash: str, role: Role, organisation: str, name: str, now: datetime
) -> dict[str, Any]:
    """Give the row of a person who is added in the caller's transaction; the caller records it.

    Raises:
        AccountExists: the address is taken.
    """
    if await Account.exists().where(Account.email == address):
        raise AccountExists(field="email")
    account = Account(
        email=address,
        name=name,
        password_hash=password_hash,
        role=role.value,
        organisation=await add_organisation(organisation),
        trail_id=secrets.token_hex(8),
        created_at=now,
    )
    added = await Account.insert(account)
    return {"id": added[0]["id"], "trail_id": account.trail_id, "role": role.value}


async def change_role(email: str, role: Role, *, by: trail.Actor | None, now: datetime) -> None:
    """Give a person another role; their sessions end.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    async with transaction():
        account = await by_email(email)
        await Account.update({Account.role: role.value}).where(Account.id == account["id"])
        await Session.delete().where(Session.account == account["id"])
        data = {"from": account["role"], "to": role.value}
        await trail.record(
            trail.Entry(kind="role-change", subject=account["trail_id"], actor=by, data=data), at=now
        )


async def set_active(email: str, *, active: bool, by: trail.Actor | None, now: datetime) -> None:
    """Let a person in or keep them out; kept out, their sessions end at once.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    async with transaction():
        account = await by_email(email)
        await Account.update({Account.active: active}).where(Account.id == account["id"])
        if not active:
            await Session.delete().where(Session.account == account["id"])
        kind = "account-enable" if active else "account-disable"
        await trail.record(trail.Entry(kind=kind, subject=account["trail_id"], actor=by), at=now)


def checked_password(password: str, *, field: str) -> str:
    """Give a password that may be kept.

    Raises:
        Invalid: it is shorter than 10 characters.
    """
    if len(password) < _PASSWORD_SHORTEST:
        raise Invalid(N_("A password has at least 10 characters."), field=field)
    return password


async def by_email(email: str) -> dict[str, Any]:
    """Give the row of whoever has this address.

    Raises:
        NoSuchAccount: nobody has.
    """
    found = (Account.email == email.strip().lower()) & belongs(Account.organisation)
    account = await Account.select().where(found).first()
    if account is None:
        raise NoSuchAccount
    return dict(account)
