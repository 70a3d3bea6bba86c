"""Walking the trail from its beginning: what folds of it and proofs about it are made from."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from jianyan.trail.merkle import EMPTY_ROOT
from jianyan.trail.tables import Trail, TrailHead

_PAGE = 2_000


class Head(msgspec.Struct, frozen=True):
    """Where the trail stands."""

    size: int
    root: str
    """Hex of the tree's root at that size."""


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """One act as it was hashed."""

    seq: int
    leaf: str
    leaf_hash: str


async def head() -> Head:
    """Give where the trail stands now."""
    row = await TrailHead.select(TrailHead.size, TrailHead.root).first()
    return Head(int(row["size"]), row["root"]) if row else Head(0, EMPTY_ROOT.hex())


async def leaf_pages(
    *, end: int, kinds: tuple[str, ...] = (), topic: int | None = None
) -> AsyncIterator[list[Leaf]]:
    """Walk the first acts in order, in pages.

    Args:
        end: how many acts there were at that time; later ones stay out.
        kinds: only of these kinds; none: of all.
        topic: only acts on this topic, and those whose column does not say on which.
    """
    where: Any = Trail.seq < end
    if kinds:
        where = where & Trail.kind.is_in(list(kinds))
    if topic is not None:
        where = where & ((Trail.topic == topic) | Trail.topic.is_null())
    after = -1
    while rows := (
        await Trail.select(Trail.seq, Trail.leaf, Trail.leaf_hash)
        .where(where & (Trail.seq > after))
        .order_by(Trail.seq)
        .limit(_PAGE)
    ):
        yield [Leaf(row["seq"], row["leaf"], row["leaf_hash"]) for row in rows]
        after = rows[-1]["seq"]
