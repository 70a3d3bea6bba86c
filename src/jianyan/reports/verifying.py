"""Is a snapshot what the trail says, to the byte? Everything is computed again, from the first leaf on."""

import asyncio

import msgspec

from jianyan import trail
from jianyan.db import snapshot
from jianyan.exports.suggestion_rows import Progress, count_nothing
from jianyan.reports.check import fault_of, unrecorded
from jianyan.reports.encoding import Frozen, frozen, standings
from jianyan.reports.queries import listing_of, report_by_slug
from jianyan.reports.replaying import Contradictory, Replay
from jianyan.reports.schemas import Content, ReportDetail, Standing
from jianyan.reports.tables import Snapshot
from jianyan.trail.merkle import Frontier, leaf_hash


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What came of computing a snapshot again."""

    slug: str
    trail_size: int
    root: str
    sha256: str
    received: int
    differences: list[str]
    """What is not as it was frozen, the deepest cause first; empty where the snapshot holds."""

    @property
    def sound(self) -> bool:
        """Say whether nothing differs."""
        return not self.differences


async def verify(slug: str, *, walked: Progress = count_nothing) -> Verification:
    """Compute the snapshot of a report again from the trail and compare it byte for byte.

    Checked: every leaf up to its position is the one that was hashed, and they grow the root that the
    snapshot names; folding them gives the same figures and the same list; what stands beside has its hash;
    the figures add up; the trail says which snapshot was frozen.

    Args:
        slug: of the report.
        walked: is told the number of acts of each page.

    Raises:
        NoSuchReport: the current scope has none at that address.
    """
    async with snapshot():
        report = await report_by_slug(slug)
        differences = [
            *await _differences(report, walked),
            *[fault for fault in (await fault_of(report), await unrecorded(report)) if fault],
        ]
    return Verification(
        slug=slug,
        trail_size=report.trail_size,
        root=report.root,
        sha256=report.sha256,
        received=report.content.received,
        differences=list(dict.fromkeys(differences)),
    )


async def _differences(report: ReportDetail, walked: Progress) -> list[str]:
    try:
        replay, root = await _walked(report, walked)
    except Contradictory as fault:
        return [str(fault)]
    again = await asyncio.to_thread(frozen, replay, trail_size=report.trail_size, root=root)
    found = []
    if root != report.root:
        found.append(f"the trail's first {report.trail_size} acts are others: their root is {root}")
    row = await Snapshot.select(Snapshot.content).where(Snapshot.id == report.snapshot_id).first()
    assert row is not None, "a report has its snapshot"
    kept = Frozen(content=bytes(row["content"]), listing=await listing_of(report.snapshot_id))
    if kept.listing != again.listing:
        found.append(await asyncio.to_thread(_first_standing, kept.listing, again.listing))
    if kept.content != again.content:
        found += _parts(report.content, again.figures)
    return found


async def _walked(report: ReportDetail, walked: Progress) -> tuple[Replay, str]:
    """Fold the leaves of a snapshot's position and give their root, reading each leaf once.

    Raises:
        Contradictory: a leaf is gone, is not the one that was hashed, or does not follow.
    """
    replay, frontier = Replay(report.content.topic), Frontier()
    async for page in trail.leaf_pages(end=report.trail_size):
        for one in page:
            digest = leaf_hash(one.leaf.encode())
            if one.seq != frontier.size:
                raise Contradictory(f"trail {frontier.size}: missing")
            if digest.hex() != one.leaf_hash:
                raise Contradictory(f"trail {one.seq}: the leaf is not the one that was hashed")
            frontier.append(digest)
            replay.take(one.seq, one.leaf)
        walked(len(page))
    if frontier.size != report.trail_size:
        raise Contradictory(f"trail {frontier.size}: missing")
    return replay, frontier.root().hex()


def _first_standing(kept: bytes, again: bytes) -> str:
    """Name the first suggestion of which the list says something else than the trail."""
    before, after = _by_tracking(kept), _by_tracking(again)
    for tracking in sorted({*before, *after}):
        if before.get(tracking) != after.get(tracking):
            return f"suggestion {tracking}: the list differs from the trail"
    return "the list of suggestions is written otherwise"


def _by_tracking(listing: bytes) -> dict[str, Standing]:
    try:
        return {standing.tracking: standing for standing in standings(listing)}
    except msgspec.MsgspecError:
        return {}


def _parts(kept: Content, again: Content) -> list[str]:
    parts = [name for name in Content.__struct_fields__ if getattr(kept, name) != getattr(again, name)]
    return [
        f"{name}: the snapshot says {getattr(kept, name)}, the trail {getattr(again, name)}" for name in parts
    ] or ["the figures are written otherwise"]
