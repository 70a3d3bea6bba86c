"""What became of a topic's suggestions, for everybody: only what is public, and as the public reads it."""

from collections import Counter
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from piccolo.columns.combination import And
from piccolo.query.functions import Count

from jianyan.calendars import NATIONAL, Calendar, working_days_between
from jianyan.cases.handing_over import calendar_for
from jianyan.cases.queries import co_departments_of, replies_of
from jianyan.cases.schemas import ReplyDetail
from jianyan.cases.states import OPEN, Adoption, CaseState, Result
from jianyan.cases.tables import Case
from jianyan.clock import day_of
from jianyan.db import snapshot
from jianyan.screening import Words, screened
from jianyan.suggestions import SuggestionState

Row = dict[str, Any]
_TAKEN_UP = (Adoption.ADOPTED, Adoption.PARTLY)
_ANSWERED_HERE = """
SELECT s.placement, COUNT(*) AS "count" FROM "case" c JOIN suggestion s ON s.id = c.suggestion
WHERE c.topic = {} AND c.answered_at IS NOT NULL AND c.state <> 'cancelled' GROUP BY s.placement
"""
_OLDER = 'AND (c.answered_at, c.id) < (SELECT answered_at, id FROM "case" WHERE id = {}) '
_HERE = "AND s.placement = {} "
_PAGE = """
SELECT c.id, c.title, c.state, c.round, c.start, c.length, c.opened_at, l.name AS "lead",
    s.tracking, s.body, s.received_on, g.name AS category, p.name AS placement
FROM "case" c JOIN suggestion s ON s.id = c.suggestion
LEFT JOIN organisation l ON l.id = c."lead"
LEFT JOIN category g ON g.id = s.category LEFT JOIN placement p ON p.id = s.placement
WHERE c.topic = {{}} AND c.answered_at IS NOT NULL AND c.state <> 'cancelled'
    AND s.state = {{}} AND s.body IS NOT NULL {more}
ORDER BY c.answered_at DESC, c.id DESC LIMIT {{}}
"""


class PublishedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose answer everybody can read, beside what was suggested."""

    id: int
    """Of the case."""
    tracking: str
    title: str | None
    text: str
    """What was suggested, or the aspect that is answered, as the public reads it."""
    category: str | None
    placement: str | None
    received_on: date
    co_departments: list[str]
    """Names of those that answered with the lead."""
    reply: ReplyDetail
    """The last one that is published."""
    working_days: int
    """From the day on which it was handed over to that of the reply."""
    is_reopened: bool
    """It did not satisfy: another one is being written."""


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """What became of all that was handed over of a topic; cancelled cases do not count."""

    handed_over: int
    being_dealt_with: int
    """Somebody owes an answer, for the first time or once more."""
    answered: int
    """An answer is published, be it opened once more since."""
    concluded: int
    by_adoption: dict[Adoption, int]
    """Of the answered ones that say it, all four."""
    by_result: dict[Result, int]
    """Of the answered ones that say it, all three."""

    @property
    def adopted(self) -> int:
        """Count those that are adopted wholly or partly."""
        return sum(self.by_adoption[each] for each in _TAKEN_UP)


async def outcomes_of(topic_id: int) -> Outcomes:
    """Count what became of a topic's cases."""
    shown = And(Case.topic == topic_id, Case.state != CaseState.CANCELLED.value)
    rows = (
        await Case.select(Case.state, Case.adoption, Case.result, Count())
        .where(shown)
        .group_by(Case.state, Case.adoption, Case.result)
    )
    answered = await Case.count().where(And(shown, Case.answered_at.is_not_null()))
    states, adoptions, results = Counter[str](), Counter[str | None](), Counter[str | None]()
    for row in rows:
        states[row["state"]] += row["count"]
        adoptions[row["adoption"]] += row["count"]
        results[row["result"]] += row["count"]
    return Outcomes(
        handed_over=states.total(),
        being_dealt_with=sum(states[state] for state in OPEN),
        answered=int(answered),
        concluded=states[CaseState.CLOSED],
        by_adoption={each: adoptions[each] for each in Adoption},
        by_result={each: results[each] for each in Result},
    )


async def answered_by_placement(topic_id: int) -> dict[int | None, int]:
    """Give placement id → how many suggestions from there, or aspects of them, are answered.

    Under None stands what came without a placement.
    """
    rows = await Case.raw(_ANSWERED_HERE, topic_id)
    return {row["placement"]: row["count"] for row in rows}


async def latest_answers(
    topic_id: int,
    *,
    words: Words,
    zone: ZoneInfo,
    most: int,
    before: int | None = None,
    placement_id: int | None = None,
) -> list[PublishedAnswer]:
    """List published answers to suggestions that are public still, the newest first.

    Args:
        topic_id: of this topic.
        words: those of level mask are masked in what was suggested, and personal data is anyway.
        zone: in which days are counted.
        most: at most this many.
        before: only those that follow the case of this id in the list.
        placement_id: only what was suggested at this placement.
    """
    more, values = "", list[object]()
    for condition, value in ((_OLDER, before), (_HERE, placement_id)):
        if value is not None:
            more, values = more + condition, [*values, value]
    query = _PAGE.format(more=more)
    async with snapshot():
        rows = await Case.raw(query, topic_id, SuggestionState.PUBLISHED.value, *values, most)
        ids = [row["id"] for row in rows]
        replies, co = await replies_of(ids), await co_departments_of(ids)
        calendar = await calendar_for(topic_id) if rows else NATIONAL
    return [
        _answer(
            row,
            reply,
            co_departments=[department.name for department in co[row["id"]]],
            text=_public(row, words),
            working_days=_taken(row["opened_at"], reply, zone, calendar),
        )
        for row in rows
        for reply in [_last(replies[row["id"]])]
    ]


def _answer(row: Row, reply: ReplyDetail, **more: Any) -> PublishedAnswer:
    return PublishedAnswer(
        id=row["id"],
        tracking=row["tracking"],
        title=row["title"],
        category=row["category"],
        placement=row["placement"],
        received_on=row["received_on"],
        reply=reply,
        is_reopened=CaseState(row["state"]) in OPEN,
        **more,
    )


def _taken(opened_at: datetime, reply: ReplyDetail, zone: ZoneInfo, calendar: Calendar) -> int:
    published_at = reply.published_at or opened_at
    return working_days_between(day_of(opened_at, zone), day_of(published_at, zone), calendar)


def _last(replies: list[ReplyDetail]) -> ReplyDetail:
    return next(reply for reply in reversed(replies) if reply.published_at is not None)


def _public(row: Row, words: Words) -> str:
    """Mask the whole text before its aspect is cut out: a number that is cut in two is none to be masked."""
    public, start = screened(row["body"], words).public, row["start"]
    return public if start is None else public[start : start + row["length"]]
