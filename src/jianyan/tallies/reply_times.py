"""How long answers took, in working days: plain arithmetic over a calendar that is counted once."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta, tzinfo
from itertools import accumulate

import msgspec

from jianyan.calendars import Calendar
from jianyan.tallies.days import day_of_quarter, first_quarter_of

SPANS = ((0, 1), (2, 3), (4, 5), (6, 10), (11, 15), (16, 30), (31, None))
"""First and last working day of each span that is counted; the last one has no end."""


class ReplyTimes(msgspec.Struct, frozen=True, kw_only=True):
    """How many working days answers took."""

    count: int
    median: float | None
    """The mean of the middle two; None without answers."""
    p90: int | None
    """Nine of ten took no longer."""
    spans: list[int]
    """How many lie in each of SPANS."""


class WorkingDays:
    """The working days of a calendar, counted once, so that counting between two moments takes no time.

    Moments are quarters of an hour since 1970, as in `tallies.days`.

    Args:
        calendar: whose days count.
        zone: whose midnights part them.
        first: no moment before its day is asked for.
        last: no moment after its day.
    """

    def __init__(self, calendar: Calendar, zone: tzinfo, first: int, last: int) -> None:
        start, end = day_of_quarter(first, zone), day_of_quarter(last, zone)
        days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
        self._begins = [first_quarter_of(day, zone) for day in days]
        self._until = list(accumulate((calendar.is_working(day) for day in days), initial=0))

    def between(self, start: int, end: int) -> int:
        """Give how many working days come after the day of `start`, up to that of `end` and with it."""
        return self._until[bisect_right(self._begins, end)] - self._until[bisect_right(self._begins, start)]


def reply_times(days: Iterable[int]) -> ReplyTimes:
    """Give how long answers took, from the working days of each."""
    counts = sorted(days)
    return ReplyTimes(
        count=len(counts),
        median=_median(counts),
        p90=counts[-(-9 * len(counts) // 10) - 1] if counts else None,
        spans=_in_spans(counts),
    )


def _median(counts: Sequence[int]) -> float | None:
    if not counts:
        return None
    return (counts[(len(counts) - 1) // 2] + counts[len(counts) // 2]) / 2


def _in_spans(counts: Iterable[int]) -> list[int]:
    by_days = Counter(counts)
    return [
        sum(count for days, count in by_days.items() if first <= days and (last is None or days <= last))
        for first, last in SPANS
    ]
