"""The photos of suggestions: which belong to which, who may see them, when they go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from piccolo.columns.combination import And

from jianyan import trail, uploads
from jianyan.suggestions.schemas import NewPhoto
from jianyan.suggestions.tables import SuggestionPhoto
from jianyan.topics import topic_ids
from jianyan.uploads import NoSuchPhoto, PhotoDetail
from jianyan.uploads.tables import Photo

LOOSE_FOR = timedelta(days=1)
_AT_ONCE = 500


async def photos_of(suggestion_ids: Sequence[int]) -> dict[int, list[str]]:
    """Give suggestion id → the names of its photos, in their order; those without any are left out."""
    if not suggestion_ids:
        return {}
    shown = And(
        SuggestionPhoto.suggestion.is_in(list(suggestion_ids)), SuggestionPhoto.photo.erased_at.is_null()
    )
    columns = (SuggestionPhoto.suggestion, SuggestionPhoto.photo.name.as_alias("name"))
    rows = await SuggestionPhoto.select(*columns).where(shown).order_by(SuggestionPhoto.id)
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row["suggestion"], []).append(row["name"])
    return names


async def photo_of_desk(name: str) -> PhotoDetail:
    """Give the photo of a name that belongs to a suggestion of the current scope.

    Raises:
        NoSuchPhoto: there is none, it was erased, or it is of another scope.
    """
    seen = SuggestionPhoto.suggestion.topic.is_in(topic_ids())
    found = And(SuggestionPhoto.photo.name == name, seen)
    if not await SuggestionPhoto.exists().where(found):
        raise NoSuchPhoto
    return await uploads.photo_named(name)


async def loose_photo(name: str, *, by: trail.Actor) -> NewPhoto | None:
    """Give a photo that this person took in and that belongs to nothing yet; None where there is none."""
    own = And(Photo.name == name, And(Photo.added_by == by.id, Photo.erased_at.is_null()))
    row = await Photo.select(Photo.id, Photo.sha256).where(And(own, _is_loose())).first()
    return NewPhoto(row["id"], row["sha256"]) if row else None


async def erase_photos(suggestion_id: int, *, now: datetime) -> None:
    """Let the photos of a suggestion be shown to nobody any more, nor compared with what was recorded."""
    rows = await SuggestionPhoto.select(SuggestionPhoto.photo).where(
        SuggestionPhoto.suggestion == suggestion_id
    )
    if rows:
        await SuggestionPhoto.update({SuggestionPhoto.salt: None}).where(
            SuggestionPhoto.suggestion == suggestion_id
        )
        await uploads.erase([row["photo"] for row in rows], now=now)


async def let_go_of_loose_photos(*, now: datetime) -> int:
    """Erase photos that belong to nothing after a day, and give how many those were."""
    old = And(Photo.added_at < now - LOOSE_FOR, Photo.erased_at.is_null())
    rows = await Photo.select(Photo.id).where(And(old, _is_loose())).limit(_AT_ONCE)
    await uploads.erase([row["id"] for row in rows], now=now)
    return len(rows)


def _is_loose() -> And:
    """Give the condition that a photo belongs to nothing."""
    taken = SuggestionPhoto.select(SuggestionPhoto.photo)
    return And(Photo.belongs == False, Photo.id.not_in(taken))  # noqa: E712 - Piccolo's operator
