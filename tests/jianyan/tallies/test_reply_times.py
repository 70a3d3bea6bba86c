from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from jianyan.calendars import Calendar, working_days_between
from jianyan.tallies import SPANS, reply_times
from jianyan.tallies.days import first_quarter_of
from jianyan.tallies.reply_times import WorkingDays

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
CLOSED = Calendar({date(2026, 3, 4): False, date(2026, 3, 7): True})
SOME_DAY = st.dates(FIRST, LAST)
SOME_QUARTER = st.integers(0, 95)
# 2019 by hand: days off that are weekdays, and weekend days on which work is made up
# (国务院办公厅关于2019年部分节假日安排的通知, and the notice that changed Labour Day).
FREE_2019 = {
    *(date(2019, 1, 1), date(2019, 4, 5), date(2019, 6, 7), date(2019, 9, 13)),
    *(date(2019, 2, day) for day in range(4, 9)),
    *(date(2019, 5, day) for day in (1, 2, 3)),
    *(date(2019, 10, day) for day in (1, 2, 3, 4, 7)),
}
MADE_UP_2019 = {
    *(date(2019, 2, 2), date(2019, 2, 3), date(2019, 4, 28), date(2019, 5, 5)),
    *(date(2019, 9, 29), date(2019, 10, 12)),
}


def counted_by_hand(start: date, end: date) -> int:
    """Count by whole weeks, then mend by the two lists: another way than one day after the other."""
    days = (end - start).days
    weeks, rest = divmod(days, 7)
    count = 5 * weeks + sum((start + timedelta(days=more)).weekday() < 5 for more in range(1, rest + 1))
    count -= sum(start < day <= end for day in FREE_2019)
    return count + sum(start < day <= end for day in MADE_UP_2019)


def beginning(day: date) -> int:
    """Give the quarter of an hour with which a day begins."""
    return first_quarter_of(day, builders.SHANGHAI)


def test_every_pair_of_days_of_a_year_is_counted_as_by_hand() -> None:
    days = [date(2019, 1, 1) + timedelta(days=number) for number in range(365)]
    begins = {day: beginning(day) for day in days}
    working = WorkingDays(Calendar(), builders.SHANGHAI, begins[days[0]], begins[days[-1]])
    wrong = [
        (start, end)
        for place, start in enumerate(days)
        for end in days[place:]
        if working.between(begins[start], begins[end]) != counted_by_hand(start, end)
    ]
    assert wrong == []


@given(SOME_DAY, SOME_QUARTER, SOME_DAY, SOME_QUARTER)
def test_counting_at_once_is_counting_one_by_one(start: date, early: int, end: date, late: int) -> None:
    working = WorkingDays(CLOSED, builders.SHANGHAI, beginning(FIRST), beginning(LAST) + 95)
    found = working.between(beginning(start) + early, beginning(end) + late)
    assert found == working_days_between(start, end, CLOSED)


@given(st.lists(st.integers(0, 400)))
def test_each_answer_lies_in_one_span(days: list[int]) -> None:
    times = reply_times(days)
    assert sum(times.spans) == times.count == len(days)
    if days:
        assert times.p90 is not None
        assert times.median is not None
        assert 10 * sum(each <= times.p90 for each in days) >= 9 * len(days)
        assert 10 * sum(each < times.p90 for each in days) < 9 * len(days)
        assert 2 * sum(each <= times.median for each in days) >= len(days)


@pytest.mark.parametrize(
    ("days", "place"), [(0, 0), (1, 0), (2, 1), (5, 2), (6, 3), (10, 3), (15, 4), (30, 5), (31, 6), (999, 6)]
)
def test_a_span_begins_after_the_one_before_it(days: int, place: int) -> None:
    assert reply_times([days]).spans == [int(place == each) for each in range(len(SPANS))]


def test_the_median_is_the_mean_of_the_middle_two() -> None:
    assert (reply_times([]).median, reply_times([]).p90) == (None, None)
    assert (reply_times([7]).median, reply_times([7]).p90) == (7, 7)
    assert reply_times([9, 1, 4, 2]).median == 3
    assert reply_times(range(1, 11)).p90 == 9
