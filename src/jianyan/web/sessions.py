"""A signed-in browser: its cookie, its person, and the token that binds a form to it."""

import hmac
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from jianyan import accounts
from jianyan.accounts import Front, SignedIn, WrongSignIn
from jianyan.clock import now
from jianyan.errors import NotAllowed
from jianyan.i18n import N_
from jianyan.limits import network_of
from jianyan.runtime import Runtime
from jianyan.settings import Settings

_NAMES = {Front.CONSOLE: "jianyan_console", Front.MEMBERS: "jianyan_me"}
_PATHS = {Front.CONSOLE: "/admin", Front.MEMBERS: "/me"}


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
    connection: ASGIConnection[Any, Any, Any, Any], email: str, password: str, *, front: Front
) -> str:
    """Give the token of a new session; wrong tries are slowed down for the account and for the network.

    Raises:
        WrongSignIn: unknown address, wrong password, inactive, or no right to this front.
        TooOften: too many wrong tries just before.
    """
    runtime: Runtime = connection.app.state.runtime
    host = connection.client.host if connection.client else ""
    tries = [(runtime.tries_of_account, email.strip().lower()), (runtime.tries_of_network, network_of(host))]
    at = now()
    if runtime.settings.limits == "on":
        for buckets, key in tries:
            buckets.check(key, now=at)
    try:
        return await accounts.sign_in(email, password, front=front, now=at)
    except WrongSignIn:
        for buckets, key in tries:
            buckets.take(key, now=at)
        raise


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
