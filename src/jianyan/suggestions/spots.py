"""Where micro-suggestions were made: kept beside the text, committed to like it, erased with it."""

from typing import Any

from piccolo.columns import Column

from jianyan import trail
from jianyan.suggestions.schemas import Spot
from jianyan.suggestions.tables import SuggestionSpot

SPOT = (
    SuggestionSpot.suggestion,
    SuggestionSpot.place,
    SuggestionSpot.lat,
    SuggestionSpot.lon,
    SuggestionSpot.salt,
)
FIELD = "spot"
"""What its commitment is called."""


def spot_row(spot: Spot, suggestion_id: int, commitments: dict[str, str]) -> tuple[Any, ...]:
    """Give the columns of SPOT, and commit to what they say."""
    salt = trail.fresh_salt()
    commitments[FIELD] = trail.commitment(salt, FIELD, spot.said())
    return suggestion_id, spot.place, spot.lat, spot.lon, salt


async def spot_of(suggestion_id: int) -> Spot | None:
    """Give where a suggestion was made; None: it does not say, or it was erased."""
    columns = (SuggestionSpot.place, SuggestionSpot.lat, SuggestionSpot.lon)
    where = (SuggestionSpot.suggestion == suggestion_id) & SuggestionSpot.place.is_not_null()
    row = await SuggestionSpot.select(*columns).where(where).first()
    return Spot(**row) if row else None


async def committed_spots(suggestion_ids: list[int]) -> dict[int, dict[str, tuple[str, Any]]]:
    """Give suggestion id → what the trail commits to and its salt, as far as they are kept."""
    rows = await SuggestionSpot.select(*SPOT).where(
        SuggestionSpot.suggestion.is_in(suggestion_ids) & SuggestionSpot.place.is_not_null()
    )
    return {
        row["suggestion"]: {FIELD: (Spot(row["place"], row["lat"], row["lon"]).said(), row["salt"])}
        for row in rows
    }


async def erase_spot(suggestion_id: int) -> None:
    """Forget where a suggestion was made."""
    nothing: dict[Column | str, None] = {"place": None, "lat": None, "lon": None, "salt": None}
    await SuggestionSpot.update(nothing).where(SuggestionSpot.suggestion == suggestion_id)
