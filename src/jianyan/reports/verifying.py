"""Is a snapshot what the trail says, to the byte? Everything is computed again, from the first leaf on."""

import asyncio

import msgspec

from jianyan import trail
from jianyan.db import snapshot
from jianyan.exports.suggestion_rows import Progress, count_nothing
from jianyan.reports.check import fault_of, unrecorded
from jianyan.reports.differing import Change, TrailBroken, TrailFault, changes_between
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
    """What is not as it was frozen, the deepest cause first; empty where the snapshot holds. In English."""
    trail_fault: TrailFault | None = None
    """Why the trail cannot be relied on; None: it can."""
    trail_at: int | None = None
    """Position of the first act that cannot."""
    changes: list[Change] = []
    """Figures that differ, as far as the trail can be relied on."""

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
        found = await _found(report, walked)
        differences = [
            *found.told,
            *[fault for fault in (await fault_of(report), await unrecorded(report)) if fault],
        ]
    return Verification(
        slug=slug,
        trail_size=report.trail_size,
        root=report.root,
        sha256=report.sha256,
        received=report.content.received,
        differences=list(dict.fromkeys(differences)),
        trail_fault=found.trail_fault,
        trail_at=found.trail_at,
        changes=found.changes,
    )


class _Found(msgspec.Struct, frozen=True):
    told: list[str]
    changes: list[Change] = []
    trail_fault: TrailFault | None = None
    trail_at: int | None = None


async def _found(report: ReportDetail, walked: Progress) -> _Found:
    try:
        replay, root = await _walked(report, walked)
    except TrailBroken as broken:
        return _Found([str(broken)], trail_fault=broken.fault, trail_at=broken.at)
    again = await asyncio.to_thread(frozen, replay, trail_size=report.trail_size, root=root)
    found, fault = [], None
    if root != report.root:
        found.append(f"the trail's first {report.trail_size} acts are others: their root is {root}")
        fault = TrailFault.OTHER
    row = await Snapshot.select(Snapshot.content).where(Snapshot.id == report.snapshot_id).first()
    assert row is not None, "a report has its snapshot"
    kept = Frozen(content=bytes(row["content"]), listing=await listing_of(report.snapshot_id))
    if kept.listing != again.listing:
        found.append(await asyncio.to_thread(_first_standing, kept.listing, again.listing))
    if kept.content == again.content:
        return _Found(found, trail_fault=fault)
    found += _parts(report.content, again.figures)
    return _Found(found, changes_between(report.content, again.figures), fault)


async def _walked(report: ReportDetail, walked: Progress) -> tuple[Replay, str]:
    """Fold the leaves of a snapshot's position and give their root, reading each leaf once.

    Raises:
        TrailBroken: a leaf is gone, is not the one that was hashed, or does not follow.
    """
    replay, frontier = Replay(report.content.topic), Frontier()
    async for page in trail.leaf_pages(end=report.trail_size):
        for one in page:
            digest = leaf_hash(one.leaf.encode())
            if one.seq != frontier.size:
                raise _missing(frontier.size)
            if digest.hex() != one.leaf_hash:
                told = f"trail {one.seq}: the leaf is not the one that was hashed"
                raise TrailBroken(TrailFault.CHANGED, one.seq, told)
            frontier.append(digest)
            try:
                replay.take(one.seq, one.leaf)
            except Contradictory as fault:
                raise TrailBroken(TrailFault.CONTRADICTORY, one.seq, str(fault)) from fault
        walked(len(page))
    if frontier.size != report.trail_size:
        raise _missing(frontier.size)
    return replay, frontier.root().hex()


def _missing(at: int) -> TrailBroken:
    return TrailBroken(TrailFault.MISSING, at, f"trail {at}: missing")


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
