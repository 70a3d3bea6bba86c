"""Every day of three years, against the notices of the State Council as written down here by hand."""

from datetime import date, timedelta

import pytest

from jianyan.calendars import NATIONAL, DayKind, is_published
from jianyan.calendars.holidays import HOLIDAY_NAMES, holiday_name, published_kind

# 2024: 国办发明电〔2023〕7号; 2025: 国办发明电〔2024〕12号. 2026 stands here as two packages of different
# authors agree on it (chinesecalendar 1.11 and holidays 0.109).
FREE = {
    2024: "0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007",
    2025: "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
    2026: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
}
MADE_UP = {
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}
WORKING_DAYS = {2024: 251, 2025: 248, 2026: 248}


def days_of(year: int, spans: str) -> set[date]:
    found = set()
    for span in spans.split():
        first, _, last = span.partition("-")
        day, end = (date(year, int(each[:2]), int(each[2:])) for each in (first, last or first))
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


def all_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def expected(day: date) -> DayKind:
    if day in days_of(day.year, FREE.get(day.year, "")):
        return DayKind.HOLIDAY
    if day in days_of(day.year, MADE_UP.get(day.year, "")):
        return DayKind.MAKE_UP
    return DayKind.WEEKEND if day.isoweekday() > 5 else DayKind.WORKING


@pytest.mark.parametrize("year", FREE)
def test_every_day_of_a_published_year_is_what_the_notice_says(year: int) -> None:
    assert is_published(year)
    assert {day: published_kind(day) for day in all_days(year)} == {
        day: expected(day) for day in all_days(year)
    }
    assert sum(NATIONAL.is_working(day) for day in all_days(year)) == WORKING_DAYS[year]


@pytest.mark.parametrize("year", [2003, 2101])
def test_a_year_that_neither_a_notice_nor_the_law_covers_has_weekends_only(year: int) -> None:
    assert not is_published(year)
    assert {published_kind(day) for day in all_days(year)} == {DayKind.WORKING, DayKind.WEEKEND}
    assert all(NATIONAL.is_working(day) == (day.isoweekday() < 6) for day in all_days(year))


def test_a_holiday_is_told_by_name_and_so_is_the_day_that_makes_up_for_it() -> None:
    assert holiday_name(date(2026, 2, 17)) == "Spring Festival"
    assert holiday_name(date(2026, 10, 10)) == "National Day"
    assert holiday_name(date(2026, 10, 9)) == ""
    days = [day for year in range(2004, 2027) for day in all_days(year)]
    assert {holiday_name(day) for day in days} == {"", *HOLIDAY_NAMES.values()}
