"""Following a code, and listing placements."""

from typing import Any

from jianyan import codes
from jianyan.accounts import belongs
from jianyan.campaigns.distances import box_around, distance_m
from jianyan.campaigns.schemas import Arrival, CampaignSummary, Course, PlacementDetail
from jianyan.campaigns.states import PlacementKind, PlacementState
from jianyan.campaigns.tables import Campaign, Placement, ScanCount
from jianyan.errors import Gone, NotFound
from jianyan.i18n import N_
from jianyan.topics import TopicState, topic_by_id

CODE_LENGTH = 8
_COLUMNS = (
    Placement.id,
    Placement.code,
    Placement.campaign.as_alias("campaign_id"),
    Placement.kind,
    Placement.name,
    Placement.line,
    Placement.side,
    Placement.material,
    Placement.lat,
    Placement.lon,
    Placement.state,
    Placement.revoked_at,
)


class UnknownCode(NotFound):
    """No placement has this code."""

    sentence = N_("This code is not known here. Please check the eight characters under the QR code.")


class CodeRevoked(Gone):
    """The code was withdrawn; `slug` names the topic whose page still shows the result."""

    sentence = N_("This QR code is no longer in use. Scan the new code on the sign, or see the results here.")

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class NoSuchCampaign(NotFound):
    """There is no campaign of that id."""

    sentence = N_("There is no such campaign.")


async def arrive(code: str) -> Arrival:
    """Give the placement, campaign and topic that a code leads to.

    Raises:
        UnknownCode: no placement has it, or its topic is still a draft.
        CodeRevoked: it was withdrawn.
    """
    placement = await placement_by_code(code)
    return arrived(placement, await course_of(placement.campaign_id))


async def course_of(campaign_id: int) -> Course:
    """Give a campaign with its topic.

    Raises:
        NoSuchCampaign: there is none of that id.
    """
    campaign = await campaign_by_id(campaign_id)
    return Course(campaign=campaign, topic=await topic_by_id(campaign.topic_id))


def arrived(placement: PlacementDetail, course: Course) -> Arrival:
    """Give where a placement's code leads to.

    Raises:
        UnknownCode: the topic is still a draft.
        CodeRevoked: the code was withdrawn.
    """
    if course.topic.state is TopicState.DRAFT:
        raise UnknownCode
    if placement.revoked_at is not None:
        raise CodeRevoked(course.topic.slug)
    return Arrival(placement=placement, campaign=course.campaign, topic=course.topic)


async def placement_by_code(code: str) -> PlacementDetail:
    """Give the placement of a code as a person typed it.

    Raises:
        UnknownCode: no placement of the current scope has it.
    """
    tidy = codes.tidy(code)
    if not codes.is_code(tidy, length=CODE_LENGTH):
        raise UnknownCode
    found = belongs(Placement.campaign.topic.owner, shared=True)  # type: ignore[union-attr]
    row = await Placement.select(*_COLUMNS).where((Placement.code == tidy) & found).first()
    if row is None:
        raise UnknownCode
    return _placement(row)


async def campaign_by_id(campaign_id: int) -> CampaignSummary:
    """Give a campaign.

    Raises:
        NoSuchCampaign: the current scope has none of that id.
    """
    found = (Campaign.id == campaign_id) & belongs(Campaign.topic.owner, shared=True)
    row = await Campaign.select(*_CAMPAIGN).where(found).first()
    if row is None:
        raise NoSuchCampaign
    return CampaignSummary(**row)


async def campaigns_of(topic_id: int) -> list[CampaignSummary]:
    """List a topic's campaigns, the first one first."""
    rows = await Campaign.select(*_CAMPAIGN).where(Campaign.topic == topic_id).order_by(Campaign.id)
    return [CampaignSummary(**row) for row in rows]


async def placements_of(topic_id: int, *, kind: PlacementKind | None = None) -> list[PlacementDetail]:
    """List a topic's placements, in the order in which they were added."""
    query = Placement.select(*_COLUMNS).where(Placement.campaign.topic == topic_id)
    if kind:
        query = query.where(Placement.kind == kind.value)
    return [_placement(row) for row in await query.order_by(Placement.id)]


async def topic_link(topic_id: int) -> PlacementDetail | None:
    """Give the link that the topic's own page leads to; None where it was revoked."""
    links = await placements_of(topic_id, kind=PlacementKind.LINK)
    return next((link for link in links if link.revoked_at is None), None)


async def placement_near(topic_id: int, lat: float, lon: float, *, within_m: float) -> PlacementDetail | None:
    """Give the nearest placement of a topic whose code works, at most so many metres away; None: none is.

    Args:
        topic_id: of this topic.
        lat: degrees, WGS 84, -90 to 90.
        lon: degrees, WGS 84, -180 to 180.
        within_m: metres, at most some kilometres.
    """
    south, west, north, east = box_around(lat, lon, within_m)
    rows = await Placement.select(*_COLUMNS).where(
        (Placement.campaign.topic == topic_id)
        & Placement.revoked_at.is_null()
        & (Placement.lat >= south)
        & (Placement.lat <= north)
        & (Placement.lon >= west)
        & (Placement.lon <= east)
    )
    away = [(distance_m(lat, lon, row["lat"], row["lon"]), row["id"], row) for row in rows]
    nearest = min(away, key=lambda each: each[:2], default=None)
    return _placement(nearest[2]) if nearest and nearest[0] <= within_m else None


async def scans_of(topic_id: int) -> dict[int, int]:
    """Give placement id → how often its form was opened, over all days."""
    rows = await ScanCount.select(ScanCount.placement, ScanCount.scan_count).where(
        ScanCount.placement.campaign.topic == topic_id  # type: ignore[union-attr]
    )
    counts: dict[int, int] = {}
    for row in rows:
        counts[row["placement"]] = counts.get(row["placement"], 0) + row["scan_count"]
    return counts


_CAMPAIGN = (
    Campaign.id,
    Campaign.topic.as_alias("topic_id"),
    Campaign.name,
    Campaign.opens_at,
    Campaign.closes_at,
)


def _placement(row: dict[str, Any]) -> PlacementDetail:
    return PlacementDetail(
        **{**row, "kind": PlacementKind(row["kind"]), "state": PlacementState(row["state"])}
    )
