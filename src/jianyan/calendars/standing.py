"""How something with a deadline stands today, in working days and in words."""

from datetime import date
from enum import StrEnum

import msgspec

from jianyan.calendars.counting import effective_due, working_days_between
from jianyan.calendars.days import NATIONAL, Calendar
from jianyan.calendars.holidays import is_provisional
from jianyan.i18n import N_, say


class Timeliness(StrEnum):
    """Before, on or after the day."""

    AHEAD = "ahead"
    TODAY = "today"
    OVERDUE = "overdue"


class Standing(msgspec.Struct, frozen=True):
    """How something with a deadline stands."""

    timeliness: Timeliness
    working_days: int
    """Ahead: days left, the last one with it. Overdue: days begun since; 0 on days off right after it."""
    provisional_year: int | None = None
    """The year of the deadline while its notice is not published: how many days are left may change."""


_ONE = {
    Timeliness.AHEAD: N_("Due on the next working day"),
    Timeliness.OVERDUE: N_("Overdue by one working day"),
}
_MANY = {
    Timeliness.AHEAD: N_("Due in %(days)s working days"),
    Timeliness.OVERDUE: N_("Overdue by %(days)s working days"),
}
_PROVISIONAL = N_(
    "Provisional: the State Council has not published the days off of %(year)s yet. Working days are counted "
    "by the holidays by law, and their number may change."
)
_NONE = {
    Timeliness.TODAY: N_("Due today"),
    Timeliness.OVERDUE: N_("Overdue since the last working day"),
}


def standing(due: date, today: date, calendar: Calendar = NATIONAL) -> Standing:
    """Give how something stands that is due on a day; a day off lasts up to the next working day."""
    last = effective_due(due, calendar)
    year = last.year if is_provisional(last.year) else None
    if today == last:
        return Standing(Timeliness.TODAY, 0, year)
    if today < last:
        return Standing(Timeliness.AHEAD, working_days_between(today, last, calendar), year)
    return Standing(Timeliness.OVERDUE, working_days_between(last, today, calendar), year)


def standing_told(stands: Standing, language: str) -> str:
    """Give a standing in words, in one of i18n.LANGUAGES."""
    sentences = {0: _NONE, 1: _ONE}.get(stands.working_days, _MANY)
    return say(language, sentences[stands.timeliness], days=stands.working_days)


def provisional_told(stands: Standing | None, language: str) -> str:
    """Say why a deadline is provisional; empty where it is not, or where there is none."""
    year = stands.provisional_year if stands else None
    return say(language, _PROVISIONAL, year=year) if year else ""
