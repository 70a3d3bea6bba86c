"""One person a role. Passwords and apps are derived: the same on each call, others elsewhere."""

import base64
from datetime import datetime

from jianyan import accounts
from jianyan.accounts import OFFICE_ROLES, Person, Role, passwords, totp
from jianyan.accounts.tables import Account
from jianyan.errors import Conflict
from jianyan.i18n import N_
from jianyan.keys import KeyRing

DOMAIN = "demo.jianyan.example"
_PASSWORD_CHARACTERS = 16
_NAMES = {
    Role.ADMIN: "管理员",
    Role.STAFF: "工作人员",
    Role.MODERATOR: "审核员",
    Role.DEPARTMENT: "承办人",
    Role.MEMBER: "委员",
}
_ORGANISATION = "澜江市政协提案委员会"
_ELSEWHERE = {Role.ADMIN: "澜江市", Role.DEPARTMENT: "澜江市交通运输局"}


class OtherSecret(Conflict):
    """The accounts are there, but their passwords were derived from another secret."""

    sentence = N_(
        "The demo accounts here were made with another secret file. Put that file back, or run "
        "jianyan demo --reset."
    )


def address_of(role: Role) -> str:
    """Give the address that the person of a role signs in with."""
    return f"{role.value}@{DOMAIN}"


def password_of(role: Role, keys: KeyRing) -> str:
    """Give their password: 16 characters of base32."""
    digest = keys.derive("demo-password", address_of(role).encode())
    return base64.b32encode(digest).decode()[:_PASSWORD_CHARACTERS]


def totp_secret_of(role: Role, keys: KeyRing) -> str | None:
    """Give the secret of their authenticator app in base32; None where they need none."""
    if role not in OFFICE_ROLES:
        return None
    return totp.as_secret(keys.derive("demo-totp", address_of(role).encode()))


async def add_people(keys: KeyRing, *, now: datetime) -> None:
    """Add the persons that are missing, and the apps that they lack.

    Raises:
        OtherSecret: one of them is there with another password.
    """
    rows = await Account.select(Account.email, Account.password_hash, Account.totp_secret)
    known = {row["email"]: row for row in rows}
    for role in Role:
        address, password = address_of(role), password_of(role, keys)
        if address not in known:
            await accounts.add_account(
                address,
                password=password,
                role=role,
                organisation=_ELSEWHERE.get(role, _ORGANISATION),
                name=_NAMES[role],
                now=now,
            )
        elif not await passwords.matches(password, known[address]["password_hash"]):
            raise OtherSecret
        secret = totp_secret_of(role, keys)
        if secret and not known.get(address, {}).get("totp_secret"):
            await accounts.enrol_at_once(address, secret, keys=keys, by=None, now=now)


async def person(role: Role) -> Person:
    """Give the person of a role as they are when they are signed in."""
    return await accounts.person_by_email(address_of(role))
