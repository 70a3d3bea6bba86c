"""Days off have changed: open cases whose day was counted get the day that it comes to now.

A notice of the State Council makes a provisional year certain, or an office sets days of its own. A day that
the office granted until is no counted one, and stays.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from piccolo.columns.combination import And

from jianyan.calendars import Calendar, calendars_of, due_on, standing
from jianyan.cases.states import OPEN, StepKind
from jianyan.cases.stepping import Step, held, take
from jianyan.cases.supervising import stage_of
from jianyan.cases.tables import Case
from jianyan.clock import day_of
from jianyan.db import transaction

Row = dict[str, Any]
_PAGE = 500


class Recounted(msgspec.Struct, frozen=True, kw_only=True):
    """A case with another day."""

    case_id: int
    was: date
    due_on: date


async def recount(*, now: datetime, zone: ZoneInfo, after: int = 0) -> tuple[list[Recounted], int]:
    """Count the days of open cases anew; three queries a page, and a step for each day that moved.

    Args:
        now: when.
        zone: in which days are counted.
        after: only cases whose id is larger.

    Returns:
        Those of one page of cases whose day moved, and the last id of the page; 0 where none is left.
    """
    is_counted = And(Case.state.is_in([state.value for state in OPEN]), Case.counted_from.is_not_null())
    query = Case.select(*_COUNTED).where(And(is_counted, Case.id > after))
    rows = await query.order_by(Case.id).limit(_PAGE)
    calendars = await calendars_of(row["owner"] for row in rows)
    moved = [
        await _moved(row["id"], calendars[row["owner"]], now=now, zone=zone)
        for row, due in _counted(rows, calendars)
        if due != row["due_on"]
    ]
    return [one for one in moved if one], rows[-1]["id"] if len(rows) == _PAGE else 0


_COUNTED = (
    Case.id,
    Case.due_on,
    Case.counted_from,
    Case.counted_days,
    Case.topic.owner.as_alias("owner"),
)


def _counted(rows: Sequence[Row], calendars: Mapping[int | None, Calendar]) -> list[tuple[Row, date]]:
    """Give each case with its day; those that one office handed over on one day are counted once."""
    days: dict[tuple[Any, ...], date] = {}
    counted = []
    for row in rows:
        asked = (row["owner"], row["counted_from"], row["counted_days"])
        if asked not in days:
            days[asked] = due_on(row["counted_from"], row["counted_days"], calendars[row["owner"]])
        counted.append((row, days[asked]))
    return counted


async def _moved(case_id: int, calendar: Calendar, *, now: datetime, zone: ZoneInfo) -> Recounted | None:
    """Move the day of a case, unless it was answered or given another one in the meantime."""
    async with transaction():
        found = await held(case_id, by=None)
        columns = (Case.counted_from, Case.counted_days, Case.due_on, Case.chased)
        row = await Case.select(*columns).where(Case.id == case_id).first()
        if found.state not in OPEN or row is None or row["counted_from"] is None:
            return None
        due, was = due_on(row["counted_from"], row["counted_days"], calendar), row["due_on"]
        if due == was:
            return None
        # Who was reminded of a day that is near still is not reminded of it twice.
        stage = min(row["chased"], stage_of(standing(due, day_of(now, zone), calendar)))
        told = {"was": was.isoformat(), **({"stage": stage} if stage != row["chased"] else {})}
        step = Step(kind=StepKind.RECOUNTED, organisation=found.lead, due_on=due, data=told)
        await take(found, step, by=None, now=now, changes={"due_on": due, "chased": stage})
    return Recounted(case_id=case_id, was=was, due_on=due)
