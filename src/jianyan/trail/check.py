"""Is the trail whole? Every leaf is hashed again and the tree is grown again from nothing."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import msgspec

from jianyan.clock import minute_of
from jianyan.trail.leaves import Actor
from jianyan.trail.merkle import EMPTY_ROOT, Frontier, leaf_hash
from jianyan.trail.tables import Trail, TrailHead, TreeHead

_PAGE = 1_000
_BEFORE_ALL = -(2**63)

Row = dict[str, Any]


class _Leaf(msgspec.Struct, frozen=True):
    """What the columns of a row repeat of its leaf."""

    type: str
    subject: str
    n: int
    time: str
    topic: int | None = None
    prev: str | None = None
    actor: Actor | None = None


async def first_fault() -> str | None:
    """Name the first row that is not as it was written, or None where the trail is whole.

    Checked: numbers run from 0 without a gap; each hash is its leaf's; the columns say what the leaf says;
    each leaf names the one before it of its subject; where the minute moves on and at the end there is a
    head; every head is the root at its size and of its minute. An older head that is gone says nothing that
    its leaves do not say.
    """
    frontier, last = Frontier(), dict[str, str]()
    minute: datetime | None = None
    headed = True
    async for row, head in _rows_and_heads():
        fault = _fault_of(row, expected=frontier.size, last=last)
        if fault:
            return fault
        if minute is not None and row["minute"] != minute and not headed:
            return f"tree_head {frontier.size}: missing"
        frontier.append(bytes.fromhex(row["leaf_hash"]))
        minute, headed = row["minute"], head is not None
        if head and (head["root"], head["minute"]) != (frontier.root().hex(), minute):
            return f"tree_head {frontier.size}: it is not the head of the first {frontier.size} leaves"
    return await _fault_of_heads(frontier, minute=minute, headed=headed)


async def _rows_and_heads() -> AsyncIterator[tuple[Row, Row | None]]:
    """Walk the rows in order, each with the head that was taken after it, if one was."""
    place, after = 0, _BEFORE_ALL
    while rows := await Trail.select().where(Trail.seq > after).order_by(Trail.seq).limit(_PAGE):
        sizes = (TreeHead.size > place) & (TreeHead.size <= place + len(rows))
        heads = {head["size"]: head for head in await TreeHead.select().where(sizes)}
        for row in rows:
            place += 1
            yield row, heads.get(place)
        after = rows[-1]["seq"]


def _fault_of(row: Row, *, expected: int, last: dict[str, str]) -> str | None:
    seq, leaf = row["seq"], row["leaf"].encode()
    if seq != expected:
        return f"trail {expected}: missing" if seq > expected else f"trail {seq}: its number is out of order"
    if leaf_hash(leaf).hex() != row["leaf_hash"]:
        return f"trail {seq}: the leaf is not the one that was hashed"
    try:
        said = msgspec.json.decode(leaf, type=_Leaf)
    except msgspec.MsgspecError:
        return f"trail {seq}: the leaf cannot be read"
    actor = (said.actor.id, said.actor.role) if said.actor else (None, None)
    columns = (row["kind"], row["subject"], row["n"], row["actor"], row["role"])
    other_topic = row["topic"] not in {said.topic, None}  # none: written by a version without the column
    if (said.type, said.subject, said.n, *actor) != columns or other_topic:
        return f"trail {seq}: its columns differ from its leaf"
    if said.time != row["minute"].strftime("%Y-%m-%dT%H:%MZ") or row["minute"] != minute_of(row["minute"]):
        return f"trail {seq}: its minute differs from its leaf"
    if said.prev != last.get(said.subject):
        return f"trail {seq}: it does not follow the subject's act before it"
    last[said.subject] = row["leaf_hash"]
    return None


async def _fault_of_heads(frontier: Frontier, *, minute: datetime | None, headed: bool) -> str | None:
    if not headed:
        return f"tree_head {frontier.size}: missing"
    stray = (
        await TreeHead.select(TreeHead.size)
        .where((TreeHead.size > frontier.size) | (TreeHead.size <= 0))
        .order_by(TreeHead.size)
        .first()
    )
    if stray:
        return f"tree_head {stray['size']}: the trail has no such size"
    heads = await TrailHead.select()
    if not heads:
        return f"trail_head: missing, there are {frontier.size} leaves" if frontier.size else None
    nodes = ",".join(node.hex() for node in frontier.nodes)
    root = frontier.root().hex() if frontier.size else EMPTY_ROOT.hex()
    expected = {"id": 1, "size": frontier.size, "root": root, "frontier": nodes, "minute": minute}
    if heads != [expected]:
        return f"trail_head: it is not the head of the {frontier.size} leaves"
    return None
