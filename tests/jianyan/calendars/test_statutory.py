"""The holidays by law, against days that were published and days that other tables give."""

from datetime import date, timedelta

import pytest
from chinese_calendar.constants import holidays
from hypothesis import given
from hypothesis import strategies as st

from jianyan.calendars import LAST_YEAR, NATIONAL, DayKind, is_published, working_days_between
from jianyan.calendars.holidays import holiday_name, published_kind
from jianyan.calendars.statutory import statutory_holidays

_FIRST = max(holidays).year + 1
PROVISIONAL = st.dates(date(_FIRST, 1, 1), date(LAST_YEAR, 12, 31))


def days_of(year: int, name: str) -> list[str]:
    return sorted(f"{day:%m%d}" for day, called in statutory_holidays(year).items() if called == name)


def test_2027_has_the_thirteen_days_of_the_law() -> None:
    assert days_of(2027, "New Year's Day") == ["0101"]
    assert days_of(2027, "Spring Festival") == ["0205", "0206", "0207", "0208"]
    assert days_of(2027, "Tomb-sweeping Day") == ["0405"]
    assert days_of(2027, "Labour Day") == ["0501", "0502"]
    assert days_of(2027, "Dragon Boat Festival") == ["0609"]
    assert days_of(2027, "Mid-autumn Festival") == ["0915"]
    assert days_of(2027, "National Day") == ["1001", "1002", "1003"]


@pytest.mark.parametrize(
    ("year", "name", "last"),
    [
        # The leap month after the eleventh of 2033 misleads many tables (the problem of 2033).
        (2033, "Mid-autumn Festival", "0908"),
        (2034, "Spring Festival", "0221"),
        (2028, "Spring Festival", "0128"),
        (2100, "Spring Festival", "0211"),
    ],
)
def test_a_lunar_holiday_falls_on_the_day_of_the_observatory(year: int, name: str, last: str) -> None:
    assert days_of(year, name)[-1] == last


@pytest.mark.parametrize("year", range(2025, _FIRST))
def test_what_is_published_since_the_law_holds_frees_all_days_of_the_law(year: int) -> None:
    published = {day for day in holidays if day.year == year}
    assert statutory_holidays(year).keys() <= published


@pytest.mark.parametrize("year", range(2008, _FIRST))
def test_lunar_days_and_terms_are_those_that_were_published(year: int) -> None:
    lunar = ("Tomb-sweeping Day", "Dragon Boat Festival", "Mid-autumn Festival")
    for day, name in statutory_holidays(year).items():
        if name in lunar:
            # The package leaves out a Saturday of 2012, which is free anyway.
            assert day in holidays or day.isoweekday() == 6
    assert [day for day, name in statutory_holidays(year).items() if name == "Spring Festival"][1] in holidays


@pytest.mark.parametrize("year", range(_FIRST, LAST_YEAR + 1))
def test_a_provisional_year_has_thirteen_days_of_which_only_two_kinds_can_meet(year: int) -> None:
    found = statutory_holidays(year)
    assert len(found) in {12, 13}
    assert len(found) == 13 or days_of(year, "Mid-autumn Festival") == []


@given(PROVISIONAL)
def test_a_day_of_a_provisional_year_is_free_by_law_or_by_its_weekday_and_never_made_up(day: date) -> None:
    assert not is_published(day.year)
    by_law = day in statutory_holidays(day.year)
    assert (published_kind(day) is DayKind.HOLIDAY) == by_law
    assert bool(holiday_name(day)) == by_law
    assert NATIONAL.is_working(day) == (not by_law and day.isoweekday() < 6)


@given(PROVISIONAL, st.integers(0, 400))
def test_working_days_of_a_span_are_its_weekdays_without_the_days_by_law(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), date(LAST_YEAR, 12, 31))
    days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    by_law = {day for year in range(first.year, last.year + 1) for day in statutory_holidays(year)}
    assert working_days_between(first, last) == sum(
        day.isoweekday() < 6 and day not in by_law for day in days
    )


def test_a_published_year_is_what_its_notice_says_and_not_what_the_law_does() -> None:
    # In 2012 the second of May was worked on; the law gives it since 2025.
    assert published_kind(date(2012, 5, 2)) is DayKind.WORKING
    assert published_kind(date(2003, 10, 1)) is DayKind.WORKING
