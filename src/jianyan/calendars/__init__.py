"""Working days: which days an office works, until when something is due, and how it stands.

    what the State Council published, holidays and make-up days     the ground; of years not published yet
                                                                    the holidays by law, provisionally
        └─ exceptions of the whole installation                     over it
             └─ exceptions of an organisation, and of those below   the nearest wins

Deadlines by kind of case are the business of who has cases; here is the arithmetic.

Writes: CalendarException.
"""

from jianyan.calendars.counting import deadline, due_on, working_days_between
from jianyan.calendars.days import NATIONAL, Calendar
from jianyan.calendars.editions import edition
from jianyan.calendars.holidays import DayKind, is_published
from jianyan.calendars.months import Day, Month, months_of
from jianyan.calendars.queries import (
    calendar_of,
    calendar_with,
    calendar_within,
    calendars_of,
    exceptions_for,
)
from jianyan.calendars.schemas import FIRST_YEAR, LAST_YEAR, REASON_MOST, ExceptionDetail, NewException
from jianyan.calendars.service import ForAll, may_set_for_all, remove_exception, set_exception
from jianyan.calendars.standing import Standing, Timeliness, provisional_told, standing, standing_told

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "NATIONAL",
    "REASON_MOST",
    "Calendar",
    "Day",
    "DayKind",
    "ExceptionDetail",
    "ForAll",
    "Month",
    "NewException",
    "Standing",
    "Timeliness",
    "calendar_of",
    "calendar_with",
    "calendar_within",
    "calendars_of",
    "deadline",
    "due_on",
    "edition",
    "exceptions_for",
    "is_published",
    "may_set_for_all",
    "months_of",
    "provisional_told",
    "remove_exception",
    "set_exception",
    "standing",
    "standing_told",
    "working_days_between",
]
