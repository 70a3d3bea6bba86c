"""Reading the trail."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import msgspec

from jianyan.trail.tables import Trail, TrailHead

_PAGE = 1_000


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded act, as people read it."""

    seq: int
    kind: str
    subject: str
    actor: str | None
    """Opaque id of who acted; None for a citizen."""
    role: str | None
    minute: datetime
    data: dict[str, Any]


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts somebody may read."""

    topics: list[int]
    """Acts on these topics and on all that hangs on them."""
    subjects: list[str]
    """Acts on no topic that these people did, or that were done to these people and organisations."""
    elsewhere: list[str] | None = None
    """Also what a command did on no topic, unless it was done to one of these; None: nothing of that."""

    def where(self) -> Any:
        """Give the condition that an act is within reach."""
        topicless = Trail.topic.is_null()
        found: Any = Trail.seq < 0
        if self.topics:
            found |= Trail.topic.is_in(self.topics)
        if self.subjects:
            found |= topicless & (Trail.actor.is_in(self.subjects) | Trail.subject.is_in(self.subjects))
        if self.elsewhere is not None:
            here = Trail.subject.not_in(self.elsewhere) if self.elsewhere else Trail.seq >= 0
            found |= topicless & Trail.actor.is_null() & here
        return found


async def size() -> int:
    """Give how many acts are recorded."""
    head = await TrailHead.select(TrailHead.size).first()
    return int(head["size"]) if head else 0


async def acts(
    *, before: int | None = None, kind: str | None = None, reach: Reach | None = None, most: int = 100
) -> list[Act]:
    """List acts, newest first.

    Args:
        before: only those with a smaller number.
        kind: only of this kind.
        reach: only those within it; None: all.
        most: at most this many.
    """
    query = Trail.select(*_COLUMNS).order_by(Trail.seq, ascending=False).limit(most)
    if before is not None:
        query = query.where(Trail.seq < before)
    if kind:
        query = query.where(Trail.kind == kind)
    if reach is not None:
        query = query.where(reach.where())
    return [_act(row) for row in await query]


async def history(subject: str) -> list[Act]:
    """List everything that happened to one subject, oldest first."""
    rows = await Trail.select(*_COLUMNS).where(Trail.subject == subject).order_by(Trail.n)
    return [_act(row) for row in rows]


async def subjects_of(*kinds: str) -> AsyncIterator[list[tuple[int, str, dict[str, Any]]]]:
    """Walk the acts of these kinds in order, in pages of (number, subject, leaf)."""
    after = -1
    while rows := (
        await Trail.select(Trail.seq, Trail.subject, Trail.leaf)
        .where(Trail.kind.is_in(list(kinds)) & (Trail.seq > after))
        .order_by(Trail.seq)
        .limit(_PAGE)
    ):
        yield [(row["seq"], row["subject"], msgspec.json.decode(row["leaf"])) for row in rows]
        after = rows[-1]["seq"]


_COLUMNS = (Trail.seq, Trail.kind, Trail.subject, Trail.actor, Trail.role, Trail.minute, Trail.leaf)


def _act(row: dict[str, Any]) -> Act:
    leaf = msgspec.json.decode(row.pop("leaf"))
    return Act(**row, data=leaf.get("data", {}))
