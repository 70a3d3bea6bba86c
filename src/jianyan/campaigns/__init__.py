"""A topic at its places: campaigns, placements, their codes and how often they were opened.

A code points to a placement, the placement to a campaign, the campaign to a topic. Staff can point a printed
code to another campaign, so it never dies; after closing it leads to the results.

Writes: Campaign, Placement, ScanCount.
"""

from jianyan.campaigns.importing import RowRefusal, placement_columns, placements_of_sheet
from jianyan.campaigns.queries import (
    CODE_LENGTH,
    CodeRevoked,
    NoSuchCampaign,
    UnknownCode,
    arrive,
    arrived,
    campaign_by_id,
    campaigns_of,
    course_of,
    placement_by_code,
    placement_near,
    placements_of,
    scans_of,
    topic_link,
)
from jianyan.campaigns.schemas import Arrival, CampaignSummary, Course, NewPlacement, PlacementDetail
from jianyan.campaigns.service import (
    Placed,
    add_campaign,
    add_placements,
    announce,
    count_scans,
    first_campaign,
    record_print,
    restore,
    retarget,
    revoke,
    save_placement,
)
from jianyan.campaigns.states import PlacementKind, PlacementState

__all__ = [
    "CODE_LENGTH",
    "Arrival",
    "CampaignSummary",
    "CodeRevoked",
    "Course",
    "NewPlacement",
    "NoSuchCampaign",
    "Placed",
    "PlacementDetail",
    "PlacementKind",
    "PlacementState",
    "RowRefusal",
    "UnknownCode",
    "add_campaign",
    "add_placements",
    "announce",
    "arrive",
    "arrived",
    "campaign_by_id",
    "campaigns_of",
    "count_scans",
    "course_of",
    "first_campaign",
    "placement_by_code",
    "placement_columns",
    "placement_near",
    "placements_of",
    "placements_of_sheet",
    "record_print",
    "restore",
    "retarget",
    "revoke",
    "save_placement",
    "scans_of",
    "topic_link",
]
