"""How quickly the queue is being cleared, and when it will be empty at that pace."""

from datetime import datetime, timedelta

import msgspec

from jianyan.moderation.service import Act
from jianyan.moderation.tables import Decision
from jianyan.topics import topic_ids

WINDOW = timedelta(minutes=30)
_SHORTEST = timedelta(minutes=1)
"""The least that is taken for a pace: of two cards in a second nobody says when the queue is empty."""
_ROWS_MOST = 10_000


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """What the header of the queue says."""

    waiting: int
    card_s: float | None
    """Seconds a card, over all who decided in the last half hour; None where nobody did."""
    clear_at: datetime | None
    """When nothing waits any more at that pace; None where there is none."""


async def pace(topic_id: int | None, *, waiting: int, now: datetime) -> Pace:
    """Give how quickly all moderators together decide.

    Counted are the cards that were decided one by one in the last half hour and not taken back, from the
    first of them until now.

    Args:
        topic_id: of one topic; None: of all of the current scope.
        waiting: how many wait there.
        now: end of the half hour that is looked at.
    """
    decided = await _decided(topic_id, since=now - WINDOW)
    if not decided:
        return Pace(waiting=waiting, card_s=None, clear_at=None)
    card = max(now - min(decided), _SHORTEST) / len(decided)
    return Pace(waiting=waiting, card_s=card.total_seconds(), clear_at=now + waiting * card)


async def _decided(topic_id: int | None, *, since: datetime) -> list[datetime]:
    """Give when each card that stands decided was decided."""
    topic = Decision.suggestion.topic
    where = topic.is_in(topic_ids()) if topic_id is None else topic == topic_id
    rows = (
        await Decision.select(Decision.at, Decision.suggestion, Decision.kind)
        .where(where & (Decision.at > since) & Decision.batch.is_null())
        .order_by(Decision.id)
        .limit(_ROWS_MOST)
    )
    stand: dict[int, datetime] = {}
    for row in rows:
        if row["kind"] == Act.UNDO:
            stand.pop(row["suggestion"], None)
        else:
            stand[row["suggestion"]] = row["at"]
    return list(stand.values())
