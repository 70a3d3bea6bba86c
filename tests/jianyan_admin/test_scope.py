"""Route × role × object: asked of the route table, so that a new route is covered by being there.

People of 江州 see what belongs to 江州, to 东区 below it, and to nobody. What belongs to 云省 above them
or to 岳州 elsewhere must answer exactly like what is not there. Bo's department answers in 江州.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

import builders
import cast
import jianyan_admin
from conftest import BASE_URL
from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, Front, Role
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.uploads import FileKind, key_of
from jianyan.web.access import KEY, Anybody, handlers_of
from route_fields import ALSO, COVERED_ELSEWHERE, FIELDS, FILES, FIXED, PLACES, PLAIN, WITHOUT
from worlds import ABSENT, FOREIGN_MARKS, OWN, World, Worlds, make_worlds

SAFE = {"GET", "HEAD"}


@pytest.fixture
async def worlds(app: Litestar, keys: KeyRing) -> Worlds:
    worlds = await make_worlds(keys)
    for world in (*worlds.seen.values(), *worlds.unseen.values()):
        for photo in (world.photo, world.reply_photo):
            await app.state.runtime.store.put(key_of(photo), b"pixels")
        key = key_of(world.reply_document, kind=FileKind.PDF)
        await app.state.runtime.store.put(key, b"%PDF-")
    return worlds


@dataclass
class Route:
    """One method of a route of the console."""

    method: str
    path: str
    handler: HTTPRouteHandler

    @property
    def name(self) -> str:
        return str(self.handler.name)

    @property
    def places(self) -> list[str]:
        return re.findall(r"\{([^:}]+)", self.path)

    def filled(self, world: World) -> str:
        values = {name: FIXED[name] if name in FIXED else getattr(world, name) for name in self.places}
        return re.sub(r"\{([^:}]+)[^}]*\}", lambda place: values[place[1]], self.path)


def routes_of(app: Litestar) -> list[Route]:
    return [
        Route(method.upper(), path, handler)
        for path, handler in handlers_of(app)
        if path.startswith("/admin") and isinstance(handler, HTTPRouteHandler)
        for method in sorted(handler.http_methods)
        if method != "OPTIONS"
    ]


@dataclass
class Desk:
    """A browser with somebody's session, or with none."""

    browser: httpx.AsyncClient
    role: Role | None = None
    token: str = ""
    csrf_token: str = ""

    async def ask(self, route: Route, world: World, *, json: bool = False, **fields: str) -> httpx.Response:
        headers = {"accept-language": "en", "cookie": f"jianyan_console={self.token}"}
        if json:
            headers["accept"] = "application/json"
        path = route.filled(world)
        if route.method in SAFE:
            return await self.browser.request(route.method, path, params=fields, headers=headers)
        sent = {"csrf_token": self.csrf_token, **ALSO.get(route.name, {}), **fields}
        files = FILES.get(route.name)
        return await self.browser.request(route.method, path, data=sent, files=files, headers=headers)


async def desk_of(browser: httpx.AsyncClient, email: str) -> Desk:
    await builders.make_account(email, organisation=OWN, now=now())
    role = cast.ROLES[email]
    front = Front.CONSOLE if role in CONSOLE_ROLES else Front.MEMBERS
    token = await builders.sign_in(email, front=front, now=now())
    session = await accounts.signed_in(token, front=front, now=now())
    assert session is not None
    return Desk(browser, role if front is Front.CONSOLE else None, token, session.csrf_token)


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as browser:
        yield browser


async def wrong_without_a_desk(desk: Desk, route: Route, worlds: Worlds) -> list[str]:
    answer = await desk.ask(route, worlds.own)
    expected = 303 if route.method in SAFE else 401
    return [] if answer.status_code == expected else [f"no desk: {answer.status_code}"]


async def wrong_at_a_desk(desk: Desk, route: Route, worlds: Worlds) -> list[str]:
    """List what a route answers that is not right; empty where all is."""
    if desk.role not in route.handler.opt[KEY]:
        answer = await desk.ask(route, worlds.own)
        return [] if answer.status_code == 403 else [f"another role: {answer.status_code}"]
    found = []
    if set(route.places) & PLACES:
        found += await wrong_places(desk, route, worlds)
    for field, attribute in FIELDS.get(route.name, {}).items():
        found += await wrong_field(desk, route, worlds, field=field, attribute=attribute)
    if not found and route.method == "GET":
        found += leaks((await desk.ask(route, worlds.own)).text)
    return found


