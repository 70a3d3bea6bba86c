"""How long answers took, in working days: plain arithmetic over a calendar that is counted once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

import msgspec

from jianyan.calendars import Calendar

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
    """The working days of a calendar from one day to another, so that counting between two takes no time.

    Args:
        calendar: whose days count.
        first: no day before it is asked for.
        last: no day after it.
    """

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self._first = first
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self._until = list(accumulate(calendar.is_working(day) for day in days))

    def between(self, start: date, end: date) -> int:
        """Give how many working days come after `start`, up to `end` and with it; negative backwards."""
        return self._until[(end - self._first).days] - self._until[(start - self._first).days]


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
