"""The wall clock, read here and nowhere else; below the fronts time is a parameter."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Give this moment as aware UTC."""
    return datetime.now(UTC)


def minute_of(at: datetime) -> datetime:
    """Give the minute `at` lies in, as aware UTC; seconds never reach the trail."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """Give the calendar day on which `at` lies in `zone`."""
    return at.astimezone(zone).date()
