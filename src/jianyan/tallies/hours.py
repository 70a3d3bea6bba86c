"""At which hours of which weekdays suggestions come."""

from datetime import UTC, datetime, timedelta, tzinfo

from jianyan.db import is_sqlite
from jianyan.suggestions.tables import Suggestion

Week = list[list[int]]
"""Seven lists, Monday first, of 24 counts, from midnight on."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# No zone on Earth is shifted by less than a quarter of an hour, so that none of these lies in two hours.
_QUARTER = timedelta(minutes=15)
_SQLITE = "CAST(strftime('%s', received_at) AS INTEGER) / 900"
_POSTGRES = "CAST(FLOOR(date_part('epoch', received_at) / 900) AS BIGINT)"
_BY_QUARTER = (
    'SELECT {quarter} AS quarter, COUNT(*) AS "count" FROM suggestion WHERE topic = {{}} GROUP BY {quarter}'
)


async def week_of(topic_id: int, zone: tzinfo) -> Week:
    """Give how many suggestions of a topic came in each hour of each weekday.

    Args:
        topic_id: whose suggestions.
        zone: whose wall clock tells hour and weekday, in summer and in winter.
    """
    query = _BY_QUARTER.format(quarter=_SQLITE if is_sqlite() else _POSTGRES)
    rows = await Suggestion.raw(query, topic_id)
    return in_week([(row["quarter"], row["count"]) for row in rows], zone)


def in_week(quarters: list[tuple[int, int]], zone: tzinfo) -> Week:
    """Add up counts by hour and weekday.

    Args:
        quarters: quarter of an hour since 1970 in UTC, and its count.
        zone: whose wall clock tells hour and weekday.
    """
    week = [[0] * 24 for _ in range(7)]
    for quarter, count in quarters:
        at = (_EPOCH + quarter * _QUARTER).astimezone(zone)
        week[at.weekday()][at.hour] += count
    return week
