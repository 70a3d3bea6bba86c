"""Signed-in browsers: opening a session, knowing it again, ending it."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

import msgspec

from jianyan import trail
from jianyan.accounts import second_factors
from jianyan.accounts.browsers import family
from jianyan.accounts.roles import CONSOLE_ROLES, NEEDS_TOTP, Front, Role
from jianyan.accounts.scope import Scope, scope_of
from jianyan.accounts.tables import Session
from jianyan.db import transaction

_IDLE = {Front.CONSOLE: timedelta(minutes=30), Front.MEMBERS: timedelta(days=7)}
_ABSOLUTE = {Front.CONSOLE: timedelta(hours=12), Front.MEMBERS: timedelta(days=30)}
_SEEN_STEP = timedelta(minutes=1)
PROOF_LASTS = timedelta(minutes=10)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in."""

    account_id: int
    name: str
    email: str
    role: Role
    organisation: str
    scope: Scope
    """What they see at a desk."""
    trail_id: str
    has_totp: bool
    has_passkey: bool

    @property
    def actor(self) -> trail.Actor:
        """Give the person as the trail knows them."""
        return trail.Actor(self.trail_id, self.role.value)

    @property
    def has_second_factor(self) -> bool:
        """Say whether the password alone opens nothing: a passkey checks its person as an app does."""
        return self.has_totp or self.has_passkey

    @property
    def must_enrol(self) -> bool:
        """Say whether the role needs an app or a passkey and has none: until then nothing else is open."""
        return self.role in NEEDS_TOTP and not self.has_second_factor


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A live session."""

    person: Person
    csrf_token: str
    """Bound to the session; every POST of its pages carries it."""
    token_hash: str
    proved_at: datetime | None

    def has_proved(self, *, now: datetime) -> bool:
        """Say whether a code or password was given within the last ten minutes."""
        return self.proved_at is not None and now - self.proved_at <= PROOF_LASTS


async def open_session(
    account: dict[str, Any], *, front: Front, now: datetime, user_agent: str = "", means: str = ""
) -> str:
    """Open a session for somebody who has just proved who they are, and give its token.

    Args:
        account: their row.
        front: where the session is valid.
        now: also the time of the proof.
        user_agent: the browser's header; only its family is kept.
        means: what it was opened with, for the record; empty: a password, and a code where one is needed.
    """
    token = secrets.token_urlsafe(32)
    async with transaction():
        await _end_old_sessions(now)
        session = Session(
            token_hash=hash_of(token),
            account=account["id"],
            front=front.value,
            created_at=now,
            seen_at=now,
            user_agent=family(user_agent),
            proved_at=now,
        )
        await Session.insert(session)
        actor = trail.Actor(account["trail_id"], account["role"])
        data = {"front": front.value, **({"with": means} if means else {})}
        entry = trail.Entry(kind="sign-in", subject=account["trail_id"], actor=actor, data=data)
        await trail.record(entry, at=now)
    return token


async def signed_in(token: str, *, front: Front, now: datetime) -> SignedIn | None:
    """Give whose session this token opens on this front, or None."""
    row = (
        await Session.select(
            Session.token_hash,
            Session.created_at,
            Session.seen_at,
            Session.proved_at,
            *Session.account.all_columns(),
            Session.account.organisation.name.as_alias("organisation_name"),  # type: ignore[union-attr]
            Session.account.organisation.above.as_alias("above"),  # type: ignore[union-attr]
            second_factors.of_session(),
        )
        .where((Session.token_hash == hash_of(token)) & (Session.front == front.value))
        .first()
    )
    if not row or _is_over(row, front, now) or not row["account.active"]:
        return None
    if not may_enter(Role(row["account.role"]), front):
        return None
    if now - row["seen_at"] > _SEEN_STEP:
        async with transaction():
            await Session.update({Session.seen_at: now}).where(Session.token_hash == row["token_hash"])
    return SignedIn(
        person=person_of({name.removeprefix("account."): value for name, value in row.items()}),
        csrf_token=_csrf_token(token),
        token_hash=row["token_hash"],
        proved_at=row["proved_at"],
    )


async def sign_out(token: str) -> None:
    """End the session of this token, if there is one."""
    async with transaction():
        await Session.delete().where(Session.token_hash == hash_of(token))


def may_enter(role: Role, front: Front) -> bool:
    """Say whether people of this role have a right to this front."""
    return role in CONSOLE_ROLES if front is Front.CONSOLE else role is Role.MEMBER


def is_live(row: dict[str, Any], *, now: datetime) -> bool:
    """Say whether a row of Session still opens anything."""
    return not _is_over(row, Front(row["front"]), now)


def hash_of(token: str) -> str:
    """Give what is kept of a token: hex of SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of(row: dict[str, Any]) -> Person:
    """Give the person of a row of Account, read with its organisation and with `has_passkey`."""
    return Person(
        account_id=row["id"],
        name=row["name"] or row["email"],
        email=row["email"],
        role=Role(row["role"]),
        organisation=row["organisation_name"],
        scope=scope_of(row["organisation"], above=row["above"]),
        trail_id=row["trail_id"],
        has_totp=row["totp_secret"] is not None,
        has_passkey=bool(row["has_passkey"]),
    )


def _is_over(row: dict[str, Any], front: Front, now: datetime) -> bool:
    return bool(now - row["seen_at"] > _IDLE[front] or now - row["created_at"] > _ABSOLUTE[front])


def _csrf_token(token: str) -> str:
    return hmac.digest(token.encode(), b"csrf", hashlib.sha256).hex()


async def _end_old_sessions(now: datetime) -> None:
    for front in Front:
        await Session.delete().where(
            (Session.front == front.value) & (Session.created_at < now - _ABSOLUTE[front])
        )
