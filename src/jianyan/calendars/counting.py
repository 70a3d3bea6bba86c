"""Counting in working days.

The day on which something begins is not counted; counting begins with the next working day. It is the same
whether a letter comes at nine in the morning or at eleven at night, on a Friday after hours or on the Sunday
after it: the first day that counts is Monday.

Source: 中华人民共和国民法典 (2020) art. 201 (the day of the beginning is not counted) and art. 203 (what ends
on a day off ends with the day after the days off; a day ends at 24:00, or when business ends where there are
hours of business). That periods of handling are counted in working days is said by the law of each kind of
case, as in 行政许可法 art. 82. Our choices: what comes on a day off is counted from the next working day on,
not from the one after it, and a day ends at 24:00 in spite of office hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jianyan.calendars.days import NATIONAL, Calendar
from jianyan.clock import day_of

_DAY = timedelta(days=1)


def working_days_between(first: date, last: date, calendar: Calendar = NATIONAL) -> int:
    """Give how many working days come after `first`, up to `last` and with it; negative backwards."""
    if last < first:
        return -working_days_between(last, first, calendar)
    days = (first + number * _DAY for number in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in days)


def due_on(start: date, working_days: int, calendar: Calendar = NATIONAL) -> date:
    """Give the day on which a number of working days is over: the last of them.

    Args:
        start: the day of the beginning, which is not counted, whether it is a working day or not.
        working_days: 1 and more.
        calendar: whose days count.

    Raises:
        ValueError: fewer than one day.
    """
    if working_days < 1:
        raise ValueError(f"a deadline is a working day away at least, not {working_days}")
    day, left = start, working_days
    while left:
        day += _DAY
        left -= calendar.is_working(day)
    return day


def deadline(start: datetime, working_days: int, zone: ZoneInfo, calendar: Calendar = NATIONAL) -> datetime:
    """Give the moment at which a number of working days is over: 24:00 of the last of them, as aware UTC.

    Args:
        start: aware; at whatever hour, in or out of office hours, its day in `zone` is not counted.
        working_days: 1 and more.
        zone: whose midnight ends a day; where its clocks leave midnight out, the moment when they do.
        calendar: whose days count.

    Raises:
        ValueError: fewer than one day.
    """
    after = due_on(day_of(start, zone), working_days, calendar) + _DAY
    return datetime.combine(after, time.min, tzinfo=zone).astimezone(UTC)


def effective_due(due: date, calendar: Calendar) -> date:
    """Give the day on which what is due on a day really ends: a day off lasts up to the next working day.

    Source: 民法典 art. 203.
    """
    return due if calendar.is_working(due) else due_on(due, 1, calendar)
