"""What became of what was handed over: answered by whom, how soon, adopted or not, to whose satisfaction."""

from collections import Counter, defaultdict
from datetime import date, tzinfo
from typing import Any

import msgspec

from jianyan.accounts.tables import Organisation
from jianyan.cases import Result, Satisfaction
from jianyan.cases.adoption import Outcomes, outcomes_counted
from jianyan.cases.outcomes import HandedOver, handed_over
from jianyan.cases.tables import Rating
from jianyan.tallies.reply_times import ReplyTimes, reply_times
from jianyan.tallies.workloads import Meetings, Workload, workloads_of

Row = dict[str, Any]
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

_HEARD = """
SELECT c.lead, COUNT(DISTINCT c.id) AS "count" FROM rating r JOIN "case" c ON c.id = r."case"
WHERE c.topic = {} AND c.state <> 'cancelled' GROUP BY c.lead
"""


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
    heard: int
    """Answered cases of which an author has rated an answer; how the others were received, nobody knows."""
    times: ReplyTimes
    timed: int
    """Cases that have a day."""
    late: int
    """Of these, answered after it, or not answered and past it."""
    met: Meetings
    """Of all kinds of cases."""
    motions_met: Meetings

    @property
    def rated(self) -> int:
        """Give how many authors have rated an answer."""
        return sum(self.satisfaction.values())


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """What became of what was handed over of one topic."""

    all: DepartmentAnswers
    """All departments together."""
    suggestions: Answers
    owed: int
    """Suggestions to which somebody owes an answer, for the first time, once more or to a part."""
    concluded: int
    """Suggestions all of whose cases are closed."""
    results: dict[str, int]
    """Suggestions by the best class of their answers: A, B and C."""
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
    handed = await handed_over(topic_id)
    workloads = await workloads_of(topic_id, zone=zone, today=today) if handed else {}
    ratings = await Rating.raw(_RATINGS, topic_id) if handed else []
    heard = {row["lead"]: row["count"] for row in await Rating.raw(_HEARD, topic_id)} if ratings else {}
    return _added_up(handed, workloads, ratings, heard, await _names(set(workloads)))


def _added_up(
    handed: list[HandedOver],
    workloads: dict[int | None, Workload],
    ratings: list[Row],
    heard: dict[int | None, int],
    names: dict[int, str],
) -> Answering:
    rated: dict[int | None, list[Row]] = defaultdict(list)
    for rating in ratings:
        rated[rating["lead"]].append(rating)
    departments = [
        _department(lead, names.get(lead or 0, ""), own, rated[lead], heard=heard.get(lead, 0))
        for lead, own in workloads.items()
    ]
    results = Counter[Result | None]()
    for one in handed:
        results[one.result] += one.count
    return Answering(
        all=_department(None, "", sum(workloads.values(), Workload()), ratings, heard=sum(heard.values())),
        suggestions=_answers(handed),
        owed=sum(one.count for one in handed if one.is_owed),
        concluded=sum(one.count for one in handed if one.is_concluded),
        results={result.value: results[result] for result in Result},
        categories=_parted(handed, "category_id"),
        years=_parted(handed, "year"),
        departments=sorted(departments, key=lambda one: (-one.cases, one.name)),
    )


def _department(
    lead: int | None, name: str, work: Workload, ratings: list[Row], *, heard: int
) -> DepartmentAnswers:
    satisfaction: Counter[str] = Counter()
    for rating in ratings:
        satisfaction[rating["satisfaction"]] += rating["count"]
    return DepartmentAnswers(
        organisation_id=lead,
        name=name,
        cases=work.cases,
        outcomes=outcomes_counted(work.adoptions),
        results={result.value: work.results[result.value] for result in Result},
        satisfaction={one.value: satisfaction[one.value] for one in Satisfaction},
        solved=sum(rating["count"] for rating in ratings if rating["is_solved"]),
        heard=heard,
        times=reply_times(work.days.elements()),
        timed=work.timed,
        late=work.late,
        met=work.met,
        motions_met=work.motions_met,
    )


def _parted(handed: list[HandedOver], column: str) -> list[tuple[Any, Answers]]:
    parts: dict[Any, list[HandedOver]] = defaultdict(list)
    for one in handed:
        parts[getattr(one, column)].append(one)
    order = sorted(parts, key=lambda part: (part is None, part or 0))
    return [(part, _answers(parts[part])) for part in order]


def _answers(handed: list[HandedOver]) -> Answers:
    adoptions = Counter[str | None]()
    for one in handed:
        if one.adoption is not None:
            adoptions[one.adoption] += one.count
    return Answers(handed_over=sum(one.count for one in handed), outcomes=outcomes_counted(adoptions))


async def _names(ids: set[int | None]) -> dict[int, str]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    rows = await Organisation.select(Organisation.id, Organisation.name).where(Organisation.id.is_in(wanted))
    return {row["id"]: row["name"] for row in rows}
