"""A signed-in browser: its cookie, its person, and the token that binds a form to it."""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from jianyan import accounts
from jianyan.accounts import Front, SignedIn, WrongProof, WrongSignIn
from jianyan.clock import now
from jianyan.errors import NotAllowed
from jianyan.i18n import N_
from jianyan.limits import network_of
from jianyan.runtime import Runtime
from jianyan.settings import Settings

_NAMES = {Front.CONSOLE: "jianyan_console", Front.MEMBERS: "jianyan_me"}
_PATHS = {Front.CONSOLE: "/admin", Front.MEMBERS: "/me"}

TICKET = "jianyan_ticket"
"""Cookie of a sign-in that waits for its code."""


class StaleForm(NotAllowed):
    """The form's token is not this session's."""

    sentence = N_("This form belongs to an earlier sign-in. Please reload the page and send it again.")


def cookie(token: str, *, front: Front, settings: Settings) -> Cookie:
    """Give the cookie of a session; it goes to this front's pages only."""
    return Cookie(
        key=_NAMES[front],
        value=token,
        path=_PATHS[front],
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
    )


def ended_cookie(*, front: Front, settings: Settings) -> Cookie:
    """Give the cookie that makes the browser forget a session."""
    ended = cookie("", front=front, settings=settings)
    ended.max_age = 0
    return ended


def token_of(connection: ASGIConnection[Any, Any, Any, Any], *, front: Front) -> str:
    """Give what the browser's cookie holds; empty where there is none."""
    return connection.cookies.get(_NAMES[front], "")


async def whose(connection: ASGIConnection[Any, Any, Any, Any], *, front: Front) -> SignedIn | None:
    """Give who is signed in on this connection, or None."""
    token = token_of(connection, front=front)
    return await accounts.signed_in(token, front=front, now=now()) if token else None


async def sign_in(
    connection: ASGIConnection[Any, Any, Any, Any],
    email: str,
    password: str,
    *,
    front: Front,
    code: str = "",
) -> str:
    """Give the token of a new session; wrong tries are slowed down for the account and for the network.

    Raises:
        WrongSignIn: unknown address, wrong password or code, inactive, or no right to this front.
        CodeNeeded: the account has an app and no code was sent.
        TooOften: too many wrong tries just before.
    """
    async with braked(connection, email):
        return await accounts.sign_in(
            email,
            password,
            front=front,
            keys=connection.app.state.runtime.keys,
            now=now(),
            code=code,
            user_agent=connection.headers.get("user-agent", ""),
        )


async def finish_sign_in(connection: ASGIConnection[Any, Any, Any, Any], code: str) -> str:
    """Give the token of a new session to who was asked for a code, when it is right.

    Raises:
        TicketOver: the password was sent more than five minutes ago, or by another browser.
        WrongCode: the code is not right, or was used before.
        TooOften: too many wrong tries just before.
    """
    keys, ticket = connection.app.state.runtime.keys, connection.cookies.get(TICKET, "")
    async with braked(connection, accounts.tickets.read(keys, ticket, now=now()).email):
        user_agent = connection.headers.get("user-agent", "")
        return await accounts.finish_sign_in(ticket, code, keys=keys, now=now(), user_agent=user_agent)


def ticket_cookie(ticket: str, *, settings: Settings) -> Cookie:
    """Give the cookie that stands for the password while the code is asked for; empty: it is forgotten."""
    return short_cookie(
        TICKET, ticket, path="/admin/sign-in", lasts=accounts.tickets.LASTS, settings=settings
    )


def short_cookie(key: str, value: str, *, path: str, lasts: timedelta, settings: Settings) -> Cookie:
    """Give a cookie for what somebody does within minutes; with an empty value: it is forgotten."""
    return Cookie(
        key=key,
        value=value,
        path=path,
        max_age=int(lasts.total_seconds()) if value else 0,
        httponly=True,
        samesite="strict",
        secure=settings.is_https,
    )


@asynccontextmanager
async def braked(connection: ASGIConnection[Any, Any, Any, Any], email: str) -> AsyncIterator[None]:
    """Slow down wrong passwords and codes that are tried inside, for the account and for the network.

    A try is taken before and given back where it was right: many that come at once are slowed down as well.

    Raises:
        TooOften: too many wrong tries just before.
    """
    runtime: Runtime = connection.app.state.runtime
    host = connection.client.host if connection.client else ""
    tries = [(runtime.tries_of_account, email.strip().lower()), (runtime.tries_of_network, network_of(host))]
    at = now()
    if runtime.settings.limits == "on":
        for buckets, key in tries:
            buckets.check(key, now=at)
    for buckets, key in tries:
        buckets.take(key, now=at)
    was_wrong = False
    try:
        yield
    except (WrongSignIn, WrongProof):
        was_wrong = True
        raise
    finally:
        for buckets, key in tries:
            if not was_wrong:
                buckets.give_back(key, now=at)


def check_form(signed_in: SignedIn, sent: str) -> None:
    """See to it that a form was made for this session.

    Args:
        signed_in: whose session it is.
        sent: the form's `csrf_token`, or the header `x-csrf-token`.

    Raises:
        StaleForm: it was not.
    """
    if not hmac.compare_digest(signed_in.csrf_token.encode(), sent.encode()):
        raise StaleForm
