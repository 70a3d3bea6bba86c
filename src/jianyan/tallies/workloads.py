"""What each department had to answer: how it came out, how soon, and what is late."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta, tzinfo
from functools import cache
from typing import Any

import msgspec

from jianyan.calendars import Calendar
from jianyan.calendars.counting import effective_due
from jianyan.cases import OPEN, CaseKind
from jianyan.cases.handing_over import calendar_for
from jianyan.cases.tables import Case
from jianyan.tallies.days import first_quarter_of, quarter_of
from jianyan.tallies.reply_times import WorkingDays

Row = dict[str, Any]
_UNANSWERED = """
SELECT c.lead, c.due_on, COUNT(*) AS "count" FROM "case" c
WHERE c.topic = {} AND c.state <> 'cancelled' AND c.answered_at IS NULL GROUP BY c.lead, c.due_on
"""
# Of most cases the first answer is the last one: only the others are looked up.
_ANSWERED = """
SELECT c.lead, c.kind, c.state, c.result, c.adoption, c.due_on, {opened} AS opened, {answered} AS answered,
    CASE WHEN c.met_at <= c.answered_at THEN 1 ELSE 0 END AS is_met,
    CASE WHEN c.round > 1 THEN (
        SELECT {published} FROM reply r WHERE r."case" = c.id AND r.round = 1
    ) END AS earlier
FROM "case" c
WHERE c.topic = {{}} AND c.state <> 'cancelled' AND c.answered_at IS NOT NULL
"""
_MOTION = CaseKind.MOTION.value
_OPEN = frozenset(state.value for state in OPEN)


class Meetings(msgspec.Struct, frozen=True):
    """Whether authors were met before they were answered (面商率); what was taken over does not say it."""

    answered: int = 0
    """Cases that were answered here."""
    met: int = 0
    """Of these, with a meeting on record before their last answer."""

    def __add__(self, other: "Meetings") -> "Meetings":
        """Give both together."""
        return Meetings(self.answered + other.answered, self.met + other.met)

    @property
    def percent(self) -> float | None:
        """Give the share of those that were met, 0 to 100; None without any answer."""
        return 100 * self.met / self.answered if self.answered else None


class Workload(msgspec.Struct):
    """The cases of one department, or of several together."""

    cases: int = 0
    adoptions: Counter[str | None] = msgspec.field(default_factory=Counter)
    """Of those that are answered."""
    results: Counter[str | None] = msgspec.field(default_factory=Counter)
    """Of the same."""
    days: Counter[int] = msgspec.field(default_factory=Counter)
    """Working days up to the first answer → how many took so many."""
    timed: int = 0
    """Cases that have a day."""
    late: int = 0
    """Of these, answered after it, or not answered and past it."""
    met: Meetings = msgspec.field(default_factory=Meetings)
    """Of all kinds that are answered."""
    motions_met: Meetings = msgspec.field(default_factory=Meetings)
    """Of motions that are answered."""

    def __add__(self, other: "Workload") -> "Workload":
        """Give both together."""
        return Workload(*(own + others for own, others in zip(_parts(self), _parts(other), strict=True)))


async def workloads_of(topic_id: int, *, zone: tzinfo, today: date) -> dict[int | None, Workload]:
    """Give department → its cases of a topic, cancelled ones left out; None: nobody's yet, or not said.

    Args:
        topic_id: of the topic; the caller holds the snapshot.
        zone: in which days are counted.
        today: in that zone; what was due before it and is not answered is late.
    """
    work: defaultdict[int | None, Workload] = defaultdict(Workload)
    calendar = await calendar_for(topic_id)
    overdue_from = _ends(calendar, zone)
    this_day = first_quarter_of(today, zone)
    for row in await Case.raw(_UNANSWERED, topic_id):
        own = work[row["lead"]]
        own.cases += row["count"]
        if row["due_on"] is not None:
            own.timed += row["count"]
            own.late += row["count"] * (this_day >= overdue_from(row["due_on"]))
    columns = {"opened": "c.opened_at", "answered": "c.answered_at", "published": "r.published_at"}
    query = _ANSWERED.format(**{name: quarter_of(column) for name, column in columns.items()})
    if rows := await Case.raw(query, topic_id):
        _add_answered(work, rows, _working_days(rows, calendar, zone), overdue_from, this_day)
    return work


def _add_answered(
    work: dict[int | None, Workload],
    rows: list[Row],
    working: WorkingDays,
    overdue_from: Callable[[Any], int],
    today: int,
) -> None:
    for row in rows:
        own, due = work[row["lead"]], row["due_on"]
        own.cases += 1
        own.adoptions[row["adoption"]] += 1
        own.results[row["result"]] += 1
        own.days[working.between(row["opened"], row["earlier"] or row["answered"])] += 1
        if due is not None:  # what was taken over with its answer has no day
            one = Meetings(1, row["is_met"])
            own.met += one
            own.motions_met += one if row["kind"] == _MOTION else Meetings()
            own.timed += 1
            own.late += (today if row["state"] in _OPEN else row["answered"]) >= overdue_from(due)


def _working_days(rows: list[Row], calendar: Calendar, zone: tzinfo) -> WorkingDays:
    """Give the working days from the first opening to the last answer; what is imported may be odd."""
    first = min(min(row["opened"], row["earlier"] or row["answered"]) for row in rows)
    last = max(max(row["opened"], row["answered"]) for row in rows)
    return WorkingDays(calendar, zone, first, last)


def _ends(calendar: Calendar, zone: tzinfo) -> Callable[[Any], int]:
    """Give what tells from which quarter of an hour on something is late that is due on a day."""

    @cache
    def late_from(due: date | str) -> int:
        day = date.fromisoformat(due) if isinstance(due, str) else due
        return first_quarter_of(effective_due(day, calendar) + timedelta(days=1), zone)

    return late_from


def _parts(work: Workload) -> tuple[Any, ...]:
    return tuple(getattr(work, name) for name in work.__struct_fields__)
