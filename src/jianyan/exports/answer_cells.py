"""What departments made of each suggestion, as the last cells of its row."""

from collections import defaultdict
from collections.abc import Callable
from datetime import tzinfo
from typing import Any

import msgspec
from piccolo.columns.combination import And

from jianyan.calendars import Calendar, working_days_between
from jianyan.cases import CaseState
from jianyan.cases.adoption import best
from jianyan.cases.handing_over import calendar_for
from jianyan.cases.tables import Case, Rating, Reply
from jianyan.sheets import Row

NOTHING: Row = (None,) * 8
"""Cells of what was not handed over."""
_BETWEEN = "；"


class AnswerWords(msgspec.Struct, frozen=True):
    """What stands for codes."""

    adoption: Callable[[str], str]
    satisfaction: Callable[[str], str]


class AnswerCells:
    """Gives the cells of a topic's suggestions, a page after the other.

    Args:
        topic_id: whose.
        zone: in which days are counted.
        words: what stands for codes.
    """

    def __init__(self, topic_id: int, zone: tzinfo, words: AnswerWords) -> None:
        self._topic_id, self._zone, self._words = topic_id, zone, words
        self._calendar: Calendar | None = None

    async def between(self, first: int, last: int) -> dict[int, Row]:
        """Give suggestion id → its cells, for ids from first to last; what has no case is left out.

        Of several cases of one suggestion all departments are named; the first handing over, the last day and
        answer, the longest time, the best class and adoption and the last rating stand there.
        """
        own = And(Case.topic == self._topic_id, Case.state != CaseState.CANCELLED.value)
        here = And(Case.suggestion >= first, Case.suggestion <= last)
        rows = await Case.select(*_CASE).where(And(own, here)).order_by(Case.id)
        if not rows:
            return {}
        if self._calendar is None:
            self._calendar = await calendar_for(self._topic_id)
        ids = [row["id"] for row in rows]
        replied = await Reply.select(Reply.case, Reply.published_at).where(
            And(Reply.case.is_in(ids), And(Reply.round == 1, Reply.published_at.is_not_null()))
        )
        rated = (
            await Rating.select(Rating.case, Rating.satisfaction)
            .where(Rating.case.is_in(ids))
            .order_by(Rating.id)
        )
        ratings = {row["case"]: row["satisfaction"] for row in rated}
        first_answers = {row["case"]: row["published_at"] for row in replied}
        cases: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            more = {"first": first_answers.get(row["id"]), "rating": ratings.get(row["id"])}
            cases[row["suggestion"]].append({**row, **more})
        return {suggestion: self._cells(found, self._calendar) for suggestion, found in cases.items()}

    def _cells(self, cases: list[dict[str, Any]], calendar: Calendar) -> Row:
        leads = dict.fromkeys(one["lead"] for one in cases if one["lead"])
        answered = [one for one in cases if one["answered_at"] is not None]
        results = [one["result"] for one in answered if one["result"]]
        adoption = best(one["adoption"] for one in answered) if answered else ""
        ratings = [one["rating"] for one in cases if one["rating"]]
        took = [
            working_days_between(self._day(one["opened_at"]), self._day(one["first"]), calendar)
            for one in cases
            if one["first"] is not None
        ]
        return (
            _BETWEEN.join(leads) or None,
            self._day(min(one["opened_at"] for one in cases)),
            max((one["due_on"] for one in cases if one["due_on"]), default=None),
            self._day(max(one["answered_at"] for one in answered)) if answered else None,
            max(took, default=None),
            min(results, default=None),
            self._words.adoption(adoption) if adoption else None,
            self._words.satisfaction(ratings[-1]) if ratings else None,
        )

    def _day(self, at: Any) -> Any:
        return at.astimezone(self._zone).date()


_CASE = (
    Case.id,
    Case.suggestion,
    Case.lead.name.as_alias("lead"),
    Case.opened_at,
    Case.due_on,
    Case.answered_at,
    Case.result,
    Case.adoption,
)
