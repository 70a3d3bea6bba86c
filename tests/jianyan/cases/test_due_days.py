"""What a filter by day finds is what is told of each case in words."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.calendars import Calendar, Timeliness, standing
from jianyan.cases import Timing
from jianyan.cases.due_days import SOON_WITHIN, stretch

_FIRST = date(2025, 9, 20)


def said(due: date, today: date, calendar: Calendar) -> set[Timing]:
    """Give which timings a due day has, by the words that stand beside it."""
    stands = standing(due, today, calendar)
    if stands.timeliness is Timeliness.OVERDUE:
        return {Timing.OVERDUE}
    is_today = stands.timeliness is Timeliness.TODAY
    is_soon = is_today or stands.working_days <= SOON_WITHIN
    return {timing for timing, holds in ((Timing.TODAY, is_today), (Timing.SOON, is_soon)) if holds}


@settings(deadline=None)
@given(
    st.integers(0, 400),
    st.integers(-20, 20),
    st.dictionaries(st.integers(0, 420), st.booleans(), max_size=12),
)
def test_a_stretch_of_days_is_what_the_words_say(today_at: int, away: int, set_days: dict[int, bool]) -> None:
    calendar = Calendar({_FIRST + timedelta(days=day): works for day, works in set_days.items()})
    today = _FIRST + timedelta(days=today_at)
    due = today + timedelta(days=away)
    found = set()
    for timing in Timing:
        first, last = stretch(timing, today, calendar)
        if (first is None or first <= due) and (last is None or due <= last):
            found.add(timing)
    assert found == said(due, today, calendar)
