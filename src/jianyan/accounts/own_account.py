"""What people see and change of their own account: their sessions and their password."""

from datetime import datetime

import msgspec

from jianyan import trail
from jianyan.accounts import passwords
from jianyan.accounts.people import checked_password
from jianyan.accounts.proofs import check_password
from jianyan.accounts.roles import Front
from jianyan.accounts.sessions import SignedIn, is_live
from jianyan.accounts.tables import Account, Session
from jianyan.db import transaction

_HANDLE = 16


class OwnSession(msgspec.Struct, frozen=True, kw_only=True):
    """One signed-in browser of somebody."""

    handle: str
    """Names it in a form; opens nothing."""
    front: Front
    browser: str
    """Family of browser and system; empty: unknown."""
    began_at: datetime
    seen_at: datetime
    is_this: bool


async def own_sessions(signed_in: SignedIn, *, now: datetime) -> list[OwnSession]:
    """List the live sessions of a person, the one that asks first, then those seen last."""
    rows = await Session.select().where(Session.account == signed_in.person.account_id)
    live = [
        OwnSession(
            handle=row["token_hash"][:_HANDLE],
            front=Front(row["front"]),
            browser=row["user_agent"],
            began_at=row["created_at"],
            seen_at=row["seen_at"],
            is_this=row["token_hash"] == signed_in.token_hash,
        )
        for row in rows
        if is_live(row, now=now)
    ]
    return sorted(live, key=lambda one: (one.is_this, one.seen_at), reverse=True)


async def end_sessions(signed_in: SignedIn, *, now: datetime, handle: str | None = None) -> int:
    """End the session of that handle, or all but the one that asks, and give how many that were."""
    mine = Session.account == signed_in.person.account_id
    others = Session.token_hash != signed_in.token_hash
    chosen = others if handle is None else Session.token_hash.like(f"{_plain(handle)}%")
    async with transaction():
        ended = await Session.delete().where(mine & chosen).returning(Session.token_hash)
        if ended:
            await _record("sessions-ended", signed_in, data={"count": len(ended)}, now=now)
    return len(ended)


async def change_password(signed_in: SignedIn, *, old: str, new: str, now: datetime) -> None:
    """Change a person's password; their other sessions end.

    Raises:
        WrongProof: the old one is not right.
        Invalid: the new one is shorter than 10 characters.
    """
    account_id = signed_in.person.account_id
    account = await Account.select().where(Account.id == account_id).first()
    assert account is not None, "accounts are never deleted"
    await check_password(account, old, field="old_password")
    password_hash = await passwords.hashed(checked_password(new, field="password"))
    async with transaction():
        await Account.update({Account.password_hash: password_hash}).where(Account.id == account_id)
        others = Session.token_hash != signed_in.token_hash
        await Session.delete().where((Session.account == account_id) & others)
        await _record("password-change", signed_in, data={}, now=now)


def _plain(handle: str) -> str:
    """Give a handle without what LIKE would read as more than itself; a shorter one names nothing."""
    return handle if len(handle) == _HANDLE and handle.isalnum() else "-"


async def _record(kind: str, signed_in: SignedIn, *, data: dict[str, int], now: datetime) -> None:
    person = signed_in.person
    await trail.record(trail.Entry(kind=kind, subject=person.trail_id, actor=person.actor, data=data), at=now)
