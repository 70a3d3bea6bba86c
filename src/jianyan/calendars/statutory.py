"""The holidays that are fixed by law, before anybody has published how days are moved around them.

A holiday that falls on a Saturday or Sunday is made up for on a working day (art. 7), and working days are
moved: on which days, only the notice of the year says. Neither is guessed here.

Source: 全国年节及纪念日放假办法 (State Council, as amended on 8 November 2024, in force from 1 January 2025),
art. 2; the lunar calendar by GB/T 33661-2017 as the package borax keeps it, the solar term of 清明 as
chinesecalendar computes it.
"""

from datetime import date, timedelta
from functools import cache

from borax.calendars.lunardate import LunarDate
from chinese_calendar import get_solar_terms

_QINGMING = "清明"


@cache
def statutory_holidays(year: int) -> dict[date, str]:
    """Give the days off of a year by law → the message id of their name; of two on one day, one of them.

    Args:
        year: 2025 to 2100.
    """
    spring = _lunar(year, 1, 1)
    return {
        **_days("New Year's Day", date(year, 1, 1), 1),
        **_days("Spring Festival", spring - timedelta(days=1), 4),
        **_days("Tomb-sweeping Day", _tomb_sweeping(year), 1),
        **_days("Labour Day", date(year, 5, 1), 2),
        **_days("Dragon Boat Festival", _lunar(year, 5, 5), 1),
        **_days("Mid-autumn Festival", _lunar(year, 8, 15), 1),
        **_days("National Day", date(year, 10, 1), 3),
    }


def _days(name: str, first: date, count: int) -> dict[date, str]:
    return {first + timedelta(days=number): name for number in range(count)}


def _lunar(year: int, month: int, day: int) -> date:
    """Give the day of a lunar year that begins in `year`; never one of a leap month."""
    found: date = LunarDate(year, month, day).to_solar_date()
    return found


def _tomb_sweeping(year: int) -> date:
    found: list[tuple[date, str]] = get_solar_terms(date(year, 4, 1), date(year, 4, 10))
    return next(day for day, name in found if name == _QINGMING)
