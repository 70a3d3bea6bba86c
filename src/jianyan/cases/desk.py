"""The lists of a desk: what is mine, what can be claimed, what waits for the office.

Each list comes in pages that begin after the last line of the one before: what comes or goes meanwhile moves
nothing. A page costs four queries, one more with a filter by day and one more with what authors say of
answers, however many cases there are: the ids first, for a sort carries what is selected.
"""

import re
from datetime import date
from typing import Any

import msgspec
from piccolo.columns.combination import And, WhereRaw
from piccolo.query.functions import Count

from jianyan.accounts import Person
from jianyan.calendars import Calendar, Standing, calendar_of, calendars_of, standing
from jianyan.cases.due_days import Timing, due_days
from jianyan.cases.places import after_place, place_of
from jianyan.cases.queries import SUMMARY, Row, summary_of
from jianyan.cases.schemas import CaseSummary
from jianyan.cases.states import CaseKind, CaseState, Satisfaction
from jianyan.cases.tables import Case, Rating
from jianyan.cases.tabs import FINISHED, IS_SUPERVISED, Order, Tab, condition_of, order_of, tabs_of
from jianyan.db import snapshot
from jianyan.suggestions.tables import Suggestion
from jianyan.topics.tables import Topic

_CONTAINS = "\"case\".title LIKE {} ESCAPE '\\'"
_NUMBER_LONGEST = 9


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases of a list are shown."""

    topic_id: int | None = None
    kind: CaseKind | None = None
    state: CaseState | None = None
    timing: Timing | None = None
    """Of the day on which the answer is due, by the calendar of whoever looks."""
    lead_id: int | None = None
    is_supervised: bool = False
    awaits_meeting: bool = False
    """Only those whose author is to be met before the answer and was not yet."""
    words: str = ""
    """Part of the title, or the number of the case or of the suggestion."""


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list of a desk."""

    summary: CaseSummary
    stands: Standing | None
    """By the calendar of the office whose topic it is; None where nobody owes an answer any more."""
    satisfaction: Satisfaction | None = None
    """What an author said last of an answer, in the list of answered ones; None: nothing."""


class DeskPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list."""

    lines: list[CaseLine]
    following: str | None
    """Where the next page begins; None: this is the last one."""


async def desk_page(
    tab: Tab, asked: CaseFilter, *, by: Person, today: date, most: int, after: str = ""
) -> DeskPage:
    """Give one page of a list, the first due first; what is answered comes with the latest answer first.

    Args:
        tab: one of `tabs_of(by)`; another one finds nothing that `by` does not see.
        asked: narrows it.
        by: whose desk it is.
        today: their day.
        most: lines of a page.
        after: what the page before gave as `following`; empty: the first page.

    Raises:
        Invalid: `after` is no such place.
    """
    order = order_of(tab)
    async with snapshot():
        where = await _narrowed(condition_of(tab, by), asked, by=by, today=today)
        if after:
            where = And(where, after_place(order, after))
        ids = [row["id"] for row in await _ordered(Case.select(Case.id).where(where), order).limit(most + 1)]
        owner = Case.topic.owner.as_alias("owner")
        shown = Case.select(*SUMMARY, owner).where(Case.id.is_in(ids[:most] or [0]))
        rows: list[Row] = await _ordered(shown, order)
        calendars = await calendars_of(row["owner"] for row in rows)
        said = await _last_words(ids) if tab is Tab.ANSWERED else {}
    following = place_of(order, rows[-1]) if len(ids) > most else None
    return DeskPage(lines=[_line(row, today, calendars, said) for row in rows], following=following)


async def desk_counts(by: Person) -> dict[Tab, int | None]:
    """Give list → how many cases are in it, for all lists of a desk; None: it is over and not counted."""
    async with snapshot():
        return {tab: None if tab in FINISHED else await _count(tab, by) for tab in tabs_of(by)}


async def desk_topics(tab: Tab, by: Person) -> list[tuple[str, str, int]]:
    """List slug, title and id of the topics from which a list has cases, by title."""
    async with snapshot():
        found = await Case.select(Case.topic).where(condition_of(tab, by)).distinct()
        ids = [row["topic"] for row in found] or [0]
        columns = (Topic.slug, Topic.title, Topic.id)
        rows = await Topic.select(*columns).where(Topic.id.is_in(ids)).order_by(Topic.title, Topic.id)
    return [(row["slug"], row["title"], row["id"]) for row in rows]


async def _count(tab: Tab, by: Person) -> int:
    return int((await Case.select(Count()).where(condition_of(tab, by)))[0]["count"])


def _ordered(query: Any, order: Order) -> Any:
    for column in order.columns:
        query = query.order_by(column, ascending=order.is_ascending)
    return query


async def _narrowed(where: Any, asked: CaseFilter, *, by: Person, today: date) -> Any:
    """Give a condition with all that a filter asks for."""
    if asked.topic_id is not None:
        where = And(where, Case.topic == asked.topic_id)
    if asked.kind:
        where = And(where, Case.kind == asked.kind.value)
    if asked.state:
        where = And(where, Case.state == asked.state.value)
    if asked.lead_id is not None:
        where = And(where, Case.lead == asked.lead_id)
    if asked.is_supervised:
        where = And(where, IS_SUPERVISED)
    if asked.awaits_meeting:
        where = And(where, Case.awaits_meeting == True)  # noqa: E712 - Piccolo's operator
    if asked.timing:
        where = And(where, due_days(asked.timing, today, await calendar_of(by.scope.organisation)))
    return And(where, _named(asked.words)) if asked.words else where


def _named(words: str) -> Any:
    """Give the condition that a case has some words in its title, or a number."""
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%"
    known = Suggestion.select(Suggestion.id).where(Suggestion.tracking == words)  # a join would read them all
    named: Any = WhereRaw(_CONTAINS, pattern) | Case.suggestion.is_in(known)
    is_number = words.isascii() and words.isdecimal() and len(words) <= _NUMBER_LONGEST
    return named | (Case.id == int(words)) if is_number else named


async def _last_words(ids: list[int]) -> dict[int, Satisfaction]:
    """Give case → what an author said last of its answer."""
    found = Rating.select(Rating.case, Rating.satisfaction).where(Rating.case.is_in(ids or [0]))
    return {row["case"]: Satisfaction(row["satisfaction"]) for row in await found.order_by(Rating.id)}


def _line(
    row: Row, today: date, calendars: dict[int | None, Calendar], said: dict[int, Satisfaction]
) -> CaseLine:
    calendar = calendars[row.pop("owner")]
    summary = summary_of(row)
    stands = standing(summary.due_on, today, calendar) if summary.is_owed and summary.due_on else None
    return CaseLine(summary=summary, stands=stands, satisfaction=said.get(summary.id))
