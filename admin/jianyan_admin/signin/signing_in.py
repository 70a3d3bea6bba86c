"""Signing in and out of the console."""

from litestar import get, post, route

from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, CodeNeeded, Front, Role, TicketOver, WrongCode, WrongSignIn
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.limits import TooOften
from jianyan.web import sessions
from jianyan.web.access import BEFORE_ENROLMENT, PUBLIC, only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import headers_of
from jianyan.web.sessions import TICKET, cookie, ended_cookie, ticket_cookie, token_of, whose
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, errors_of, page, person_of
from jianyan_admin.paths import leave_for, own_path

_ANY_DESK = only(*CONSOLE_ROLES)


@get("", name="admin_home", opt=_ANY_DESK)
async def home(request: Request) -> Response:
    """Lead to the queue, and who works in a department to its cases."""
    is_department = person_of(request).role is Role.DEPARTMENT
    return leave_for(request.app.route_reverse("admin_cases" if is_department else "admin_queue"))


@route("/sign-in", http_method=READ, name="admin_sign_in", opt=PUBLIC)
async def sign_in_page(request: Request) -> Response:
    """Show the sign-in, or lead on who is signed in already."""
    target = own_path(request.query_params.get("next", ""))
    if await whose(request, front=Front.CONSOLE):
        return leave_for(target)
    return page(request, "signin/sign_in.html", target=target, email="")


@post("/sign-in", name="admin_sign_in_send", opt=PUBLIC, request_max_body_size=16 * 1024)
async def sign_in(request: Request, runtime: Running) -> Response:
    """Open a new session; whatever cookie of one came along is not looked at.

    Without a password the code belongs to the ticket that the browser was given for it a moment ago.
    """
    fields = await fields_of(request)
    try:
        token = await _token(request, fields)
    except CodeNeeded as needed:
        asked = _code_page(request, fields, has_app=needed.has_app, status_code=needed.status)
        asked.cookies.append(ticket_cookie(needed.ticket, settings=runtime.settings))
        return asked
    except (WrongSignIn, WrongCode, TicketOver, TooOften) as refusal:
        return _refused(request, fields, refusal)
    answer = leave_for(own_path(one(fields, "next")))
    answer.cookies.append(cookie(token, front=Front.CONSOLE, settings=runtime.settings))
    if TICKET in request.cookies:
        answer.cookies.append(ticket_cookie("", settings=runtime.settings))
    return answer


async def _token(request: Request, fields: Fields) -> str:
    email, password, code = (one(fields, name) for name in ("email", "password", "code"))
    if code and not password and TICKET in request.cookies:
        return await sessions.finish_sign_in(request, code)
    return await sessions.sign_in(request, email, password, front=Front.CONSOLE, code=code)


def _refused(request: Request, fields: Fields, refusal: Refusal) -> Response:
    waits = not one(fields, "password") and TICKET in request.cookies
    if waits and not isinstance(refusal, TicketOver):
        has_app = one(fields, "without") != "app"
        answer = _code_page(request, fields, has_app=has_app, status_code=refusal.status, refusal=refusal)
    else:
        answer = page(
            request,
            "signin/sign_in.html",
            status_code=refusal.status,
            target=own_path(one(fields, "next")),
            email=one(fields, "email"),
            errors=errors_of(request, refusal),
        )
    answer.headers.update(headers_of(refusal))
    return answer


def _code_page(
    request: Request, fields: Fields, *, has_app: bool, status_code: int, refusal: Refusal | None = None
) -> Response:
    return page(
        request,
        "signin/code.html",
        status_code=status_code,
        target=own_path(one(fields, "next")),
        email=one(fields, "email"),
        has_app=has_app,
        errors=errors_of(request, refusal),
    )


@post(
    "/sign-out",
    name="admin_sign_out",
    opt={**_ANY_DESK, BEFORE_ENROLMENT: True},
    request_max_body_size=16 * 1024,
)
async def sign_out(request: Request, runtime: Running) -> Response:
    """End the session."""
    await accounts.sign_out(token_of(request, front=Front.CONSOLE))
    answer = leave_for(request.app.route_reverse("admin_sign_in"))
    answer.cookies.append(ended_cookie(front=Front.CONSOLE, settings=runtime.settings))
    return answer


handlers = [home, sign_in_page, sign_in, sign_out]
