"""What became of what was handed over: answered by whom, how soon, adopted or not, to whose satisfaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, tzinfo
from typing import Any

import msgspec

from jianyan.accounts.tables import Organisation
from jianyan.calendars.counting import effective_due
from jianyan.cases import OPEN, Result, Satisfaction
from jianyan.cases.adoption import Outcomes, best, outcomes_of
from jianyan.cases.handing_over import calendar_for
from jianyan.cases.tables import Case, Rating
from jianyan.db import is_sqlite
from jianyan.tallies.days import day_of_quarter, quarter_of
from jianyan.tallies.reply_times import ReplyTimes, WorkingDays, reply_times

Row = dict[str, Any]
_CASES = """
SELECT c.suggestion, c.lead, c.state, c.result, c.adoption, c.due_on, s.category, {year} AS year,
    {opened} AS opened, {replied} AS replied, {answered} AS answered
FROM "case" c
JOIN suggestion s ON s.id = c.suggestion
WHERE c.topic = {{}} AND c.state <> 'cancelled'
"""
# Somebody who is asked twice is counted with the last word.
_RATINGS = """
SELECT c.lead, r.satisfaction, r.is_solved, COUNT(*) AS "count"
FROM rating r
JOIN "case" c ON c.id = r."case"
WHERE c.topic = {} AND c.state <> 'cancelled' AND NOT EXISTS (
    SELECT 1 FROM rating later
    WHERE later."case" = r."case" AND later.suggestion = r.suggestion AND later.round > r.round
)
GROUP BY c.lead, r.satisfaction, r.is_solved
"""
# Of most cases the first answer is the last one: only the others are looked up.
_FIRST_ANSWER = """(CASE WHEN c.round = 1 THEN c.answered_at
    ELSE (SELECT r.published_at FROM reply r WHERE r."case" = c.id AND r.round = 1) END)"""
_YEAR_SQLITE = "CAST(substr(s.received_on, 1, 4) AS INTEGER)"
_YEAR_POSTGRES = "CAST(EXTRACT(YEAR FROM s.received_on) AS INTEGER)"
_OPEN = frozenset(state.value for state in OPEN)


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """Suggestions that were handed over, and how those came out that are answered."""

    handed_over: int
    outcomes: Outcomes


class DepartmentAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the cases of one department."""

    organisation_id: int | None
    """None: nobody's yet, or taken over from a list that does not say whose."""
    name: str
    """Empty for None."""
    cases: int
    outcomes: Outcomes
    results: dict[str, int]
    """A, B and C, as the department says."""
    satisfaction: dict[str, int]
    """Authors' last words: all three."""
    solved: int
    """Authors who say that it is solved."""
    times: ReplyTimes
    timed: int
    """Cases that have a day."""
    late: int
    """Of these, answered after it, or not answered and past it."""

    @property
    def rated(self) -> int:
        """Give how many authors have rated an answer."""
        return sum(self.satisfaction.values())


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """What became of what was handed over of one topic."""

    all: DepartmentAnswers
    """All departments together."""
    suggestions: Answers
    categories: list[tuple[int | None, Answers]]
    """By id, the one of nothing last; only those with something handed over."""
    years: list[tuple[int, Answers]]
    """By the year in which suggestions came, in order."""
    departments: list[DepartmentAnswers]
    """Those with the most cases first."""


async def answering_of(topic_id: int, *, zone: tzinfo, today: date) -> Answering:
    """Count what became of the cases of a topic, cancelled ones left out; the caller holds the snapshot.

    Args:
        topic_id: of the topic.
        zone: in which days are counted.
        today: in that zone; what was due before it and is not answered is late.
    """
    year = _YEAR_SQLITE if is_sqlite() else _YEAR_POSTGRES
    quarters = {"opened": "c.opened_at", "replied": _FIRST_ANSWER, "answered": "c.answered_at"}
    columns = {name: quarter_of(column) for name, column in quarters.items()}
    rows = await Case.raw(_CASES.format(year=year, **columns), topic_id)
    if not rows:
        return _added_up([], [], {})
    await _clocked(rows, topic_id, zone, today)
    ratings = await Rating.raw(_RATINGS, topic_id)
    return _added_up(rows, ratings, await _names({row["lead"] for row in rows}))


