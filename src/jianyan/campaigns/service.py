"""Announcing topics, and placing, retargeting and revoking codes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from piccolo.columns import Column

from jianyan import codes, trail
from jianyan.campaigns.queries import CODE_LENGTH, campaign_by_id, campaigns_of, placement_by_code
from jianyan.campaigns.schemas import NewPlacement, PlacementDetail
from jianyan.campaigns.states import PlacementKind
from jianyan.campaigns.tables import Campaign, Placement, ScanCount
from jianyan.db import Insert, Steps, perform, transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.topics import NewTopic, add_topic, topic_by_slug

_BATCH = 500
_EDITED = ("name", "line", "side", "material", "lat", "lon")
_SCANS = (ScanCount.placement, ScanCount.on_day, ScanCount.scan_count)


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of adding a list of placements."""

    taken: int
    """Placements added."""
    already: int
    """Rows whose origin the campaign had."""


async def announce(new: NewTopic, *, by: trail.Actor | None, now: datetime) -> int:
    """Add a topic with its first campaign and the link of its page, and give its id.

    Raises:
        InvalidFields, SlugTaken: as `topics.add_topic`.
    """
    async with transaction():
        topic_id = await add_topic(new, by=by, now=now)
        campaign_id = await _add_campaign(topic_id, new.title, opens_at=None, closes_at=None, now=now)
        link = NewPlacement(name=new.title, kind=PlacementKind.LINK)
        await add_placements(campaign_id, [link], by=by, now=now)
        return topic_id


