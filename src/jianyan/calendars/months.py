"""A year at a glance: twelve months in weeks, each day with why it works or does not."""

import calendar as weeks
from datetime import date

import msgspec

from jianyan.calendars.days import Calendar
from jianyan.calendars.holidays import DayKind, holiday_name


class Day(msgspec.Struct, frozen=True):
    """A day of a month."""

    on: date
    kind: DayKind
    holiday: str
    """Message id of the holiday that it belongs to or makes up for; empty where there is none."""


class Month(msgspec.Struct, frozen=True):
    """A month in weeks."""

    number: int
    """1 to 12."""
    weeks: list[list[Day | None]]
    """Seven each, Monday first; None: a day of another month."""
    working_days: int


def months_of(calendar: Calendar, year: int) -> list[Month]:
    """Give the twelve months of a year."""
    return [_month(calendar, year, number) for number in range(1, 13)]


def _month(calendar: Calendar, year: int, number: int) -> Month:
    shown = [
        [_day(calendar, date(year, number, day)) if day else None for day in week]
        for week in weeks.monthcalendar(year, number)
    ]
    working = sum(day.kind.is_working for week in shown for day in week if day)
    return Month(number, shown, working)


def _day(calendar: Calendar, on: date) -> Day:
    return Day(on, calendar.kind_of(on), holiday_name(on))
