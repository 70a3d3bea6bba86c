"""Placements as they come in and as they are shown."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from jianyan.campaigns.states import PlacementKind, PlacementState
from jianyan.topics import TopicDetail


class NewPlacement(msgspec.Struct, frozen=True, kw_only=True):
    """A place that will have a code, or a link."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    kind: PlacementKind = PlacementKind.PLACE
    line: Annotated[str, Meta(max_length=120)] = ""
    side: Annotated[str, Meta(max_length=60)] = ""
    material: Annotated[str, Meta(max_length=40)] = ""
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    state: PlacementState = PlacementState.PLANNED
    origin: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    """Its id in the file it came from; the same id is added to a campaign once."""


class PlacementDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A placement on a poster, in a list and in the form."""

    id: int
    code: str
    campaign_id: int
    kind: PlacementKind
    name: str
    line: str
    side: str
    material: str
    lat: float | None
    lon: float | None
    state: PlacementState
    revoked_at: datetime | None

    @property
    def label(self) -> str:
        """Give the name with what tells it from its neighbours."""
        return "，".join(part for part in (self.name, self.line) if part)


class CampaignSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign in a list."""

    id: int
    topic_id: int
    name: str
    opens_at: datetime | None
    closes_at: datetime | None


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What all placements of a campaign have in common."""

    campaign: CampaignSummary
    topic: TopicDetail


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody who followed a code has come to."""

    placement: PlacementDetail
    campaign: CampaignSummary
    topic: TopicDetail

    def is_open(self, now: datetime) -> bool:
        """Say whether suggestions are taken here at `now`."""
        opens, closes = self.campaign.opens_at, self.campaign.closes_at
        return (
            self.topic.is_open(now) and (opens is None or opens <= now) and (closes is None or now < closes)
        )

    def opens_later(self, now: datetime) -> bool:
        """Say whether this has not begun yet, and will."""
        starts = [at for at in (self.topic.opens_at, self.campaign.opens_at) if at]
        ends = [at for at in (self.topic.closes_at, self.campaign.closes_at) if at]
        return now < max(starts) and (not ends or max(starts) < min(ends))
