"""A calendar: which days an office works."""

from collections.abc import Mapping
from datetime import date

import msgspec

from jianyan.calendars.holidays import DayKind, published_kind


class Calendar(msgspec.Struct, frozen=True):
    """The published days, and over them an office's own."""

    exceptions: Mapping[date, bool] = msgspec.field(default_factory=dict)
    """Day → whether the office works on it."""

    def is_working(self, day: date) -> bool:
        """Say whether the office works on a day."""
        own = self.exceptions.get(day)
        return published_kind(day).is_working if own is None else own

    def kind_of(self, day: date) -> DayKind:
        """Give why a day works or does not; an exception that says what was so anyway changes nothing."""
        published, own = published_kind(day), self.exceptions.get(day)
        if own is None or own == published.is_working:
            return published
        return DayKind.OPENED if own else DayKind.CLOSED


NATIONAL = Calendar()
"""Without any office's exceptions."""