def tried(route: Route, worlds: dict[str, World]) -> list[tuple[str, World]]:
    """Give all worlds, and only the last of them for HEAD: its handler is that of GET."""
    return list(worlds.items())[-1 if route.method == "HEAD" else 0 :]


async def wrong_places(desk: Desk, route: Route, worlds: Worlds) -> list[str]:
    found = []
    for kind, world in tried(route, worlds.seen):
        status = (await desk.ask(route, world)).status_code
        if status in {401, 403, 404} or status >= 500:
            found.append(f"{kind}: {status}")
    for json in (False, True) if route.method != "HEAD" else (False,):
        absent = await desk.ask(route, ABSENT, json=json)
        if absent.status_code != 404:
            found.append(f"absent: {absent.status_code}")
        for kind, world in tried(route, worlds.unseen):
            answer = await desk.ask(route, world, json=json)
            if (answer.status_code, answer.text) != (404, absent.text):
                found.append(f"{kind}: {answer.status_code}, not as if it were absent")
    return found


async def wrong_field(desk: Desk, route: Route, worlds: Worlds, *, field: str, attribute: str) -> list[str]:
    async def answer_to(world: World) -> tuple[int, str]:
        own = {name: getattr(worlds.own, each) for name, each in FIELDS[route.name].items()}
        answer = await desk.ask(route, worlds.own, **{**own, field: getattr(world, attribute)})
        told = re.sub(r"(<time[^>]*>)[^<]*", r"\1", answer.text)  # "9 seconds ago" is "10" in the next answer
        return answer.status_code, told + answer.headers.get("location", "")

    found = []
    for kind, world in tried(route, worlds.seen):
        status = (await answer_to(world))[0]
        if status in {401, 403, 404} or status >= 500:
            found.append(f"{field} {kind}: {status}")
    status, told = await answer_to(ABSENT)
    for kind, world in tried(route, worlds.unseen):
        expected = (status, told.replace(getattr(ABSENT, attribute), getattr(world, attribute)))
        if await answer_to(world) != expected:
            found.append(f"{field} {kind}: not as if it were absent")
    return found


def leaks(text: str) -> list[str]:
    return [f"shows {mark}" for mark in FOREIGN_MARKS if mark in text]


async def test_every_route_answers_each_role_for_each_object_as_declared(
    app: Litestar, browser: httpx.AsyncClient, worlds: Worlds
) -> None:
    routes = [route for route in routes_of(app) if route.handler.opt[KEY] is not Anybody.PUBLIC]
    desks = {
        email: await desk_of(browser, email) for email in (cast.ADA, cast.QIAO, cast.WEI, cast.BO, cast.HE)
    }
    desks["nobody"] = Desk(browser)
    desks["disabled"] = await desk_of(browser, cast.ZHU)
    desks["disabled"].role = None
    await accounts.set_active(cast.ZHU, active=False, by=None, now=now())
    wrong = []
    for who, desk in desks.items():
        for route in routes:
            if route.name == "admin_sign_out" or desk.role in COVERED_ELSEWHERE.get(route.name, ()):
                continue  # the one ends the session; test_sign_in covers it
            check = wrong_without_a_desk if desk.role is None else wrong_at_a_desk
            wrong += [
                f"{who} {route.method} {route.name}: {each}" for each in await check(desk, route, worlds)
            ]
    assert len(routes) > 50
    assert not wrong, "\n".join(wrong)


async def test_a_route_says_by_what_it_names_an_object(app: Litestar) -> None:
    routes = [route for route in routes_of(app) if route.handler.opt[KEY] is not Anybody.PUBLIC]
    assert {place for route in routes for place in route.places} - PLACES - set(FIXED) == set()
    silent = [route.name for route in routes if not route.places and route.name not in WITHOUT | set(FIELDS)]
    assert silent == []
    assert (WITHOUT | set(FIELDS)) - {route.name for route in routes_of(app)} == set()


def fields_read_by_the_console() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in Path(jianyan_admin.__file__).parent.rglob("*.py")]
    form = r'\bone\([^()"]*(?:\([^()]*\))?[^()"]*, "(\w+)"'
    reads = rf'{form}|query_params\.get\("(\w+)"|(\w+): (?:FromQuery|RowId)\b'
    return {name for source in sources for found in re.findall(reads, source) for name in found if name}


def test_a_field_that_a_desk_reads_is_known_to_name_an_object_or_not() -> None:
    objects = {field for fields in FIELDS.values() for field in fields}
    read = fields_read_by_the_console()
    assert {"topic", "campaign", "decision", "before", "done"} <= read
    assert read - objects - PLAIN == set()
