"""What became of each placement: opened, sent, published, and since when nobody has been heard from it."""

from datetime import date, datetime, tzinfo
from typing import Any

import msgspec

from jianyan.campaigns import PlacementKind, PlacementState
from jianyan.campaigns.tables import Placement
from jianyan.tallies.groups import Groups, Row
from jianyan.topics import TopicDetail

_UNUSED = (PlacementState.DAMAGED.value, PlacementState.REMOVED.value)
_OPENED = """
SELECT p.id, p.state, p.lat, p.lon, p.revoked_at, p.created_at, c.opens_at, c.closes_at,
    CAST(COALESCE(SUM(k.scan_count), 0) AS BIGINT) AS opened, MAX(k.on_day) AS opened_on
FROM placement p
JOIN campaign c ON c.id = p.campaign
LEFT JOIN scan_count k ON k.placement = p.id
WHERE c.topic = {} GROUP BY p.id, c.id
"""


class PlacementFunnel(msgspec.Struct, frozen=True, kw_only=True):
    """How many opened the form at one placement, sent it, and were published."""

    code: str
    name: str
    line: str
    kind: str
    """`place` or `link`."""
    lat: float | None
    lon: float | None
    opened: int
    """Scans since it was put up, also those before its code was pointed here."""
    sent: int
    published: int
    """Published or merged."""
    is_in_use: bool
    """A place whose code works now, as far as is known: nobody said that it is damaged or removed."""
    opened_on: date | None
    """The day of its last scan."""
    waits_from: date
    """The day of its last scan, else the one from which on there could have been one."""

    @property
    def share(self) -> float | None:
        """Give sent by opened, 0 and more; None where nobody opened it."""
        return self.sent / self.opened if self.opened else None


async def funnels_of(groups: Groups, *, zone: tzinfo, now: datetime) -> list[PlacementFunnel]:
    """Give the placements of a topic in the order in which they were added; the caller holds the snapshot.

    Those that are pointed elsewhere by now come last, with what this topic received from them and no scans:
    these belong to where the code leads.
    """
    scans = {row["id"]: row for row in await Placement.raw(_OPENED, groups.topic.id)}
    counts = {row["placement"]: row for row in groups.by_placement}
    nothing: Row = {"count": 0, "published": 0}
    return [
        PlacementFunnel(
            **msgspec.structs.asdict(place),
            sent=counts.get(key, nothing)["count"],
            published=counts.get(key, nothing)["published"],
            **_scanned(scans.get(key), place.kind, groups.topic, zone=zone, now=now),
        )
        for key, place in groups.places.items()
    ]


def _scanned(
    row: Row | None, kind: str, topic: TopicDetail, *, zone: tzinfo, now: datetime
) -> dict[str, Any]:
    if row is None:
        today = now.astimezone(zone).date()
        elsewhere = dict.fromkeys(("lat", "lon", "opened_on"))
        return {**elsewhere, "opened": 0, "is_in_use": False, "waits_from": today}
    opened_on = _day(row["opened_on"])
    opens = max(filter(None, (row["created_at"], row["opens_at"], topic.opens_at)))
    is_open = topic.is_open(now) and opens <= now and (row["closes_at"] is None or now < row["closes_at"])
    is_up = row["revoked_at"] is None and row["state"] not in _UNUSED
    return {
        "lat": row["lat"],
        "lon": row["lon"],
        "opened": row["opened"],
        "opened_on": opened_on,
        "is_in_use": kind == PlacementKind.PLACE and is_open and is_up,
        "waits_from": opened_on or opens.astimezone(zone).date(),
    }


def _day(value: date | str | None) -> date | None:
    """Read a day; SQLite gives what it computed as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
