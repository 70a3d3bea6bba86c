from datetime import date, timedelta

import pytest

from jianyan.calendars import NATIONAL, Calendar, DayKind, months_of


@pytest.mark.parametrize("year", [2024, 2026, 2100])
def test_a_year_has_each_of_its_days_once_under_its_weekday(year: int) -> None:
    months = months_of(NATIONAL, year)
    weeks = [week for month in months for week in month.weeks]
    shown = [day.on for week in weeks for day in week if day]
    assert shown == [date(year, 1, 1) + timedelta(days=number) for number in range(len(shown))]
    assert shown[-1] == date(year, 12, 31)
    assert all(day.on.weekday() == place for week in weeks for place, day in enumerate(week) if day)
    assert all(
        day.on.month == month.number for month in months for week in month.weeks for day in week if day
    )


def test_a_month_counts_its_working_days_with_what_the_office_set() -> None:
    october = months_of(NATIONAL, 2026)[9]
    assert october.working_days == 18
    own = Calendar({date(2026, 10, 8): False, date(2026, 10, 9): False, date(2026, 10, 1): True})
    assert months_of(own, 2026)[9].working_days == 17


def test_a_day_says_why_it_works_or_not() -> None:
    own = Calendar({date(2026, 10, 8): False, date(2026, 10, 11): True, date(2026, 10, 9): True})
    kinds = {day.on.day: day.kind for week in months_of(own, 2026)[9].weeks for day in week if day}
    assert kinds[1] is DayKind.HOLIDAY
    assert kinds[8] is DayKind.CLOSED
    assert kinds[9] is DayKind.WORKING  # set to what it is anyway
    assert kinds[10] is DayKind.MAKE_UP
    assert kinds[11] is DayKind.OPENED
    assert kinds[17] is DayKind.WEEKEND
