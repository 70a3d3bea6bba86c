"""Route × role × object: asked of the route table, so that a new route is covered by being there.

People of 江州 see what belongs to 江州, to 东区 below it, and to nobody. What belongs to 云省 above them
or to 岳州 elsewhere must answer exactly like what is not there.
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
from jianyan.web.access import KEY, Anybody, handlers_of
from worlds import ABSENT, FOREIGN_MARKS, OWN, World, Worlds, make_worlds

SAFE = {"GET", "HEAD"}
PLACES = {"slug", "tracking", "code", "account_id", "proposal_id", "organisation_id", "report"}
"""Places in paths that name an object; each is an attribute of World."""
FIXED = {"form": "svg", "file_path": "console.css"}
"""Places in paths that name none."""
FIELDS = {
    "admin_queue": {"topic": "slug", "done": "tracking", "at": "tracking"},
    "admin_hand": {"tracking": "tracking"},
    "admin_pace": {"topic": "slug"},
    "admin_batch": {"topic": "slug", "tracking": "tracking"},
    "admin_batch_decide": {"tracking": "tracking"},
    "admin_filing": {"topic": "slug"},
    "admin_campaigns": {"topic": "slug"},
    "admin_campaign_add": {"topic": "slug"},
    "admin_placements": {"topic": "slug"},
    "admin_placement_new": {"topic": "slug"},
    "admin_placement_add": {"campaign": "campaign"},
    "admin_placement_retarget": {"campaign": "campaign"},
    "admin_upload": {"topic": "slug"},
    "admin_upload_read": {"topic": "slug", "campaign": "campaign"},
    "admin_upload_add": {"topic": "slug"},
    "admin_posters": {"topic": "slug"},
    "admin_posters_print": {"topic": "slug"},
    "admin_tallies": {"topic": "slug"},
    "admin_exports": {"topic": "slug"},
    "admin_export": {"topic": "slug"},
    "admin_report_freeze": {"topic": "slug"},
    "admin_account_add": {"organisation": "organisation_id"},
    "admin_organisation_move": {"below": "organisation_id"},
    "admin_decision": {"into": "tracking"},
    "admin_groups": {"topic": "slug"},
    "admin_groups_merge": {"topic": "slug", "into": "tracking"},
}
"""Route → field of its query or form → the attribute of World that it names an object by."""
WITHOUT = {
    *("admin_home", "admin_topics", "admin_topic_new", "admin_topic_add", "admin_proposals"),
    *("admin_accounts", "admin_reports"),
    *("admin_organisations", "admin_trail", "admin_trail_export", "admin_appeals"),
    *("admin_sign_in", "admin_sign_in_send", "admin_sign_out", "admin_set_up", "admin_set_up_send"),
    *("admin_me", "admin_sessions_end", "admin_password", "admin_totp", "admin_totp_enrol"),
    *("admin_recovery_codes", "admin_prove"),
    *(f"admin_passkey_{each}" for each in ("ask", "sign_in", "prove", "new", "offer", "add", "remove")),
    *("admin_words", "admin_words_bench", "admin_words_try", "admin_words_upload", "admin_words_take"),
    *("admin_word_new", "admin_word_add", "admin_word_edit", "admin_word_save", "admin_word_switch"),
}
"""Routes that name no object of an organisation: own accounts, the installation's words, filters of lists."""
APPEALED_ONLY = {"admin_hearing"}
"""Routes that find nothing where nobody appealed; test_appeals covers whose appeals somebody hears."""
PLAIN = {
    *("name", "kind", "role", "active", "password", "password_again", "email", "next", "csrf_token"),
    *("opens_at", "closes_at", "decision", "reason", "back", "file", "packed", "paper", "which", "state"),
    *("page", "text", "lang", "slug", "category", "before", "after", "state_filter", "questions"),
    *("code", "proof", "old_password", "session", "said", "assertion", "credential", "passkey", "without"),
    *("word", "level", "allowed", "note", "why", "outcome", "guidance", "reasons"),
    *("form", "signed_on"),
    *("proposed", "percent", "filter", "subject", "actor", "from", "to", "days"),
}
"""Fields that name no object: words, fixed choices, places in a list, categories among the topic's own."""
ALSO = {
    "admin_account_role": {"role": "member"},
    "admin_decision": {"decision": "hold"},
    "admin_batch_decide": {"decision": "hold"},
    "admin_rules_save": {"guidance": "只看公交。", "reasons": "与议题无关。"},
    "admin_export": {"file": "suggestions-jsonl"},
    "admin_report_save": {"title": "一份报告", "language": "zh-CN"},
    "admin_report_draft": {"title": "一份报告", "language": "zh-CN"},
    "admin_report_download": {"form": "json"},
    "admin_organisation_add": {"name": "新的机构", "kind": "office"},
    "admin_organisation_rename": {"name": "别的机构", "kind": "office"},
    "admin_placement_save": {"name": "改过的站"},
    "admin_placement_state": {"state": "installed"},
    "admin_posters_print": {"paper": "sticker-sheet"},
    "admin_proposal_decline": {"reason": "已经在办。"},
    "admin_topic_copy_send": {"slug": "copied"},
    "admin_campaign_add": {"name": "又一次"},
    "admin_placement_add": {"name": "新站"},
    "admin_account_add": {
        "email": "lin@jianyan.example",
        "role": "staff",
        "password": cast.PASSWORD,
        "password_again": cast.PASSWORD,
    },
}
"""What a form needs besides, to come as far as the object it names."""
FILES = {"admin_upload_read": {"file": ("stops.csv", "名称\n五里牌\n".encode())}}
"""What a form sends as a file."""


@pytest.fixture
async def worlds(app: Litestar, keys: KeyRing) -> Worlds:
    return await make_worlds(keys)


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
        return answer.status_code, answer.text + answer.headers.get("location", "")

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
    desks = {email: await desk_of(browser, email) for email in (cast.ADA, cast.QIAO, cast.WEI, cast.HE)}
    desks["nobody"] = Desk(browser)
    desks["disabled"] = await desk_of(browser, cast.ZHU)
    desks["disabled"].role = None
    await accounts.set_active(cast.ZHU, active=False, by=None, now=now())
    await builders.make_account(cast.BO, organisation=OWN, now=now())
    with pytest.raises(accounts.WrongSignIn):  # a department has no desk here
        await builders.sign_in(cast.BO, front=Front.CONSOLE, now=now())
    wrong = []
    for who, desk in desks.items():
        for route in routes:
            if route.name in {"admin_sign_out", *APPEALED_ONLY}:
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
    sources = [path.read_text(encoding="utf-8") for path in Path(jianyan_admin.__file__).parent.glob("*.py")]
    form = r'\bone\([^()"]*(?:\([^()]*\))?[^()"]*, "(\w+)"'
    reads = rf'{form}|query_params\.get\("(\w+)"|(\w+): (?:FromQuery|RowId)\b'
    return {name for source in sources for found in re.findall(reads, source) for name in found if name}


def test_a_field_that_a_desk_reads_is_known_to_name_an_object_or_not() -> None:
    objects = {field for fields in FIELDS.values() for field in fields}
    read = fields_read_by_the_console()
    assert {"topic", "campaign", "decision", "before", "done"} <= read
    assert read - objects - PLAIN == set()
