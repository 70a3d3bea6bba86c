"""Which due days are overdue, today's, or near: a stretch of days that a database can compare."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from piccolo.columns.combination import And

from jianyan.calendars import Calendar, due_on
from jianyan.cases.tables import Case

SOON_WITHIN = 3
"""Working days, today not counted."""
_DAY = timedelta(days=1)


class Timing(StrEnum):
    """How the day on which something is due lies to today."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    """Today, or within three working days."""


def stretch(timing: Timing, today: date, calendar: Calendar) -> tuple[date | None, date | None]:
    """Give the first and the last due day of a timing; None: without end; none where the first is later.

    What is due on a day off lasts up to the next working day, as in `calendars.standing`.
    """
    before = _working_day_before(today, calendar)
    if timing is Timing.OVERDUE:
        return None, before
    if timing is Timing.TODAY:
        return before + _DAY, today if calendar.is_working(today) else before
    return before + _DAY, due_on(today, SOON_WITHIN, calendar)


def due_days(timing: Timing, today: date, calendar: Calendar) -> Any:
    """Give the condition that a case is due on a day of a timing."""
    first, last = stretch(timing, today, calendar)
    until = Case.due_on <= last
    return until if first is None else And(Case.due_on >= first, until)


def _working_day_before(today: date, calendar: Calendar) -> date:
    day = today - _DAY
    while not calendar.is_working(day):
        day -= _DAY
    return day
