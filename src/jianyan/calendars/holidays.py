"""What the country's published calendar says of a day: holidays, and weekend days on which work is made up.

Source: the yearly notices of the General Office of the State Council (国务院办公厅关于…年部分节假日安排的
通知), as the package chinesecalendar keeps them. A notice comes in autumn for the next year; until it does, a
year is provisional: its holidays by law are free, and what the notice will move around them is not known.
"""

from datetime import date
from enum import StrEnum

from chinese_calendar.constants import holidays, workdays

from jianyan.calendars.schemas import LAST_YEAR
from jianyan.calendars.statutory import statutory_holidays
from jianyan.i18n import N_

_SATURDAY = 5
_FIRST_PUBLISHED: int = min(holidays).year
_LAST_PUBLISHED: int = max(holidays).year


class DayKind(StrEnum):
    """Why a day works or does not."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"
    """A Saturday or Sunday on which work is made up."""
    OPENED = "opened"
    """An office works on it all the same."""
    CLOSED = "closed"
    """An office rests on it all the same."""

    @property
    def is_working(self) -> bool:
        """Say whether an office works on such a day."""
        return self in _WORKING


_WORKING = frozenset({DayKind.WORKING, DayKind.MAKE_UP, DayKind.OPENED})

HOLIDAY_NAMES = {
    "New Year's Day": N_("New Year's Day"),
    "Spring Festival": N_("Spring Festival"),
    "Tomb-sweeping Day": N_("Tomb-sweeping Day"),
    "Labour Day": N_("Labour Day"),
    "Dragon Boat Festival": N_("Dragon Boat Festival"),
    "Mid-autumn Festival": N_("Mid-autumn Festival"),
    "National Day": N_("National Day"),
    "Anti-Fascist 70th Day": N_("70th anniversary of the victory"),
}
"""The package's name of a holiday → ours."""


def is_published(year: int) -> bool:
    """Say whether the notice of a year is known; a later year is provisional."""
    return _FIRST_PUBLISHED <= year <= _LAST_PUBLISHED


def is_provisional(year: int) -> bool:
    """Say whether a year is still to come of which nobody knows how its days are moved."""
    return year > _LAST_PUBLISHED


def published_kind(day: date) -> DayKind:
    """Give what a day is without any office's exceptions."""
    if day in workdays:
        return DayKind.MAKE_UP
    if day in holidays or day in _by_law(day.year):
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKING


def holiday_name(day: date) -> str:
    """Give the message id of the holiday that a day belongs to or makes up for; empty where there is none."""
    name = holidays.get(day) or workdays.get(day) or _by_law(day.year).get(day) or ""
    return HOLIDAY_NAMES.get(name, name)


def _by_law(year: int) -> dict[date, str]:
    """Give the holidays of a provisional year; of a published one nothing: its notice says all of them."""
    return statutory_holidays(year) if _LAST_PUBLISHED < year <= LAST_YEAR else {}