async def _clocked(rows: list[Row], topic_id: int, zone: tzinfo, today: date) -> None:
    """Put into each row how many working days the first answer took, and whether it is late."""
    calendar = await calendar_for(topic_id)
    days = day_of_quarter(zone)
    first = min(days(row["opened"]) for row in rows)
    last = max([today, *(days(row["replied"]) for row in rows if row["replied"] is not None)])
    working = WorkingDays(calendar, min(first, today), last)
    ends: dict[Any, date] = {}
    for row in rows:
        due = row["due_on"]
        if due is not None and due not in ends:
            ends[due] = effective_due(date.fromisoformat(due) if isinstance(due, str) else due, calendar)
        row["days"] = (
            working.between(days(row["opened"]), days(row["replied"])) if row["replied"] is not None else None
        )
        done = today if row["state"] in _OPEN else days(row["answered"])
        row["is_late"] = due is not None and done > ends[due]


def _added_up(rows: list[Row], ratings: list[Row], names: dict[int, str]) -> Answering:
    by_lead: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        by_lead[row["lead"]].append(row)
    rated: dict[int | None, list[Row]] = defaultdict(list)
    for rating in ratings:
        rated[rating["lead"]].append(rating)
    departments = [
        _department(lead, names.get(lead or 0, ""), own, rated[lead]) for lead, own in by_lead.items()
    ]
    handed = _handed_over(rows)
    return Answering(
        all=_department(None, "", rows, ratings),
        suggestions=_answers(handed),
        categories=_parted(handed, "category"),
        years=_parted(handed, "year"),
        departments=sorted(departments, key=lambda one: (-one.cases, one.name)),
    )


def _department(lead: int | None, name: str, rows: list[Row], ratings: list[Row]) -> DepartmentAnswers:
    results = Counter(row["result"] for row in rows)
    satisfaction: Counter[str] = Counter()
    for rating in ratings:
        satisfaction[rating["satisfaction"]] += rating["count"]
    return DepartmentAnswers(
        organisation_id=lead,
        name=name,
        cases=len(rows),
        outcomes=outcomes_of(row["adoption"] for row in rows if row["answered"] is not None),
        results={result.value: results[result.value] for result in Result},
        satisfaction={one.value: satisfaction[one.value] for one in Satisfaction},
        solved=sum(rating["count"] for rating in ratings if rating["is_solved"]),
        times=reply_times(row["days"] for row in rows if row["days"] is not None),
        timed=sum(row["due_on"] is not None for row in rows),
        late=sum(row["is_late"] for row in rows),
    )


def _handed_over(rows: list[Row]) -> list[Row]:
    """Give a row for each suggestion: its category, its year and the best of its answers."""
    cases: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        cases[row["suggestion"]].append(row)
    handed = []
    for own in cases.values():
        answers = [row["adoption"] for row in own if row["answered"] is not None]
        outcome = best(answers) if answers else None
        handed.append({"category": own[0]["category"], "year": own[0]["year"], "outcome": outcome})
    return handed


def _parted(handed: list[Row], column: str) -> list[tuple[Any, Answers]]:
    parts: dict[Any, list[Row]] = defaultdict(list)
    for one in handed:
        parts[one[column]].append(one)
    order = sorted(parts, key=lambda part: (part is None, part or 0))
    return [(part, _answers(parts[part])) for part in order]


def _answers(handed: Iterable[Row]) -> Answers:
    outcomes = [one["outcome"] for one in handed]
    return Answers(
        handed_over=len(outcomes), outcomes=outcomes_of(one for one in outcomes if one is not None)
    )


async def _names(ids: set[int | None]) -> dict[int, str]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    rows = await Organisation.select(Organisation.id, Organisation.name).where(Organisation.id.is_in(wanted))
    return {row["id"]: row["name"] for row in rows}
