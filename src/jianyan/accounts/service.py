"""Adding people, signing in and out."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import msgspec

from jianyan import trail
from jianyan.accounts import passwords
from jianyan.accounts.roles import CONSOLE_ROLES, Front, Role
from jianyan.accounts.scope import Scope, belongs, scope_of
from jianyan.accounts.tables import Account, Organisation, Session
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, NotAllowed, NotFound
from jianyan.i18n import N_

_IDLE = {Front.CONSOLE: timedelta(minutes=30), Front.MEMBERS: timedelta(days=7)}
_ABSOLUTE = {Front.CONSOLE: timedelta(hours=12), Front.MEMBERS: timedelta(days=30)}
_SEEN_STEP = timedelta(minutes=1)
_PASSWORD_SHORTEST = 10


class WrongSignIn(NotAllowed):
    """Address, password or right is missing; which one is not said."""

    sentence = N_("The e-mail address or the password is not right.")


class AccountExists(Conflict):
    """Somebody has this address already."""

    sentence = N_("There is an account with this e-mail address already.")


class NoSuchAccount(NotFound):
    """Nobody has this address."""

    sentence = N_("There is no account of that name.")


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

    @property
    def actor(self) -> trail.Actor:
        """Give the person as the trail knows them."""
        return trail.Actor(self.trail_id, self.role.value)


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A live session."""

    person: Person
    csrf_token: str
    """Bound to the session; every POST of its pages carries it."""


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
    address = email.strip().lower()
    if "@" not in address.strip("@") or len(address) > 254:
        raise Invalid(N_("This is not an e-mail address."), field="email")
    if len(password) < _PASSWORD_SHORTEST:
        raise Invalid(N_("A password has at least 10 characters."), field="password")
    password_hash = await passwords.hashed(password)
    async with transaction():
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
        entry = trail.Entry(
            kind="account-add", subject=account.trail_id, actor=by, data={"role": role.value}, is_first=True
        )
        await trail.record(entry, at=now)
        return int(added[0]["id"])


async def change_role(email: str, role: Role, *, by: trail.Actor | None, now: datetime) -> None:
    """Give a person another role; their sessions end.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    async with transaction():
        account = await _by_email(email)
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
        account = await _by_email(email)
        await Account.update({Account.active: active}).where(Account.id == account["id"])
        if not active:
            await Session.delete().where(Session.account == account["id"])
        kind = "account-enable" if active else "account-disable"
        await trail.record(trail.Entry(kind=kind, subject=account["trail_id"], actor=by), at=now)


async def sign_in(email: str, password: str, *, front: Front, now: datetime) -> str:
    """Check who it is and give the token of a new session; the browser keeps it in a cookie.

    Raises:
        WrongSignIn: unknown address, wrong password, inactive, or no right to this front.
    """
    address = email.strip().lower().replace("\0", " ")  # nobody's: PostgreSQL cannot even look one up
    account = await Account.select().where(Account.email == address).first()
    right = await passwords.matches(password, account["password_hash"] if account else passwords.NOBODY)
    if not (account and right and account["active"] and _may_enter(Role(account["role"]), front)):
        raise WrongSignIn
    token = secrets.token_urlsafe(32)
    async with transaction():
        await _end_old_sessions(now)
        await Session.insert(
            Session(
                token_hash=_hash(token), account=account["id"], front=front.value, created_at=now, seen_at=now
            )
        )
        actor = trail.Actor(account["trail_id"], account["role"])
        entry = trail.Entry(
            kind="sign-in", subject=account["trail_id"], actor=actor, data={"front": front.value}
        )
        await trail.record(entry, at=now)
    return token


async def signed_in(token: str, *, front: Front, now: datetime) -> SignedIn | None:
    """Give whose session this token opens on this front, or None."""
    row = (
        await Session.select(
            Session.token_hash,
            Session.created_at,
            Session.seen_at,
            *Session.account.all_columns(),
            Session.account.organisation.name.as_alias("organisation_name"),  # type: ignore[union-attr]
            Session.account.organisation.above.as_alias("above"),  # type: ignore[union-attr]
        )
        .where((Session.token_hash == _hash(token)) & (Session.front == front.value))
        .first()
    )
    if not row or _is_over(row, front, now) or not row["account.active"]:
        return None
    role = Role(row["account.role"])
    if not _may_enter(role, front):
        return None
    if now - row["seen_at"] > _SEEN_STEP:
        async with transaction():
            await Session.update({Session.seen_at: now}).where(Session.token_hash == row["token_hash"])
    person = Person(
        account_id=row["account.id"],
        name=row["account.name"] or row["account.email"],
        email=row["account.email"],
        role=role,
        organisation=row["organisation_name"],
        scope=scope_of(row["account.organisation"], above=row["above"]),
        trail_id=row["account.trail_id"],
    )
    return SignedIn(person=person, csrf_token=_csrf_token(token))


async def sign_out(token: str) -> None:
    """End the session of this token, if there is one."""
    async with transaction():
        await Session.delete().where(Session.token_hash == _hash(token))


def _is_over(row: dict[str, datetime], front: Front, now: datetime) -> bool:
    return now - row["seen_at"] > _IDLE[front] or now - row["created_at"] > _ABSOLUTE[front]


def _may_enter(role: Role, front: Front) -> bool:
    return role in CONSOLE_ROLES if front is Front.CONSOLE else role is Role.MEMBER


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _csrf_token(token: str) -> str:
    return hmac.digest(token.encode(), b"csrf", hashlib.sha256).hex()


async def _end_old_sessions(now: datetime) -> None:
    for front in Front:
        await Session.delete().where(
            (Session.front == front.value) & (Session.created_at < now - _ABSOLUTE[front])
        )


async def _by_email(email: str) -> dict[str, str]:
    found = (Account.email == email.strip().lower()) & belongs(Account.organisation)
    account = await Account.select().where(found).first()
    if account is None:
        raise NoSuchAccount
    return dict(account)
