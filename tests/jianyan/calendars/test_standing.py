from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.calendars import (
    Calendar,
    Timeliness,
    due_on,
    is_published,
    provisional_told,
    standing,
    standing_told,
    working_days_between,
)

days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
calendars = st.builds(Calendar, st.dictionaries(days, st.booleans(), max_size=40))


@pytest.mark.parametrize(
    ("due", "today", "english", "chinese"),
    [
        ("2026-10-13", "2026-09-30", "Due in 5 working days", "还有 5 个工作日到期"),
        ("2026-10-08", "2026-10-03", "Due on the next working day", "下一个工作日到期"),
        ("2026-10-08", "2026-10-08", "Due today", "今天到期"),
        ("2026-11-27", "2026-11-28", "Overdue since the last working day", "上一个工作日已到期"),
        ("2026-11-27", "2026-11-30", "Overdue by one working day", "已逾期 1 个工作日"),
        ("2026-09-30", "2026-10-10", "Overdue by 3 working days", "已逾期 3 个工作日"),
        ("2026-10-03", "2026-10-08", "Due today", "今天到期"),  # a day off lasts up to the next working day
        ("2026-10-03", "2026-10-04", "Due on the next working day", "下一个工作日到期"),
        ("2026-10-03", "2026-10-09", "Overdue by one working day", "已逾期 1 个工作日"),
    ],
)
def test_a_standing_is_told_in_both_languages(due: str, today: str, english: str, chinese: str) -> None:
    stands = standing(date.fromisoformat(due), date.fromisoformat(today))
    assert standing_told(stands, "en") == english
    assert standing_told(stands, "zh-CN") == chinese


def test_a_day_that_is_closed_afterwards_moves_what_is_due_on_it() -> None:
    due = date(2026, 11, 27)
    closed = Calendar({due: False})
    assert standing(due, due, closed).timeliness is Timeliness.AHEAD
    assert standing(due, date(2026, 11, 30), closed).timeliness is Timeliness.TODAY
    assert standing(due, date(2026, 11, 30)).timeliness is Timeliness.OVERDUE


NEXT = next(year for year in count(2026) if not is_published(year))
"""The first year of which no notice is known."""


def test_a_day_of_a_year_that_is_not_published_is_provisional_and_says_which_year() -> None:
    stands = standing(date(NEXT, 3, 3), date(NEXT - 1, 12, 1))
    assert stands.provisional_year == NEXT
    assert f"{NEXT} 年节假日安排" in provisional_told(stands, "zh-CN")
    assert f"days off of {NEXT} yet" in provisional_told(stands, "en")


def test_a_day_of_a_published_year_or_none_is_not_provisional() -> None:
    stands = standing(date(NEXT - 1, 12, 1), date(NEXT - 1, 11, 2))
    assert stands.provisional_year is None
    assert provisional_told(stands, "zh-CN") == provisional_told(None, "en") == ""


def test_what_lasts_up_to_a_day_of_the_next_year_is_provisional() -> None:
    last = date(NEXT - 1, 12, 31)
    closed = Calendar({last - timedelta(days=days): False for days in range(5)})
    assert standing(last, date(NEXT - 1, 12, 1), closed).provisional_year == NEXT


@given(days, days, calendars)
def test_every_standing_has_words_and_is_what_the_count_says(
    due: date, today: date, calendar: Calendar
) -> None:
    stands = standing(due, today, calendar)
    last = due if calendar.is_working(due) else due_on(due, 1, calendar)
    counted = working_days_between(today, last, calendar)
    signs = {Timeliness.AHEAD: 1, Timeliness.TODAY: 0, Timeliness.OVERDUE: -1}
    assert stands.working_days * signs[stands.timeliness] == counted
    assert (stands.timeliness is Timeliness.OVERDUE) is (today > last)
    assert "%" not in standing_told(stands, "en") + standing_told(stands, "zh-CN")


@given(days, days, calendars)
def test_from_one_working_day_to_the_next_a_standing_moves_by_one(
    due: date, today: date, calendar: Calendar
) -> None:
    def left(day: date) -> int:
        stands = standing(due, day, calendar)
        return -stands.working_days if stands.timeliness is Timeliness.OVERDUE else stands.working_days

    assert left(today) - left(today + timedelta(days=1)) == calendar.is_working(today + timedelta(days=1))
