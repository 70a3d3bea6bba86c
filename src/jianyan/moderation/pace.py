"""How quickly the queue is being cleared, and when it will be empty at that pace."""

from datetime import datetime, timedelta

import msgspec

from jianyan.moderation.tables import Decision
from jianyan.topics import topic_ids

WINDOW = timedelta(minutes=30)
_ROWS_MOST = 10_000


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """What the header of the queue says."""

    waiting: int
    own_s: float | None
    """Seconds from one own decision to the next over the last half hour; None before the second one."""
    clear_at: datetime | None
    """When nothing waits any more if all go on as in the last half hour; None while nobody decides."""


async def pace(topic_id: int | None, *, waiting: int, account_id: int, now: datetime) -> Pace:
    """Give how quickly this person and all together decide.

    Args:
        topic_id: of one topic; None: of all of the current scope.
        waiting: how many wait there.
        account_id: whose own pace it is.
        now: end of the half hour that is looked at.
    """
    where = (Decision.at > now - WINDOW) & Decision.batch.is_null() & (Decision.kind != "undo")
    topic = Decision.suggestion.topic
    where = where & (topic.is_in(topic_ids()) if topic_id is None else topic == topic_id)
    rows = (
        await Decision.select(Decision.at, Decision.by).where(where).order_by(Decision.at).limit(_ROWS_MOST)
    )
    moments = [row["at"] for row in rows]
    own = [row["at"] for row in rows if row["by"] == account_id]
    return Pace(waiting=waiting, own_s=_between(own), clear_at=_clear_at(moments, waiting, now))


def _between(moments: list[datetime]) -> float | None:
    if len(moments) < 2:
        return None
    return (moments[-1] - moments[0]).total_seconds() / (len(moments) - 1)


def _clear_at(moments: list[datetime], waiting: int, now: datetime) -> datetime | None:
    """Go on as since the first of these decisions; a minute is the least that is taken for a pace."""
    if not moments:
        return None
    since = max(now - moments[0], timedelta(minutes=1))
    return now + since * (waiting / len(moments))
