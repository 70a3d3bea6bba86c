"""How a topic's suggestions were handled: declined for which reasons, decided how soon, appealed."""

from datetime import datetime

import msgspec

from jianyan.appeals import Outcome
from jianyan.appeals.tables import Appeal
from jianyan.db import is_sqlite, snapshot
from jianyan.moderation import Reason
from jianyan.moderation.tables import Decision
from jianyan.suggestions.tables import Suggestion
from jianyan.tallies.queries import for_topic
from jianyan.tallies.schemas import Tally
from jianyan.topics import TopicSummary, topic_by_slug

MEDIAN_FEWEST = 5
_REASONS = """
SELECT d.reason, COUNT(*) AS "count" FROM suggestion s
JOIN decision d ON d.id = (
    SELECT MAX(last.id) FROM decision last WHERE last.suggestion = s.id AND last.to_state = 'declined'
)
WHERE s.topic = {} AND s.state = 'declined' GROUP BY d.reason
"""
# An imported letter was received elsewhere, long before anybody here could decide on it.
_MEDIAN = """
SELECT AVG(hours) AS median, MAX(decided) AS decided FROM (
    SELECT hours, COUNT(*) OVER () AS decided, ROW_NUMBER() OVER (ORDER BY hours) AS place FROM (
        SELECT {hours} AS hours FROM suggestion s JOIN decision d ON d.suggestion = s.id
        WHERE s.topic = {{}} AND s.source <> 'import' AND d.to_state IN ('published', 'declined', 'merged')
        GROUP BY s.id, s.received_at
    ) waited
) ranked WHERE place IN ((decided + 1) / 2, (decided + 2) / 2)
"""
_HOURS_SQLITE = "(julianday(MIN(d.at)) - julianday(s.received_at)) * 24"
_HOURS_POSTGRES = "CAST(EXTRACT(EPOCH FROM MIN(d.at) - s.received_at) / 3600 AS DOUBLE PRECISION)"


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a topic's suggestions, for everybody to see."""

    as_of: datetime
    received: int
    published: int
    declined: int
    declined_by_reason: dict[str, int]
    """Code of the reason → how many stand declined for it, in the order of the codes; no 0."""
    withdrawn: int
    decided: int
    """How many were published, declined or merged by a person at least once; imported ones are left out."""
    median_hours: float | None
    """From the arrival to the first decision, of those; None while they are fewer than five."""
    appeals: int
    overturned: int


async def with_handling(topic: str | TopicSummary, *, now: datetime) -> tuple[Tally, Handling]:
    """Give a tally and how its suggestions were handled, as of the same moment.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    async with snapshot():
        tally = await for_topic(topic, now=now)
        topic_id = (await topic_by_slug(tally.topic)).id
        return tally, await _handling(topic_id, tally)


async def _handling(topic_id: int, tally: Tally) -> Handling:
    decided, median = await _waited(topic_id)
    counts = await _appealed(topic_id)
    return Handling(
        as_of=tally.as_of,
        received=tally.received,
        published=tally.states["published"],
        declined=tally.states["declined"],
        declined_by_reason=await _by_reason(topic_id),
        withdrawn=tally.states["withdrawn"],
        decided=decided,
        median_hours=round(median, 1) if median is not None and decided >= MEDIAN_FEWEST else None,
        appeals=sum(counts.values()),
        overturned=counts.get(Outcome.OVERTURN.value, 0),
    )


async def _by_reason(topic_id: int) -> dict[str, int]:
    found = {row["reason"]: row["count"] for row in await Suggestion.raw(_REASONS, topic_id)}
    known = [*Reason, *sorted({reason for reason in found if reason} - set(Reason))]
    return {str(reason): found[reason] for reason in known if reason in found}


async def _waited(topic_id: int) -> tuple[int, float | None]:
    """Give how many were decided, and the median of the hours until then: the mean of the middle two."""
    query = _MEDIAN.format(hours=_HOURS_SQLITE if is_sqlite() else _HOURS_POSTGRES)
    row = (await Decision.raw(query, topic_id))[0]
    return int(row["decided"] or 0), row["median"]


async def _appealed(topic_id: int) -> dict[str | None, int]:
    rows = await Appeal.raw(
        'SELECT a.outcome, COUNT(*) AS "count" FROM appeal a JOIN suggestion s ON s.id = a.suggestion '
        "WHERE s.topic = {} GROUP BY a.outcome",
        topic_id,
    )
    return {row["outcome"]: row["count"] for row in rows}
