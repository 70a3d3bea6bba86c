"""The record of every act, newest first: filtered by what, who and when, and taken away as CSV.

Somebody reads the acts on the topics they see, and what was done by or to the people and organisations of
their scope. What else a command of the server did on no topic is read where no organisation stands above.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec
from litestar import post, route
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from jianyan import accounts, clients, codes, topics, trail
from jianyan.accounts import EVERYWHERE, Person, Role, names_by_trail_id, within
from jianyan.campaigns import CODE_LENGTH
from jianyan.categories import category_names
from jianyan.clock import day_of, now
from jianyan.db import snapshot
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.sheets import Row, csv_pages
from jianyan.suggestions.schemas import TRACKING_LENGTH
from jianyan.trail import Act, Reach, Wanted
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.act_words import Change, Teller
from jianyan_admin.desk import attachment
from jianyan_admin.guards import fields_of
from jianyan_admin.page import NEWEST, READ, RowId, page, person_of, told
from jianyan_admin.wording import CITIZENS_ACTS, KIND_WORDS, Words, words_of

_READERS = only(Role.STAFF, Role.ADMIN)
_PAGE = 100
_SUBJECT_MOST = 40
_COLUMNS = (
    N_("No."),
    N_("When"),
    N_("Act"),
    N_("On what"),
    N_("Who"),
    N_("Role"),
    N_("Details"),
    N_("In the trail"),
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filter as it stands in the address; empty: all."""

    kind: str
    subject: str
    actor: str
    since: str
    until: str

    def query(self, **more: object) -> str:
        """Give the query string of this filter."""
        named = {"kind": self.kind, "subject": self.subject, "actor": self.actor}
        days = {"from": self.since, "to": self.until}
        return urlencode({name: value for name, value in {**named, **days, **more}.items() if value})


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One act as a line of the table."""

    act: Act
    who: str | None
    """Name of who acted; None for citizens and the command line."""
    subject: str
    """What was acted on, by its name where it has one."""
    tracking: str | None
    """Number of the suggestion that was acted on, if it was one."""
    changes: list[Change]


class Names:
    """What stands for opaque ids, and which id a person means by what they typed."""

    def __init__(self, people: dict[str, str], known: list[topics.TopicSummary], teller: Teller) -> None:
        self.people = people
        self._titles = {f"topic-{topic.id}": topic.title for topic in known}
        self._slugs = {topic.slug: f"topic-{topic.id}" for topic in known}
        self._teller = teller

    def subject_of(self, typed: str) -> str | None:
        """Give the subject that is meant: a number, an address, a code, a person or the id itself."""
        typed = typed.strip()
        tidied = codes.tidy(typed)
        for found in (self._slugs, {title: key for key, title in self._titles.items()}):
            if typed in found:
                return found[typed]
        if codes.is_code(tidied, length=TRACKING_LENGTH):
            return tidied
        if codes.is_code(tidied, length=CODE_LENGTH):
            return f"code-{tidied}"
        by_name = {name: key for key, name in self.people.items()}
        return by_name.get(typed, typed[:_SUBJECT_MOST]) or None

    def line(self, act: Act) -> Line:
        """Give an act as a line."""
        is_suggestion = codes.is_code(act.subject, length=TRACKING_LENGTH)
        return Line(
            act=act,
            who=self.people.get(act.actor, act.actor) if act.actor else None,
            subject=self.people.get(act.subject) or self._titles.get(act.subject) or act.subject,
            tracking=act.subject if is_suggestion else None,
            changes=self._teller.changes_of(act),
        )


@route("/trail", http_method=READ, name="admin_trail", opt=_READERS)
async def acts(request: Request, runtime: Running, before: RowId = NEWEST) -> Response:
    """List the acts that the address asks for."""
    query = request.query_params
    asked = _asked({name: [query.get(name, "")] for name in ("kind", "subject", "actor", "from", "to")})
    words = words_of(request)
    async with snapshot():
        names = await _names(request, words, runtime.zone)
        wanted = _wanted(asked, names, zone=runtime.zone)
        reach = await _reach(person_of(request))
        found = await trail.matching(wanted, reach=reach, before=before, most=_PAGE + 1)
        size = await trail.size()
    return page(
        request,
        "trail/list.html",
        nav="trail",
        lines=[names.line(act) for act in found[:_PAGE]],
        size=size,
        asked=asked,
        people=[(key, names.people[key]) for key in reach.subjects if key in names.people],
        before=None if before == NEWEST else before,
        last=found[_PAGE - 1].seq if len(found) > _PAGE else None,
        words=words,
    )


@post("/trail/export", name="admin_trail_export", opt=_READERS, request_max_body_size=16 * 1024)
async def export(request: Request, runtime: Running) -> Response:
    """Give the filtered acts as a file; that it was taken is kept on record."""
    asked, at, words = _asked(await fields_of(request)), now(), words_of(request)
    names = await _names(request, words, runtime.zone)
    wanted = _wanted(asked, names, zone=runtime.zone)
    reach = await _reach(person_of(request))
    end = await trail.record_export(wanted, by=person_of(request).actor, now=at)
    pages = trail.matching_pages(wanted, end=end, reach=reach)
    day = day_of(at, runtime.zone)
    headers = attachment(f"{told(request, N_('Trail'))} {day}.csv", plain=f"trail-{day}.csv")
    columns = [told(request, column) for column in _COLUMNS]
    pieces = csv_pages(columns, _rows(request, pages, names, words), zone=runtime.zone)
    return Stream(pieces, status_code=200, media_type="text/csv", headers=headers)


async def _rows(
    request: Request, pages: AsyncIterator[list[Act]], names: Names, words: Words
) -> AsyncIterator[list[Row]]:
    citizen, machine = told(request, N_("citizen")), told(request, N_("command line"))
    async for found in pages:
        yield [_row(names.line(act), words, citizen, machine) for act in found]


def _row(line: Line, words: Words, citizen: str, machine: str) -> Row:
    act = line.act
    nobody = citizen if act.kind in CITIZENS_ACTS else machine
    return (
        act.seq,
        act.minute,
        words.kinds.get(act.kind, act.kind),
        line.subject,
        line.who or nobody,
        words.actors.get(act.role, act.role) if act.role else None,
        "; ".join(_told(change) for change in line.changes),
        msgspec.json.encode(act.data).decode(),
    )


def _told(change: Change) -> str:
    return f"{change.field}: {f'{change.before} → ' if change.before is not None else ''}{change.after}"


async def _reach(person: Person) -> Reach:
    own = await accounts.trail_subjects()
    with within(EVERYWHERE):
        elsewhere = sorted(await accounts.trail_subjects() - own) if person.scope.is_root else None
    seen = [topic.id for topic in await topics.all_topics()]
    return Reach(topics=seen, subjects=sorted(own), elsewhere=elsewhere)


async def _names(request: Request, words: Words, zone: ZoneInfo) -> Names:
    seen = await accounts.organisations()
    root = await accounts.root_of(person_of(request).scope.organisation)
    names = {one.id: one.name for one in await accounts.answering(root)}
    teller = Teller(request, words, await category_names(), zone, organisations=names)
    organisations = {one.trail_subject: one.name for one in seen}
    people = await names_by_trail_id() | await clients.names_by_trail_id()
    return Names(people | organisations, await topics.all_topics(), teller)


def _asked(fields: dict[str, list[str]]) -> Asked:
    kind = one(fields, "kind")
    return Asked(
        kind=kind if kind in KIND_WORDS else "",
        subject=one(fields, "subject").strip(),
        actor=one(fields, "actor"),
        since=_day(one(fields, "from")),
        until=_day(one(fields, "to")),
    )


def _day(text: str) -> str:
    """Give a day as it came, and nothing for what is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _wanted(asked: Asked, names: Names, *, zone: ZoneInfo) -> Wanted:
    """Give what is asked for; a day is one in the town's time, and the last one belongs to it."""
    return Wanted(
        kind=asked.kind or None,
        subject=names.subject_of(asked.subject),
        actor=asked.actor[:_SUBJECT_MOST] or None,
        since=_midnight(asked.since, zone, days=0),
        until=_midnight(asked.until, zone, days=1),
    )


def _midnight(day: str, zone: ZoneInfo, *, days: int) -> datetime | None:
    if not day or not date.min < (on := date.fromisoformat(day)) < date.max:
        return None
    return datetime.combine(on + timedelta(days=days), time(), zone).astimezone(UTC)


handlers: list[ControllerRouterHandler] = [acts, export]
