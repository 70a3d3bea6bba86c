"""Who may use which route: asked of the route table itself, so that a new route is covered by being there."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler

import builders
import cast
from conftest import BASE_URL
from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, Front
from jianyan.clock import now
from jianyan.web.access import KEY, Anybody, UndeclaredRoute, check_declared, handlers_of
from jianyan_admin.guards import declared_access

COOKIE = "jianyan_console"
DESKS = [cast.WEI, cast.QIAO, cast.ADA, cast.BO]
NO_DESKS = [cast.HE, cast.MO]
SAFE = {"GET", "HEAD"}
NOT_YOUR_DESK = "may not open this"


def routes_of(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    """List (method, path with something in its places, handler) of the console."""
    found = []
    for path, handler in handlers_of(app):
        if path.startswith("/admin") and isinstance(handler, HTTPRouteHandler):
            filled = re.sub(r"\{[^:}]+:int\}", "987654", path)
            filled = re.sub(r"\{[^:}]+:[a-z]+\}", "not-there", filled)
            found += [
                (method.upper(), filled, handler) for method in handler.http_methods if method != "OPTIONS"
            ]
    return found


async def token_of(email: str, *, away: int = 0) -> tuple[str, str]:
    token = await builders.sign_in(email, now=now(), away=away)
    session = await accounts.signed_in(token, front=Front.CONSOLE, now=now())
    assert session is not None
    return token, session.csrf_token


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as browser:
        yield browser


async def ask(
    browser: httpx.AsyncClient, method: str, path: str, token: str = "", csrf: str = ""
) -> httpx.Response:
    browser.cookies.clear()
    headers = {"accept-language": "en", **({"cookie": f"{COOKIE}={token}"} if token else {})}
    if csrf:
        headers["x-csrf-token"] = csrf
    return await browser.request(method, path, headers=headers)


async def test_there_are_routes_of_every_kind(app: Litestar) -> None:
    routes = routes_of(app)
    paths = {path for _, path, _ in routes}
    assert {
        "/admin/queue",
        "/admin/trail",
        "/admin/accounts",
        "/admin/suggestions/not-there/decision",
    } <= paths
    assert {method for method, _, _ in routes} >= {"GET", "HEAD", "POST"}


async def test_strangers_reach_public_routes_only(app: Litestar, browser: httpx.AsyncClient) -> None:
    for method, path, handler in routes_of(app):
        answer = await ask(browser, method, path)
        if handler.opt[KEY] is Anybody.PUBLIC:
            assert answer.status_code not in {303, 401}, (method, path)
        elif method in SAFE:
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith("/admin/sign-in?next="), (method, path)
        else:
            assert answer.status_code == 401, (method, path)


@pytest.mark.parametrize("email", DESKS)
async def test_each_role_reaches_what_the_routes_declare_and_nothing_else(
    app: Litestar, browser: httpx.AsyncClient, email: str
) -> None:
    await builders.make_account(email, now=now())
    token, csrf = await token_of(email)
    for method, path, handler in routes_of(app):
        if path == "/admin/sign-out":
            continue  # reaching it ends the session; test_sign_in covers it
        answer = await ask(browser, method, path, token, csrf)
        allowed = handler.opt[KEY]
        if allowed is Anybody.PUBLIC or cast.ROLES[email] in allowed:
            assert answer.status_code not in {401, 500}, (method, path)
            assert NOT_YOUR_DESK not in answer.text, (method, path)
        else:
            assert answer.status_code == 403, (method, path)
            assert method == "HEAD" or NOT_YOUR_DESK in answer.text, (method, path)


@pytest.mark.parametrize("email", NO_DESKS)
async def test_no_session_of_the_console_opens_for_the_others(app: Litestar, email: str) -> None:
    await builders.make_account(email, now=now())
    with pytest.raises(accounts.WrongSignIn):
        await builders.sign_in(email, now=now())


async def test_a_members_session_opens_nothing_in_the_console(
    app: Litestar, browser: httpx.AsyncClient
) -> None:
    await builders.make_account(cast.HE, now=now())
    token = await builders.sign_in(cast.HE, front=Front.MEMBERS, now=now())
    for method, path, handler in routes_of(app):
        if handler.opt[KEY] is not Anybody.PUBLIC:
            expected = 303 if method in SAFE else 401
            assert (await ask(browser, method, path, token)).status_code == expected, (method, path)


async def test_every_change_needs_the_sessions_own_token(app: Litestar, browser: httpx.AsyncClient) -> None:
    await builders.make_account(cast.ADA, now=now())
    token, _ = await token_of(cast.ADA)
    _, anothers = await token_of(cast.ADA, away=1)
    changes = [
        path
        for method, path, handler in routes_of(app)
        if method not in SAFE and handler.opt[KEY] is not Anybody.PUBLIC
    ]
    assert changes
    for path in changes:
        for sent in ("", anothers, "é"):
            answer = await browser.post(
                path,
                data={"csrf_token": sent},
                headers={"cookie": f"{COOKIE}={token}", "accept-language": "en"},
            )
            assert answer.status_code == 403, path
            assert "earlier sign-in" in answer.text, path


@pytest.mark.parametrize(
    "foreign",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)
async def test_another_sites_form_is_refused_before_its_body_is_read(
    app: Litestar, foreign: dict[str, str]
) -> None:
    await builders.make_account(cast.ADA, now=now())
    token, _ = await token_of(cast.ADA)
    for method, path, _ in routes_of(app):
        if method not in SAFE:
            assert (
                await status_without_reading(app, path, {**foreign, "cookie": f"{COOKIE}={token}"}) == 403
            ), path


async def status_without_reading(app: Litestar, path: str, headers: dict[str, str]) -> int:
    """Send a POST whose body fails when it is read, and give the status of the answer."""
    started: list[int] = []

    async def receive() -> Any:
        raise AssertionError("the body was read")

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            started.append(message["status"])

    raw = [(name.encode(), value.encode()) for name, value in {"host": "127.0.0.1:8000", **headers}.items()]
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": raw,
        "root_path": "",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    await app(scope, receive, send)
    return started[0]


async def test_a_nul_in_an_address_or_a_form_is_unreadable(app: Litestar, browser: httpx.AsyncClient) -> None:
    await builders.make_account(cast.ADA, now=now())
    token, csrf = await token_of(cast.ADA)
    for path in ("/admin/static/%00", "/admin/sign-in?next=%00", "/admin/queue?topic=%00"):
        assert (await ask(browser, "GET", path, token, csrf)).status_code == 400, path
    answer = await browser.post("/admin/sign-in", data={"email": "a\0@b", "password": "x"})
    assert answer.status_code == 400


def test_a_route_that_does_not_say_who_may_use_it_stops_the_start() -> None:
    @get("/admin/backdoor", name="backdoor")
    async def backdoor() -> None: ...

    with pytest.raises(UndeclaredRoute, match="does not say who may use it"):
        check_declared(Litestar([backdoor], guards=[declared_access], openapi_config=None))


def test_a_route_without_a_name_stops_the_start() -> None:
    @get("/admin/nameless", opt={KEY: CONSOLE_ROLES})
    async def nameless() -> None: ...

    with pytest.raises(UndeclaredRoute, match="has no name"):
        check_declared(Litestar([nameless], openapi_config=None))