async def add_campaign(
    slug: str,
    name: str,
    *,
    by: trail.Actor | None,
    now: datetime,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> int:
    """Add a further campaign of a topic, with a window of its own, and give its id.

    Raises:
        NoSuchTopic: there is none of that slug.
        Invalid: it has no name, or closes before it opens.
    """
    if not 1 <= len(name.strip()) <= 120:
        raise Invalid(N_("Please give it a name of 1 to 120 characters."), field="name")
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid(N_("A campaign closes after it opens."), field="closes_at")
    async with transaction():
        topic = await topic_by_slug(slug)
        campaign_id = await _add_campaign(
            topic.id, name.strip(), opens_at=opens_at, closes_at=closes_at, now=now
        )
        await _record("campaign-add", topic.id, by=by, now=now, data={"campaign": campaign_id})
        return campaign_id


async def first_campaign(slug: str) -> int:
    """Give the id of the campaign that a topic was announced with."""
    return (await campaigns_of((await topic_by_slug(slug)).id))[0].id


async def add_placements(
    campaign_id: int, new: Sequence[NewPlacement], *, by: trail.Actor | None, now: datetime
) -> Placed:
    """Give each of these a code. Rows whose origin the campaign has already are left as they are.

    Raises:
        NoSuchCampaign: there is none of that id.
    """
    async with transaction():
        campaign = await campaign_by_id(campaign_id)
        known = await _origins(campaign_id)
        fresh = [place for place in new if place.origin is None or place.origin not in known]
        for start in range(0, len(fresh), _BATCH):
            batch = fresh[start : start + _BATCH]
            drawn = await _unused_codes(len(batch))
            rows = [_row(campaign_id, code, place, now) for code, place in zip(drawn, batch, strict=True)]
            await Placement.insert(*rows)
        data = {"campaign": campaign_id, "count": len(fresh)}
        await _record("placements-add", campaign.topic_id, by=by, now=now, data=data)
        return Placed(taken=len(fresh), already=len(new) - len(fresh))


async def save_placement(
    code: str, new: NewPlacement, *, by: trail.Actor | None, now: datetime
) -> PlacementDetail:
    """Replace what is known about a placement; its code, kind and origin stay.

    Raises:
        UnknownCode: no placement has the code.
    """
    async with transaction():
        placement = await placement_by_code(code)
        facts = msgspec.structs.asdict(new)
        edit = {**{name: facts[name] for name in _EDITED}, "state": new.state.value}
        change: dict[Column | str, Any] = {**edit}  # type: ignore[dict-item]
        await Placement.update(change).where(Placement.id == placement.id)
        edited = trail.changes({name: getattr(placement, name) for name in edit}, edit)
        await _record_placement("placement-edit", placement, by=by, now=now, data=edited)
        return await placement_by_code(code)


async def retarget(code: str, campaign_id: int, *, by: trail.Actor | None, now: datetime) -> None:
    """Point a code to another campaign; from now on scans lead there.

    Raises:
        UnknownCode, NoSuchCampaign: there is no such code or campaign.
    """
    async with transaction():
        placement = await placement_by_code(code)
        await campaign_by_id(campaign_id)
        await Placement.update({"campaign": campaign_id}).where(Placement.id == placement.id)
        data = {"from": placement.campaign_id, "to": campaign_id}
        await _record_placement("code-retarget", placement, by=by, now=now, data=data)


async def revoke(code: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Withdraw a code: it takes no suggestions and leads to the results.

    Raises:
        UnknownCode: no placement has it.
    """
    await _set_revoked(code, "code-revoke", revoked_at=now, by=by, now=now)


async def restore(code: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Take a revocation back.

    Raises:
        UnknownCode: no placement has it.
    """
    await _set_revoked(code, "code-restore", revoked_at=None, by=by, now=now)


async def record_print(slug: str, count: int, *, by: trail.Actor | None, now: datetime) -> None:
    """Keep on record that this many codes of a topic were printed.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    async with transaction():
        topic = await topic_by_slug(slug)
        await _record("code-print", topic.id, by=by, now=now, data={"count": count})


async def count_scans(counts: dict[tuple[int, date], int]) -> None:
    """Add to the scans of each (placement id, day); at least one."""
    await perform(_counting(counts))


async def _add_campaign(
    topic_id: int, name: str, *, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> int:
    campaign = Campaign(topic=topic_id, name=name, opens_at=opens_at, closes_at=closes_at, created_at=now)
    return int((await Campaign.insert(campaign))[0]["id"])


def _counting(counts: dict[tuple[int, date], int]) -> Steps[None]:
    # In one order, so that two replicas never wait for each other.
    rows = [(*place, count) for place, count in sorted(counts.items())]
    for start in range(0, len(rows), _BATCH):
        yield Insert(ScanCount, _SCANS, rows[start : start + _BATCH], adds_to=ScanCount.scan_count)


async def _origins(campaign_id: int) -> set[str]:
    rows = await Placement.select(Placement.origin).where(
        (Placement.campaign == campaign_id) & Placement.origin.is_not_null()
    )
    return {row["origin"] for row in rows}


async def _unused_codes(count: int) -> list[str]:
    """Draw codes that no placement has: among 100,000 placements two of 35 random bits would meet."""
    drawn: set[str] = set()
    while len(drawn) < count:
        fresh = {codes.random_code(CODE_LENGTH) for _ in range(count - len(drawn))} - drawn
        taken = await Placement.select(Placement.code).where(Placement.code.is_in(sorted(fresh)))
        drawn |= fresh - {row["code"] for row in taken}
    return sorted(drawn)


def _row(campaign_id: int, code: str, new: NewPlacement, now: datetime) -> Placement:
    facts = {**msgspec.structs.asdict(new), "kind": new.kind.value, "state": new.state.value}
    return Placement(code=code, campaign=campaign_id, created_at=now, **facts)


async def _set_revoked(
    code: str, kind: str, *, revoked_at: datetime | None, by: trail.Actor | None, now: datetime
) -> None:
    async with transaction():
        placement = await placement_by_code(code)
        await Placement.update({"revoked_at": revoked_at}).where(Placement.id == placement.id)
        await _record_placement(kind, placement, by=by, now=now, data={})


async def _record_placement(
    kind: str, placement: PlacementDetail, *, by: trail.Actor | None, now: datetime, data: dict[str, Any]
) -> None:
    entry = trail.Entry(
        kind=kind,
        subject=f"code-{placement.code}",
        actor=by,
        topic=(await campaign_by_id(placement.campaign_id)).topic_id,
        channel=placement.code,
        data=data,
    )
    await trail.record(entry, at=now)


async def _record(
    kind: str, topic_id: int, *, by: trail.Actor | None, now: datetime, data: dict[str, Any]
) -> None:
    entry = trail.Entry(kind=kind, subject=f"topic-{topic_id}", actor=by, topic=topic_id, data=data)
    await trail.record(entry, at=now)
