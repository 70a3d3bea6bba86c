"""Cases at a desk: lists for departments and for the office, and claiming several at once."""

from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import accounts, cases, topics
from jianyan.accounts import CONSOLE_ROLES, OFFICE_ROLES, OrganisationSummary, Person, Role
from jianyan.calendars import Standing, provisional_told, standing_told
from jianyan.cases import CaseFilter, CaseKind, CaseState, DeskPage, Tab, Timing
from jianyan.clock import day_of, now
from jianyan.errors import Invalid, Refusal
from jianyan.i18n import N_
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of, sentence_of
from jianyan_admin.cases.words import case_words_of
from jianyan_admin.desk import desk_page
from jianyan_admin.guards import fields_of
from jianyan_admin.page import NEWEST, READ, person_of

DESKS = only(*CONSOLE_ROLES)
OFFICE = only(*OFFICE_ROLES)
_PAGE = 50
_WORDS_MOST = 60
_BODY = 64 * 1024
Choice = TypeVar("Choice", bound=StrEnum)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the address of a list asks for; what cannot be read counts as not asked."""

    tab: Tab
    topic: str = ""
    kind: CaseKind | None = None
    state: CaseState | None = None
    timing: Timing | None = None
    lead: str = ""
    is_supervised: bool = False
    awaits_meeting: bool = False
    words: str = ""

    def query(self, **changes: str) -> str:
        """Give the query of the list's address."""
        asked = {
            "tab": self.tab,
            "topic": self.topic,
            "kind": self.kind or "",
            "state": self.state or "",
            "timing": self.timing or "",
            "lead": self.lead,
            "supervised": "yes" if self.is_supervised else "",
            "unmet": "yes" if self.awaits_meeting else "",
            "words": self.words,
            **changes,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is asked for beside the list itself."""
        return self != Asked(tab=self.tab)


class Outcome(msgspec.Struct, frozen=True):
    """What came of a claim."""

    case: str
    """Its number, as it was sent."""
    refused: str
    """Why it was not claimed; empty: it was."""


@route("/cases", http_method=READ, name="admin_cases", opt=DESKS)
async def listing(request: Request, runtime: Running) -> Response:
    """List cases: those of the own department, or all of the office."""
    by, asked = person_of(request), _asked(request)
    today = day_of(now(), runtime.zone)
    known = await _topics(asked.tab, by)
    topic_id = {slug: topic_id for slug, _, topic_id in known}.get(asked.topic, 0)
    found = await cases.desk_page(
        asked.tab,
        _filter(asked, topic_id),
        by=by,
        today=today,
        most=_PAGE,
        after=request.query_params.get("after", ""),
    )
    return desk_page(
        request,
        "cases/list.html",
        nav="cases",
        asked=asked,
        tabs=await cases.desk_counts(by),
        found=found,
        is_further="after" in request.query_params,
        topics=known,
        departments=await departments_of(by) if by.role in OFFICE_ROLES else [],
        choices={"kind": list(CaseKind), "state": cases.states_in(asked.tab), "timing": _timings(asked.tab)},
        may_claim=by.role is Role.DEPARTMENT and asked.tab is Tab.OFFERED,
        stands_told=lambda stands: _told(request, stands),
        provisional=_provisional(request, found),
        words=case_words_of(request),
    )


@post("/cases/claim", name="admin_cases_claim", status_code=200, opt=DESKS, request_max_body_size=_BODY)
async def claim(request: Request, runtime: Running) -> Response:
    """Claim those that were chosen, one by one, and say what came of each."""
    chosen = list(dict.fromkeys((await fields_of(request)).get("case", [])))[:_PAGE]
    outcomes = [await _claimed(request, runtime, number) for number in chosen]
    if not chosen:
        refusal = Invalid(N_("Please choose at least one case."))
        return desk_page(request, "cases/claimed.html", nav="cases", refusal=refusal, outcomes=[])
    return desk_page(request, "cases/claimed.html", nav="cases", outcomes=outcomes)


async def departments_of(by: Person) -> list[OrganisationSummary]:
    """List those to whom somebody's office can hand something over."""
    return await accounts.answering(await accounts.root_of(by.scope.organisation))


def number_of(text: str) -> int:
    """Give a number that was sent, or 0, which is nobody's."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(NEWEST))
    return min(int(text), NEWEST) if is_number else 0


async def _claimed(request: Request, runtime: Running, number: str) -> Outcome:
    try:
        await cases.claim(number_of(number), by=person_of(request), now=now(), zone=runtime.zone)
    except Refusal as refusal:
        return Outcome(number, sentence_of(refusal, language_of(request)))
    return Outcome(number, "")


async def _topics(tab: Tab, by: Person) -> list[tuple[str, str, int]]:
    """List slug, title and id of the topics by which a list can be narrowed."""
    if by.role is Role.DEPARTMENT:
        return await cases.desk_topics(tab, by)
    return [(one.slug, one.title, one.id) for one in await topics.all_topics()]


def _asked(request: Request) -> Asked:
    query, own = request.query_params, cases.tabs_of(person_of(request))
    wanted = _one_of(Tab, query.get("tab", ""))
    tab = wanted if wanted in own else own[0]
    state, timing = _one_of(CaseState, query.get("state", "")), _one_of(Timing, query.get("timing", ""))
    return Asked(
        tab=tab,
        topic=query.get("topic", ""),
        kind=_one_of(CaseKind, query.get("kind", "")),
        state=state if state in cases.states_in(tab) else None,
        timing=timing if timing in _timings(tab) else None,
        lead=query.get("lead", ""),
        is_supervised=query.get("supervised", "") == "yes",
        awaits_meeting=tab not in cases.FINISHED and query.get("unmet", "") == "yes",
        words=query.get("words", "").strip()[:_WORDS_MOST],
    )


def _timings(tab: Tab) -> list[Timing]:
    """List by which due days a list can be narrowed."""
    return [] if tab in cases.FINISHED else list(Timing)


def _filter(asked: Asked, topic_id: int) -> CaseFilter:
    return CaseFilter(
        topic_id=topic_id if asked.topic else None,
        kind=asked.kind,
        state=asked.state,
        timing=asked.timing,
        lead_id=number_of(asked.lead) if asked.lead else None,
        is_supervised=asked.is_supervised,
        awaits_meeting=asked.awaits_meeting,
        words=asked.words,
    )


def _one_of(choices: type[Choice], value: str) -> Choice | None:
    return choices(value) if value in set(choices) else None


def _provisional(request: Request, found: DeskPage) -> list[str]:
    """Say why some of the days of a page are provisional, each reason once."""
    notes = (provisional_told(line.stands, language_of(request)) for line in found.lines)
    return sorted(set(filter(None, notes)))


def _told(request: Request, stands: Standing) -> str:
    return standing_told(stands, language_of(request))


handlers: list[ControllerRouterHandler] = [listing, claim]
