from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builders import SHANGHAI
from jianyan.calendars import NATIONAL, Calendar, deadline, due_on, working_days_between
from jianyan.clock import day_of

DAY = timedelta(days=1)
days = st.dates(date(2023, 6, 1), date(2027, 6, 1))
numbers = st.integers(1, 60)
calendars = st.builds(Calendar, st.dictionaries(days, st.booleans(), max_size=40))
zones = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Asia/Beirut"])
moments = st.builds(datetime.combine, days, st.times(), st.just(UTC))


@pytest.mark.parametrize(
    ("start", "working_days", "due"),
    [
        ("2026-09-30", 1, "2026-10-08"),  # a week of holidays lies between
        ("2026-09-30", 3, "2026-10-10"),  # a Saturday on which work is made up
        ("2026-10-03", 1, "2026-10-08"),  # came on a holiday
        ("2026-02-13", 1, "2026-02-14"),  # Friday; the Saturday makes up for the Spring Festival
        ("2026-11-27", 1, "2026-11-30"),  # Friday
        ("2026-11-28", 1, "2026-11-30"),  # Saturday
        ("2025-01-24", 30, "2025-03-13"),  # two days are made up, and eight are free
    ],
)
def test_a_deadline_is_the_last_of_so_many_working_days(start: str, working_days: int, due: str) -> None:
    assert due_on(date.fromisoformat(start), working_days) == date.fromisoformat(due)


@given(days, numbers, calendars)
def test_counting_to_the_day_gives_the_number_it_was_counted_from(
    start: date, working_days: int, calendar: Calendar
) -> None:
    due = due_on(start, working_days, calendar)
    assert calendar.is_working(due)
    assert working_days_between(start, due, calendar) == working_days
    assert working_days_between(start, due - DAY, calendar) == working_days - 1


@given(days, days, calendars)
def test_the_day_of_the_number_is_the_last_working_day_that_was_counted(
    first: date, last: date, calendar: Calendar
) -> None:
    between = working_days_between(first, last, calendar)
    assume(between > 0)
    reached = due_on(first, between, calendar)
    assert reached <= last
    assert (reached == last) is calendar.is_working(last)


@given(days, days, days, calendars)
def test_spans_add_up_in_whatever_order_their_days_come(
    first: date, middle: date, last: date, calendar: Calendar
) -> None:
    parts = working_days_between(first, middle, calendar) + working_days_between(middle, last, calendar)
    assert working_days_between(first, last, calendar) == parts


@given(days, numbers, numbers, calendars)
def test_an_extension_is_counted_on_from_the_day_it_extends(
    start: date, working_days: int, more: int, calendar: Calendar
) -> None:
    at_once = due_on(start, working_days + more, calendar)
    assert due_on(due_on(start, working_days, calendar), more, calendar) == at_once


@given(days, days, numbers, numbers, calendars)
def test_what_begins_later_or_takes_longer_is_never_due_earlier(
    first: date, second: date, few: int, many: int, calendar: Calendar
) -> None:
    earlier, later = sorted((first, second))
    assert due_on(earlier, few, calendar) <= due_on(later, few, calendar)
    assert (due_on(first, few, calendar) < due_on(first, many, calendar)) is (few < many)


@pytest.mark.parametrize("working_days", [0, -3])
def test_less_than_a_day_is_no_deadline(working_days: int) -> None:
    with pytest.raises(ValueError, match="a working day away at least"):
        due_on(date(2026, 7, 1), working_days)


@pytest.mark.parametrize(
    "came",
    [
        "2026-11-27T00:00",  # Friday, as it begins
        "2026-11-27T09:00",
        "2026-11-27T23:59",  # after hours
        "2026-11-28T12:00",  # Saturday
        "2026-11-29T23:59",  # Sunday, as it ends
    ],
)
def test_the_hour_does_not_count_and_neither_does_the_weekend(came: str) -> None:
    start = datetime.fromisoformat(came).replace(tzinfo=SHANGHAI)
    assert deadline(start, 1, SHANGHAI) == datetime(2026, 11, 30, 16, tzinfo=UTC)  # 24:00 of Monday


@pytest.mark.parametrize(
    ("zone", "came", "ends"),
    [
        ("Europe/Berlin", "2026-03-27T12:00", "2026-03-30T22:00"),  # an hour was left out meanwhile
        ("Europe/Berlin", "2026-10-23T12:00", "2026-10-26T23:00"),  # an hour came twice
        ("Africa/Cairo", "2026-04-22T12:00", "2026-04-23T22:00"),  # 24:00 is left out: it is 01:00 at once
        ("Asia/Beirut", "2025-10-23T12:00", "2025-10-24T21:00"),
    ],
)
def test_a_day_ends_by_the_clock_of_the_zone(zone: str, came: str, ends: str) -> None:
    start, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (came, ends))
    assert deadline(start, 1, ZoneInfo(zone)) == end


@given(moments, numbers, zones, calendars)
def test_a_deadline_is_the_moment_between_the_due_day_and_the_next(
    start: datetime, working_days: int, name: str, calendar: Calendar
) -> None:
    zone = ZoneInfo(name)
    end, due = (
        deadline(start, working_days, zone, calendar),
        due_on(day_of(start, zone), working_days, calendar),
    )
    assert day_of(end - timedelta(microseconds=1), zone) == due
    assert day_of(end, zone) == due + DAY
    assert end.tzinfo is UTC
    assert end > start


def test_an_exception_outweighs_the_notice_and_the_weekday() -> None:
    worked, rested = date(2026, 10, 1), date(2026, 10, 8)
    calendar = Calendar({worked: True, rested: False, date(2026, 9, 26): True})
    assert due_on(date(2026, 9, 30), 1, calendar) == worked
    assert due_on(worked, 1, calendar) == date(2026, 10, 9)
    assert working_days_between(date(2026, 9, 25), date(2026, 9, 27), calendar) == 1
    assert due_on(date(2026, 9, 30), 1, NATIONAL) == rested
