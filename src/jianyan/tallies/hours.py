"""At which hours of which weekdays suggestions come."""

from datetime import tzinfo

from jianyan.suggestions.tables import Suggestion
from jianyan.tallies.days import EPOCH, QUARTER, quarter_of

Week = list[list[int]]
"""Seven lists, Monday first, of 24 counts, from midnight on."""
_BY_QUARTER = (
    'SELECT {quarter} AS quarter, COUNT(*) AS "count" FROM suggestion WHERE topic = {{}} GROUP BY {quarter}'
)


async def week_of(topic_id: int, zone: tzinfo) -> Week:
    """Give how many suggestions of a topic came in each hour of each weekday.

    Args:
        topic_id: whose suggestions.
        zone: whose wall clock tells hour and weekday, in summer and in winter.
    """
    query = _BY_QUARTER.format(quarter=quarter_of("received_at"))
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
        at = (EPOCH + quarter * QUARTER).astimezone(zone)
        week[at.weekday()][at.hour] += count
    return week
