"""What became of a topic's suggestions, for everybody: only what is public, and as the public reads it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from jianyan.calendars import NATIONAL, Calendar, working_days_between
from jianyan.cases.answer_filter import AnswerFilter
from jianyan.cases.handing_over import calendar_for
from jianyan.cases.queries import co_departments_of, replies_of
from jianyan.cases.schemas import ReplyDetail
from jianyan.cases.states import OPEN, CaseState
from jianyan.cases.tables import Case
from jianyan.clock import day_of
from jianyan.db import snapshot
from jianyan.screening import Words, screened

Row = dict[str, Any]
_ANSWERED_HERE = """
SELECT s.placement, COUNT(DISTINCT s.id) AS "count" FROM "case" c JOIN suggestion s ON s.id = c.suggestion
WHERE c.topic = {} AND c.answered_at IS NOT NULL AND c.state <> 'cancelled' GROUP BY s.placement
"""
_OLDER = ' AND (c.answered_at, c.id) < (SELECT answered_at, id FROM "case" WHERE id = {})'
_PAGE = """
SELECT c.id, c.title, c.state, c.round, c.start, c.length, c.opened_at, l.name AS "lead",
    s.tracking, s.body, s.received_on, g.name AS category, p.name AS placement
FROM "case" c JOIN suggestion s ON s.id = c.suggestion
LEFT JOIN organisation l ON l.id = c."lead"
LEFT JOIN category g ON g.id = s.category LEFT JOIN placement p ON p.id = s.placement
WHERE {more}
ORDER BY c.answered_at DESC, c.id DESC LIMIT {{}}
"""
_EVERY = AnswerFilter()


class PublishedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose answer everybody can read, beside what was suggested."""

    id: int
    """Of the case."""
    tracking: str
    title: str | None
    """As the public reads it; None: erased, or none was given."""
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


class AnswersPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some of the published answers of a topic, the newest first."""

    answers: list[PublishedAnswer]
    older: int | None
    """The case after which the next page begins; None: this is the last one."""


async def answered_by_placement(topic_id: int) -> dict[int | None, int]:
    """Give placement id → how many suggestions from there are answered, wholly or an aspect of them.

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
    asked: AnswerFilter = _EVERY,
) -> AnswersPage:
    """Give published answers to suggestions that are public still, the newest first.

    Args:
        topic_id: of this topic.
        words: those of level mask are masked in title and text, and personal data is anyway.
        zone: in which days are counted.
        most: at most this many.
        before: only those that follow the case of this id in the list.
        asked: narrows it.
    """
    condition, values = asked.condition(topic_id)
    if before is not None:
        condition, values = condition + _OLDER, [*values, before]
    query = _PAGE.format(more=condition)
    async with snapshot():
        found = await Case.raw(query, *values, most + 1)
        titles = {row["id"]: _masked(row["title"], words) for row in found[:most]}
        rows = [row for row in found[:most] if asked.shows(titles[row["id"]])]
        ids = [row["id"] for row in rows]
        replies, co = await replies_of(ids), await co_departments_of(ids)
        calendar = await calendar_for(topic_id) if rows else NATIONAL
    answers = [
        _answer(
            row,
            reply,
            title=titles[row["id"]],
            co_departments=[department.name for department in co[row["id"]]],
            text=_public(row, words),
            working_days=_taken(row["opened_at"], reply, zone, calendar),
        )
        for row in rows
        for reply in [_last(replies[row["id"]])]
    ]
    return AnswersPage(answers=answers, older=found[most - 1]["id"] if len(found) > most else None)


def _answer(row: Row, reply: ReplyDetail, **more: Any) -> PublishedAnswer:
    return PublishedAnswer(
        id=row["id"],
        tracking=row["tracking"],
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


def _masked(text: str | None, words: Words) -> str | None:
    return screened(text, words).public if text else text


def _public(row: Row, words: Words) -> str:
    """Mask the whole text before its aspect is cut out: a number that is cut in two is none to be masked."""
    public, start = screened(row["body"], words).public, row["start"]
    return public if start is None else public[start : start + row["length"]]
