"""Who may pass: the declared roles, a live session, and for every change a form of that session."""

from typing import Any

import litestar
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan.accounts import NOWHERE, Front, go_within, within
from jianyan.errors import NotAllowed, SignInNeeded
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.web.access import BEFORE_ENROLMENT, KEY, Anybody
from jianyan.web.bodies import Fields, UnreadableForm, Upload, read_form_and_files
from jianyan.web.exchange import Request
from jianyan.web.sessions import check_form, whose

SAFE = {"GET", "HEAD", "OPTIONS"}


class NotYourDesk(NotAllowed):
    """The person's role is not among those that may."""

    sentence = N_("Your account may not open this. An administrator can change your role.")


class EnrolFirst(NotAllowed):
    """The person's role needs an authenticator app, and none is set up."""

    sentence = N_("Please set up your authenticator app first.")


class Unknown(SignInNeeded):
    """Nobody is signed in, or the session is over."""

    sentence = N_("Please sign in first.")


class OwnScope(ASGIMiddleware):
    """Let nothing be found before it is known who asks; the guard then goes within that person's scope."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on; what its guard went within ends with it."""
        with within(NOWHERE):
            await next_app(scope, receive, send)


async def declared_access(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let through whom the route's declaration names, and show them their own scope only.

    Raises:
        Unknown: there is no live session.
        EnrolFirst: the person has still to set an authenticator app up.
        NotYourDesk: the person has another role.
        StaleForm: the form was not made for this session.
    """
    allowed = handler.opt[KEY]
    if allowed is Anybody.PUBLIC:
        return
    signed_in = await whose(connection, front=Front.CONSOLE)
    if signed_in is None:
        raise Unknown
    connection.scope["state"]["signed_in"] = signed_in
    if signed_in.person.must_enrol and BEFORE_ENROLMENT not in handler.opt:
        raise EnrolFirst
    if signed_in.person.role not in allowed:
        raise NotYourDesk
    go_within(signed_in.person.scope)
    if isinstance(connection, litestar.Request) and connection.method not in SAFE:
        sent = connection.headers.get("x-csrf-token") or one(await fields_of(connection), "csrf_token")
        check_form(signed_in, sent)


async def fields_of(request: Request) -> Fields:
    """Give name → values of the form that came with the request.

    Raises:
        UnreadableForm: see jianyan.web.bodies.
    """
    return (await _form(request))[0]


async def files_of(request: Request) -> dict[str, Upload]:
    """Give name → file of the form that came with the request.

    Raises:
        UnreadableForm: see jianyan.web.bodies.
    """
    return (await _form(request))[1]


async def _form(request: Request) -> tuple[Fields, dict[str, Upload]]:
    """Read the form once: the guard needs its token, the handler the rest."""
    state = request.scope["state"]
    if "form" not in state:
        body = await request.body()
        fields, sent = read_form_and_files(body, request.headers.get("content-type", ""))
        files = {name: uploads[-1] for name, uploads in sent.items()}
        if any("\0" in value for values in fields.values() for value in values):
            raise UnreadableForm(field="body")
        state["form"] = fields, files
    form: tuple[Fields, dict[str, Upload]] = state["form"]
    return form
