"""Signing in: a password, and where an app or a passkey is set up a code, at once or a moment later."""

from datetime import datetime
from typing import Any

from jianyan.accounts import passwords, second_factors, tickets
from jianyan.accounts.proofs import WrongProof, check_code
from jianyan.accounts.roles import Front, Role
from jianyan.accounts.sessions import may_enter, open_session
from jianyan.accounts.tables import Account
from jianyan.errors import NotAllowed, SignInNeeded
from jianyan.i18n import N_
from jianyan.keys import KeyRing


class WrongSignIn(NotAllowed):
    """Address, password, code or right is missing; which one is not said."""

    sentence = N_("The e-mail address or the password is not right.")
    with_code = N_("The e-mail address, the password or the code is not right.")


class CodeNeeded(SignInNeeded):
    """The password is right and a code was not sent; `ticket` stands for the password.

    Attributes:
        has_app: whether codes of an app are taken; else only a passkey or a recovery code.
    """

    sentence = N_("Please enter the code of your authenticator app.")

    def __init__(self, ticket: str, *, has_app: bool) -> None:
        super().__init__(field="code")
        self.ticket = ticket
        self.has_app = has_app


async def sign_in(
    email: str,
    password: str,
    *,
    front: Front,
    keys: KeyRing,
    now: datetime,
    code: str = "",
    user_agent: str = "",
) -> str:
    """Check who it is and give the token of a new session; the browser keeps it in a cookie.

    Args:
        email: in any case.
        password: as it was typed.
        front: where they want to go; only the console asks for codes.
        keys: of the installation.
        now: when the session begins.
        code: of the app, or a recovery code; empty: none was sent.
        user_agent: the browser's header; only its family is kept.

    Raises:
        WrongSignIn: unknown address, wrong password or code, inactive, or no right to this front.
        CodeNeeded: the account has an app or a passkey and no code was sent.
    """
    account = await _of(email)
    right = await passwords.matches(password, account["password_hash"] if account else passwords.NOBODY)
    if not (account and right and _may_enter(account, front)):
        raise WrongSignIn(WrongSignIn.with_code if code else None)
    if _needs_code(account, front):
        if not code:
            raise CodeNeeded(_ticket(account, keys, now), has_app=account["totp_secret"] is not None)
        try:
            await check_code(account, code, keys=keys, now=now)
        except WrongProof as wrong:
            raise WrongSignIn(WrongSignIn.with_code) from wrong
    return await open_session(account, front=front, now=now, user_agent=user_agent)


async def finish_sign_in(
    ticket: str, code: str, *, keys: KeyRing, now: datetime, user_agent: str = ""
) -> str:
    """Take the code that was asked for and give the token of a new session in the console.

    Raises:
        TicketOver: the ticket is older than five minutes, or its password was changed since.
        WrongCode: the code is not right, or was used before.
    """
    read = tickets.read(keys, ticket, now=now)
    account = await _of(read.email)
    if not (account and _may_enter(account, Front.CONSOLE) and _needs_code(account, Front.CONSOLE)):
        raise tickets.TicketOver
    if tickets.digest(account["password_hash"]) != read.password:
        raise tickets.TicketOver
    await check_code(account, code, keys=keys, now=now)
    return await open_session(account, front=Front.CONSOLE, now=now, user_agent=user_agent)


async def _of(email: str) -> dict[str, Any] | None:
    address = email.strip().lower().replace("\0", " ")  # nobody's: PostgreSQL cannot even look one up
    beside = second_factors.of_account()
    return await Account.select(*Account.all_columns(), beside).where(Account.email == address).first()


def _may_enter(account: dict[str, Any], front: Front) -> bool:
    return bool(account["active"]) and may_enter(Role(account["role"]), front)


def _needs_code(account: dict[str, Any], front: Front) -> bool:
    return front is Front.CONSOLE and second_factors.has_one(account)


def _ticket(account: dict[str, Any], keys: KeyRing, now: datetime) -> str:
    return tickets.issued(keys, email=account["email"], password_hash=account["password_hash"], now=now)
