"""The first administrator, made with the code that the server printed; afterwards the page is gone."""

from typing import Annotated

import msgspec
from litestar import post, route
from msgspec import Meta

from jianyan import accounts
from jianyan.accounts import Front, SetUpDone, WrongSetUpCode
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one, read_form
from jianyan.i18n import N_
from jianyan.web.access import PUBLIC
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.sessions import cookie
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, errors_of, page
from jianyan_admin.paths import leave_for


class FirstAccount(msgspec.Struct, frozen=True, kw_only=True):
    """The form for the first administrator; the passwords are read apart, as they were typed."""

    code: Annotated[str, Meta(max_length=80)]
    email: Annotated[str, Meta(max_length=254)]
    name: Annotated[str, Meta(max_length=80)] = ""
    organisation: Annotated[str, Meta(max_length=120)]


@route("/set-up", http_method=READ, name="admin_set_up", opt=PUBLIC)
async def set_up_page(request: Request) -> Response:
    """Ask for the printed code and the first administrator.

    Raises:
        SetUpDone: there is an administrator.
    """
    if not await accounts.needs_set_up():
        raise SetUpDone
    return _page(request)


@post("/set-up", name="admin_set_up_send", opt=PUBLIC, request_max_body_size=16 * 1024)
async def set_up(request: Request, runtime: Running) -> Response:
    """Add the first administrator and lead them to their authenticator app.

    Raises:
        SetUpDone: there is an administrator.
    """
    fields = await fields_of(request)
    try:
        token = await _token(request, fields)
    except (Invalid, Conflict, WrongSetUpCode) as refusal:
        return _page(request, fields, refusal)
    answer = leave_for(request.app.route_reverse("admin_totp"))
    answer.cookies.append(cookie(token, front=Front.CONSOLE, settings=runtime.settings))
    return answer


async def _token(request: Request, fields: Fields) -> str:
    first = read_form({name: values[0].strip() for name, values in fields.items() if values}, FirstAccount)
    password = one(fields, "password")
    if password != one(fields, "password_again"):
        raise Invalid(N_("The two passwords are not the same."), field="password_again")
    return await accounts.set_up(
        first.code,
        email=first.email,
        password=password,
        organisation=first.organisation,
        name=first.name,
        now=now(),
        user_agent=request.headers.get("user-agent", ""),
    )


def _page(request: Request, sent: Fields | None = None, refusal: Refusal | None = None) -> Response:
    return page(
        request,
        "signin/set_up.html",
        status_code=refusal.status if refusal else 200,
        errors=errors_of(request, refusal),
        sent={name: one(sent or {}, name) for name in FirstAccount.__struct_fields__},
    )


handlers = [set_up_page, set_up]
