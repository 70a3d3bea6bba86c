"""Reading the trail."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.columns.combination import And, WhereRaw

from jianyan.db import is_sqlite
from jianyan.trail.tables import Trail, TrailHead

_PAGE = 1_000
_AFTER_ALL = 2**62


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


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts are wanted; None leaves a question open."""

    kind: str | None = None
    subject: str | None = None
    """What was acted on, as it stands in the trail."""
    actor: str | None = None
    """Opaque id of who acted."""
    since: datetime | None = None
    """The first minute."""
    until: datetime | None = None
    """The first minute that is too late."""


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
    return await matching(Wanted(kind=kind), reach=reach, before=before, most=most)


async def matching(
    wanted: Wanted, *, reach: Reach | None = None, before: int | None = None, most: int = 100
) -> list[Act]:
    """List the acts that are wanted, newest first.

    Args:
        wanted: which.
        reach: only those within it; None: all.
        before: only those with a smaller number.
        most: at most this many.
    """
    first, end = await _window(wanted)
    where = _where(wanted, first=first, end=end if before is None or end <= before else before)
    query = Trail.select(*_COLUMNS).where(_within(where, reach)).order_by(*_order(wanted), ascending=False)
    return [_act(row) for row in await query.limit(most)]


async def matching_pages(wanted: Wanted, *, end: int, reach: Reach | None = None) -> AsyncIterator[list[Act]]:
    """Walk the acts that are wanted, oldest first, in pages.

    Args:
        wanted: which.
        reach: only those within it; None: all.
        end: the number of acts up to which is walked: what is recorded meanwhile stays out.
    """
    first, last = await _window(wanted)
    while rows := (
        await Trail.select(*_COLUMNS)
        .where(_within(_where(wanted, first=first, end=min(end, last)), reach))
        .order_by(*_order(wanted))
        .limit(_PAGE)
    ):
        first = rows[-1]["seq"] + 1
        yield [_act(row) for row in rows]


async def history(subject: str) -> list[Act]:
    """List everything that happened to one subject, oldest first."""
    rows = await Trail.select(*_COLUMNS).where(Trail.subject == subject).order_by(Trail.n)
    return [_act(row) for row in rows]


async def subjects_of(*kinds: str, after: int = -1) -> AsyncIterator[list[tuple[int, str, dict[str, Any]]]]:
    """Walk the acts of these kinds in order, in pages of (number, subject, leaf).

    Args:
        kinds: which.
        after: number of the act behind which the walk begins.
    """
    while rows := (
        await Trail.select(Trail.seq, Trail.subject, Trail.leaf)
        .where(Trail.kind.is_in(list(kinds)) & (Trail.seq > after))
        .order_by(Trail.seq)
        .limit(_PAGE)
    ):
        yield [(row["seq"], row["subject"], msgspec.json.decode(row["leaf"])) for row in rows]
        after = rows[-1]["seq"]


async def _window(wanted: Wanted) -> tuple[int, int]:
    """Give the numbers between which the wanted minutes lie: minutes never run backwards in the trail."""
    first = await _first_since(wanted.since) if wanted.since else 0
    return first, await _first_since(wanted.until) if wanted.until else _AFTER_ALL


async def _first_since(minute: datetime) -> int:
    query = Trail.select(Trail.seq).where(Trail.minute >= minute).order_by(Trail.minute, Trail.seq)
    row = await query.first()
    return int(row["seq"]) if row else _AFTER_ALL


def _where(wanted: Wanted, *, first: int, end: int) -> Any:
    numbers: Any = (Trail.seq >= first) & (Trail.seq < end)
    if wanted.subject is None:
        return _stretch(wanted, first=first, end=end) if not is_sqlite() else _all(numbers, _leading(wanted))
    where: Any = Trail.subject == wanted.subject
    for column, value in _leading(wanted):
        # As a range: SQLite guesses, and must not prefer the long index of a kind to the subject's.
        where = where & (column >= value) & (column <= value)
    return where & numbers if first > 0 or end < _AFTER_ALL else where


def _within(where: Any, reach: Reach | None) -> Any:
    return And(where, reach.where()) if reach is not None else where


def _leading(wanted: Wanted) -> list[tuple[Column, str]]:
    """Give the columns with which the index begins that holds what is wanted, and their values."""
    asked = ((Trail.actor, wanted.actor), (Trail.kind, wanted.kind))
    return [(column, value) for column, value in asked if value is not None]


def _all(where: Any, equal: list[tuple[Column, str]]) -> Any:
    for column, value in equal:
        where = where & (column == value)
    return where


def _stretch(wanted: Wanted, *, first: int, end: int) -> WhereRaw:
    """Say what is wanted as one stretch of its index.

    Said as equalities, PostgreSQL may walk the whole trail backwards to look for a kind that is rare.
    """
    leading = _leading(wanted)
    values = [value for _, value in leading]
    names = ", ".join([*(column._meta.name for column, _ in leading), "seq"])
    places = ", ".join(["{}"] * (len(values) + 1))
    only = " AND actor IS NOT NULL" if wanted.actor is not None else ""  # the index has no others
    return WhereRaw(f"({names}) >= ({places}) AND ({names}) < ({places}){only}", *values, first, *values, end)


def _order(wanted: Wanted) -> list[Column]:
    """Give the columns in whose order the index holds what is wanted: always that of the numbers."""
    return (
        [Trail.n] if wanted.subject is not None else [*(column for column, _ in _leading(wanted)), Trail.seq]
    )


_COLUMNS = (Trail.seq, Trail.kind, Trail.subject, Trail.actor, Trail.role, Trail.minute, Trail.leaf)


def _act(row: dict[str, Any]) -> Act:
    leaf = msgspec.json.decode(row.pop("leaf"))
    return Act(**row, data=leaf.get("data", {}))
