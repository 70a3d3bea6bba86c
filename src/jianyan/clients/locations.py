"""Where a request is about: read from what was sent, and led to a place of the topic."""

import math

from jianyan import campaigns, codes
from jianyan.campaigns import CODE_LENGTH, PlacementDetail, UnknownCode
from jianyan.clients.schemas import Location
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions.texts import checked

NEAR_M = 150.0
"""A request from nearer than this is about the place."""
_ADDRESS_MOST, _ADDRESS_ID_MOST = 300, 80


def located(lat: str, long: str, address: str, address_id: str) -> Location:
    """Give the location that the fields of a request say; each may be empty, all may not.

    Raises:
        Invalid: none is given, or one cannot be read.

    Source: Open311 GeoReport v2, POST Service Request, location parameter.
    """
    if not (lat or long or address or address_id):
        raise Invalid(N_("Please give lat and long, an address_string or an address_id."), field="lat")
    return Location(
        lat=_degrees(lat, 90, field="lat", needed=bool(long)),
        lon=_degrees(long, 180, field="long", needed=bool(lat)),
        address=_text(address, field="address_string", most=_ADDRESS_MOST),
        address_id=_text(address_id, field="address_id", most=_ADDRESS_ID_MOST),
    )


async def placement_of(location: Location, topic_id: int) -> PlacementDetail | None:
    """Give the place of a topic that a location is at: that of its code, else the nearest; None: none is."""
    placement = await _of_code(location.address_id, topic_id)
    if placement or location.lat is None or location.lon is None:
        return placement
    return await campaigns.placement_near(topic_id, location.lat, location.lon, within_m=NEAR_M)


async def _of_code(address_id: str, topic_id: int) -> PlacementDetail | None:
    if not codes.is_code(codes.tidy(address_id), length=CODE_LENGTH):
        return None
    try:
        placement = await campaigns.placement_by_code(address_id)
    except UnknownCode:
        return None
    campaign = await campaigns.campaign_by_id(placement.campaign_id)
    return placement if campaign.topic_id == topic_id and placement.revoked_at is None else None


def _degrees(text: str, most: int, *, field: str, needed: bool) -> float | None:
    if not text and not needed:
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not -most <= degrees <= most:
        sentence = N_("Please give degrees from -%(most)s to %(most)s; lat and long go together.")
        raise Invalid(sentence, field=field, most=most)
    return degrees


def _text(text: str, *, field: str, most: int) -> str:
    return checked(text, field=field, most=most) if text.strip() else ""
