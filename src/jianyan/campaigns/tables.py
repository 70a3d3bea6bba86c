"""Tables of places, their codes and how often they were opened."""

from piccolo.columns import Date, DoublePrecision, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.topics.tables import Topic


class Campaign(Table):
    """A topic at a set of placements, for a time. Codes point here, and can be pointed elsewhere."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    name = Varchar(120)
    opens_at = Timestamptz(default=None, null=True, help_text="null: with the topic")
    closes_at = Timestamptz(default=None, null=True, help_text="null: with the topic")
    created_at = Timestamptz(default=None)


class Placement(Table):
    """A place with a printed code, or a link. Never deleted: a printed code never dies."""

    id: Serial
    code = Varchar(8, unique=True)
    campaign = ForeignKey(Campaign, on_delete=OnDelete.restrict)
    kind = Varchar(8, default="place")
    name = Varchar(120)
    line = Varchar(120, default="", help_text="line or street, or the way it faces")
    side = Varchar(60, default="")
    material = Varchar(40, default="")
    lat = DoublePrecision(default=None, null=True, help_text="degrees, WGS 84, -90 to 90")
    lon = DoublePrecision(default=None, null=True, help_text="degrees, WGS 84, -180 to 180")
    state = Varchar(12, default="planned")
    origin = Varchar(
        80, default=None, null=True, help_text="its id in the file it came from; unique in a campaign"
    )
    revoked_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None)


class ScanCount(Table):
    """How often the form was opened at one placement on one day."""

    id: Serial
    placement = ForeignKey(Placement, on_delete=OnDelete.restrict)
    on_day = Date(default=None)
    scan_count = Integer(default=0)
