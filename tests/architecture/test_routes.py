import re
from pathlib import Path

import httpx
import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler

from jianyan.accounts import Role
from jianyan.web.access import KEY, PUBLIC, Anybody, UndeclaredRoute, check_declared, handlers_of

SIGNED_IN = ("/admin", "/me")
OPEN_INSIDE = re.compile(r"/(sign-in|sign-out|set-up|static|assets)(/|$)")
"""Paths below SIGNED_IN that anybody may open."""


def declared(app: Litestar) -> list[tuple[str, HTTPRouteHandler]]:
    return [
        (path, handler)
        for path, handler in handlers_of(app)
        if isinstance(handler, HTTPRouteHandler) and KEY in handler.opt
    ]


async def test_every_route_has_a_name_of_its_own_and_says_who_may_use_it(app: Litestar) -> None:
    check_declared(app)
    names: dict[str, set[str]] = {}
    for _, handler in declared(app):
        names.setdefault(str(handler.name), set()).add(str(handler))
        access = handler.opt[KEY]
        assert access is Anybody.PUBLIC or (access and all(isinstance(role, Role) for role in access))
    assert len(names) > 10
    assert {name: handlers for name, handlers in names.items() if len(handlers) > 1} == {}


async def test_nothing_behind_a_sign_in_is_declared_public(app: Litestar) -> None:
    found = [
        path
        for path, handler in declared(app)
        if handler.opt[KEY] is Anybody.PUBLIC
        and any(path == prefix or path.startswith(f"{prefix}/") for prefix in SIGNED_IN)
        and not OPEN_INSIDE.search(path)
    ]
    assert found == []


async def test_a_public_page_answers_head_wherever_it_answers_get(app: Litestar) -> None:
    methods: dict[str, set[str]] = {}
    for path, handler in declared(app):
        if handler.opt[KEY] is Anybody.PUBLIC:
            methods.setdefault(path, set()).update(handler.http_methods)
    assert [path for path, known in methods.items() if "GET" in known and "HEAD" not in known] == []


async def test_lan_without_an_account_opens_no_page_of_others(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    asked = 0
    for path, handler in declared(app):
        if handler.opt[KEY] is not Anybody.PUBLIC and "GET" in handler.http_methods and "{" not in path:
            answer = await client.get(path)
            assert answer.status_code in {302, 303, 401, 403}, f"{path}: {answer.status_code}"
            asked += 1
    assert asked > 0


def test_a_route_that_does_not_say_who_may_use_it_stops_the_start(tmp_path: Path) -> None:
    @get("/open", name="open")
    async def open_to_whom() -> str:
        return str(tmp_path)

    @get("/nameless", opt=PUBLIC)
    async def nameless() -> str:
        return ""

    for handler in (open_to_whom, nameless):
        with pytest.raises(UndeclaredRoute):
            check_declared(Litestar([handler], openapi_config=None))
