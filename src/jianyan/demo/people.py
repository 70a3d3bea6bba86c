"""One person a role. Their passwords are derived: the same on each call, others in each installation."""

import base64
from datetime import datetime

from jianyan import accounts
from jianyan.accounts import Front, Person, Role, WrongSignIn, passwords
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


async def add_people(keys: KeyRing, *, now: datetime) -> None:
    """Add the persons that are missing.

    Raises:
        OtherSecret: one of them is there with another password.
    """
    hashes = {
        row["email"]: row["password_hash"]
        for row in await Account.select(Account.email, Account.password_hash)
    }
    for role in Role:
        address, password = address_of(role), password_of(role, keys)
        if address not in hashes:
            await accounts.add_account(
                address,
                password=password,
                role=role,
                organisation=_ELSEWHERE.get(role, _ORGANISATION),
                name=_NAMES[role],
                now=now,
            )
        elif not await passwords.matches(password, hashes[address]):
            raise OtherSecret


async def sign_in(role: Role, keys: KeyRing, *, now: datetime) -> Person:
    """Sign the person of a role in, and out again, and give who they are.

    Raises:
        OtherSecret: they are kept out.
    """
    front = Front.MEMBERS if role is Role.MEMBER else Front.CONSOLE
    try:
        token = await accounts.sign_in(address_of(role), password_of(role, keys), front=front, now=now)
    except WrongSignIn as refused:
        raise OtherSecret from refused
    signed_in = await accounts.signed_in(token, front=front, now=now)
    await accounts.sign_out(token)
    assert signed_in is not None
    return signed_in.person
