"""Recording acts, in the transaction of the act itself."""

from datetime import datetime
from typing import Any

import msgspec

from jianyan.clock import minute_of
from jianyan.db import Change, Insert, Look, Rows, Steps, Together, perform, transaction
from jianyan.trail.leaves import Actor, Entry, encoded
from jianyan.trail.merkle import EMPTY_ROOT, Frontier, leaf_hash
from jianyan.trail.queries import Wanted, size
from jianyan.trail.tables import Trail, TrailHead, TreeHead

_LEAF = (
    Trail.seq,
    Trail.kind,
    Trail.subject,
    Trail.n,
    Trail.actor,
    Trail.role,
    Trail.topic,
    Trail.minute,
    Trail.leaf,
    Trail.leaf_hash,
)
_HEAD = (TrailHead.id, TrailHead.size, TrailHead.root, TrailHead.frontier, TrailHead.minute)
_TREE_HEAD = (TreeHead.size, TreeHead.root, TreeHead.minute)


async def record(*entries: Entry, at: datetime, beside: Insert | None = None) -> None:
    """Append acts to the trail, in order, and move the head of the tree.

    Joins the caller's transaction: the act and its record are kept together or not at all.

    Args:
        entries: at least one.
        at: aware; only its minute is kept.
        beside: rows of the act itself that no entry refers to; they save a round trip.
    """
    await perform(recording(entries, at=at, beside=beside))


async def record_export(wanted: Wanted, *, by: Actor, now: datetime) -> int:
    """Keep on record that acts were taken away as a file, and give how many acts there were before that.

    Args:
        wanted: which acts.
        by: who takes them.
        now: when.
    """
    asked = {name: value for name, value in msgspec.to_builtins(wanted).items() if value is not None}
    entry = Entry(kind="export", subject="trail", actor=by, data={"what": "trail", "format": "csv", **asked})
    async with transaction():
        before = await size()
        await record(entry, at=now)
        return before


def recording(
    entries: tuple[Entry, ...] | list[Entry], *, at: datetime, beside: Insert | None = None
) -> Steps[None]:
    """Give the steps of `record`, for a transaction that is made of steps itself."""
    head = yield from _locked_head()
    minute = max(minute_of(at), head["minute"] or minute_of(at))
    frontier = Frontier(head["size"], [bytes.fromhex(node) for node in head["frontier"].split(",") if node])
    last = yield from _last_of({entry.subject for entry in entries if not entry.is_first})
    rows = []
    for entry in entries:
        row, digest = _row(entry, seq=frontier.size, last=last, minute=minute)
        rows.append(row)
        frontier.append(digest)
    own = (Insert(Trail, _LEAF, rows), *_moved_head(frontier, minute=minute))
    yield Together((beside, *own) if beside else own)


def _locked_head() -> Steps[dict[str, Any]]:
    # On PostgreSQL the lock of this row puts the batches of all replicas in order.
    head = Look(TrailHead, _HEAD, TrailHead.id, [1], locks=True)
    rows: Rows = yield head
    if not rows:
        empty = (1, 0, EMPTY_ROOT.hex(), "", None)
        # Two first acts may meet here; the later one waits for the earlier one's row.
        yield Insert(TrailHead, _HEAD, [empty], skips=True)
        rows = yield head
    return rows[0]


def _last_of(subjects: set[str]) -> Steps[dict[str, tuple[int, str]]]:
    if not subjects:
        return {}
    rows: Rows = yield (
        Trail.select(Trail.subject, Trail.n, Trail.leaf_hash)
        .where(Trail.subject.is_in(sorted(subjects)))
        .order_by(Trail.n)
    )
    return {row["subject"]: (row["n"], row["leaf_hash"]) for row in rows}


def _row(
    entry: Entry, *, seq: int, last: dict[str, tuple[int, str]], minute: datetime
) -> tuple[tuple[Any, ...], bytes]:
    """Give the row of a leaf, its columns as in `_LEAF`, and the leaf's hash."""
    before, previous = last.get(entry.subject, (-1, None))
    leaf = encoded(entry, n=before + 1, previous=previous, minute=minute)
    digest = leaf_hash(leaf)
    last[entry.subject] = (before + 1, digest.hex())
    actor, role = (entry.actor.id, entry.actor.role) if entry.actor else (None, None)
    act = (seq, entry.kind, entry.subject, before + 1, actor, role, entry.topic, minute)
    return (*act, leaf.decode(), digest.hex()), digest


def _moved_head(frontier: Frontier, *, minute: datetime) -> tuple[Change, Insert]:
    root = frontier.root().hex()
    nodes = ",".join(node.hex() for node in frontier.nodes)
    return (
        Change(TrailHead, _HEAD[1:], (frontier.size, root, nodes, minute), TrailHead.id, 1),
        Insert(TreeHead, _TREE_HEAD, [(frontier.size, root, minute)]),
    )
