"""Recording acts, in the transaction of the act itself."""

from datetime import datetime

from jianyan.clock import minute_of
from jianyan.db import is_sqlite, transaction
from jianyan.trail.leaves import Entry, encoded
from jianyan.trail.merkle import EMPTY_ROOT, Frontier, leaf_hash
from jianyan.trail.tables import Trail, TrailHead, TreeHead


async def record(*entries: Entry, at: datetime) -> None:
    """Append acts to the trail, in order, and move the head of the tree.

    Joins the caller's transaction: the act and its record are kept together or not at all.

    Args:
        entries: at least one.
        at: aware; only its minute is kept.
    """
    async with transaction():
        head = await _locked_head()
        minute = max(minute_of(at), head.minute or minute_of(at))
        frontier = Frontier(head.size, [bytes.fromhex(node) for node in head.frontier.split(",") if node])
        last = await _last_of({entry.subject for entry in entries if not entry.is_first})
        rows: list[Trail] = []
        for entry in entries:
            rows.append(_row(entry, seq=frontier.size, last=last, minute=minute))
            frontier.append(bytes.fromhex(rows[-1].leaf_hash))
        await Trail.insert(*rows)
        await _move_head(frontier, minute=minute)


async def _locked_head() -> TrailHead:
    head = await _head()
    if head is None:
        empty = TrailHead(id=1, size=0, root=EMPTY_ROOT.hex(), frontier="", minute=None)
        # Two first acts may meet here; the later one waits for the earlier one's row.
        await TrailHead.insert(empty).on_conflict(target=TrailHead.id, action="DO NOTHING")
        head = await _head()
    assert head is not None
    return head


async def _head() -> TrailHead | None:
    query = TrailHead.objects().get(TrailHead.id == 1)
    return await (query if is_sqlite() else query.lock_rows("UPDATE"))


async def _last_of(subjects: set[str]) -> dict[str, tuple[int, str]]:
    if not subjects:
        return {}
    rows = (
        await Trail.select(Trail.subject, Trail.n, Trail.leaf_hash)
        .where(Trail.subject.is_in(sorted(subjects)))
        .order_by(Trail.n)
    )
    return {row["subject"]: (row["n"], row["leaf_hash"]) for row in rows}


def _row(entry: Entry, *, seq: int, last: dict[str, tuple[int, str]], minute: datetime) -> Trail:
    before, previous = last.get(entry.subject, (-1, None))
    leaf = encoded(entry, n=before + 1, previous=previous, minute=minute)
    digest = leaf_hash(leaf).hex()
    last[entry.subject] = (before + 1, digest)
    return Trail(
        seq=seq,
        kind=entry.kind,
        subject=entry.subject,
        n=before + 1,
        actor=entry.actor and entry.actor.id,
        role=entry.actor and entry.actor.role,
        minute=minute,
        leaf=leaf.decode(),
        leaf_hash=digest,
    )


async def _move_head(frontier: Frontier, *, minute: datetime) -> None:
    root = frontier.root().hex()
    await TrailHead.update(
        {
            TrailHead.size: frontier.size,
            TrailHead.root: root,
            TrailHead.frontier: ",".join(node.hex() for node in frontier.nodes),
            TrailHead.minute: minute,
        }
    ).where(TrailHead.id == 1)
    await TreeHead.insert(TreeHead(size=frontier.size, root=root, minute=minute))
