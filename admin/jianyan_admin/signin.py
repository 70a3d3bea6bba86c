"""Signing in and out of the console."""

from litestar import get, post, route
from litestar.response import Redirect

from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, Front, WrongSignIn
from jianyan.forms import one
from jianyan.limits import TooOften
from jianyan.web import sessions
from jianyan.web.access import PUBLIC, only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import headers_of
from jianyan.web.sessions import cookie, ended_cookie, token_of, whose
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, errors_of, page
from jianyan_admin.paths import own_path

_ANY_DESK = only(*CONSOLE_ROLES)
_NO_STORE = {"Cache-Control": "no-store"}


@get("", name="admin_home", opt=_ANY_DESK)
async def home(request: Request) -> Response:
    """Lead to the queue."""
    return _leave_for(request.app.route_reverse("admin_queue"))


@route("/sign-in", http_method=READ, name="admin_sign_in", opt=PUBLIC)
async def sign_in_page(request: Request) -> Response:
    """Show the sign-in, or lead on who is signed in already."""
    target = own_path(request.query_params.get("next", ""))
    if await whose(request, front=Front.CONSOLE):
        return _leave_for(target)
    return page(request, "signin/sign_in.html", target=target, email="")


@post("/sign-in", name="admin_sign_in_send", opt=PUBLIC, request_max_body_size=16 * 1024)
async def sign_in(request: Request, runtime: Running) -> Response:
    """Open a new session; whatever cookie came along is not looked at."""
    fields = await fields_of(request)
    email, target = one(fields, "email"), own_path(one(fields, "next"))
    try:
        token = await sessions.sign_in(request, email, one(fields, "password"), front=Front.CONSOLE)
    except (WrongSignIn, TooOften) as refusal:
        refused = page(
            request,
            "signin/sign_in.html",
            status_code=refusal.status,
            target=target,
            email=email,
            errors=errors_of(request, refusal),
        )
        refused.headers.update(headers_of(refusal))
        return refused
    answer = _leave_for(target)
    answer.cookies.append(cookie(token, front=Front.CONSOLE, settings=runtime.settings))
    return answer


@post("/sign-out", name="admin_sign_out", opt=_ANY_DESK, request_max_body_size=16 * 1024)
async def sign_out(request: Request, runtime: Running) -> Response:
    """End the session."""
    await accounts.sign_out(token_of(request, front=Front.CONSOLE))
    answer = _leave_for(request.app.route_reverse("admin_sign_in"))
    answer.cookies.append(ended_cookie(front=Front.CONSOLE, settings=runtime.settings))
    return answer


def _leave_for(path: str) -> Response:
    return Redirect(path, status_code=303, headers=_NO_STORE)


handlers = [home, sign_in_page, sign_in, sign_out]
