"""The photos and voice notes of suggestions: which belong to which, who may see them, when they go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from piccolo.columns.combination import And
from piccolo.custom_types import Combinable

from jianyan import trail, uploads
from jianyan.suggestions.schemas import NewPhoto
from jianyan.suggestions.states import SuggestionState
from jianyan.suggestions.tables import SuggestionPhoto
from jianyan.topics import topic_ids
from jianyan.uploads import FileKind, NoSuchUpload, PhotoDetail
from jianyan.uploads.tables import Photo

LOOSE_FOR = timedelta(days=1)
_AT_ONCE = 500


async def photos_of(suggestion_ids: Sequence[int]) -> dict[int, list[str]]:
    """Give suggestion id → the names of its photos, in their order; those without any are left out."""
    return await _names(suggestion_ids, SuggestionPhoto.photo.kind == FileKind.PHOTO.value)


async def citizens_photos_of(suggestion_ids: Sequence[int]) -> dict[int, list[str]]:
    """Give the same without withheld ones and slips: somebody's handwriting is not for everybody."""
    return await _names(suggestion_ids, _of_citizens())


async def voices_of(suggestion_ids: Sequence[int]) -> dict[int, list[str]]:
    """Give suggestion id → the names of its voice notes, in their order; those without any are left out."""
    return await _names(suggestion_ids, SuggestionPhoto.photo.kind == FileKind.VOICE.value)


def _of_citizens() -> And:
    """Give the condition of what may be shown to everybody."""
    sent = And(SuggestionPhoto.photo.kind == FileKind.PHOTO.value, SuggestionPhoto.photo.added_by.is_null())
    return And(sent, SuggestionPhoto.withheld_at.is_null())


async def voice_seconds(suggestion_id: int) -> list[int]:
    """List how long each voice note of a suggestion is, in whole seconds."""
    of_it = And(SuggestionPhoto.suggestion == suggestion_id, SuggestionPhoto.photo.erased_at.is_null())
    duration = SuggestionPhoto.photo.duration_ms.as_alias("ms")
    rows = await SuggestionPhoto.select(duration).where(And(of_it, SuggestionPhoto.photo.duration_ms > 0))
    return [round(row["ms"] / 1_000) for row in rows]


async def _names(suggestion_ids: Sequence[int], which: Combinable) -> dict[int, list[str]]:
    if not suggestion_ids:
        return {}
    among = SuggestionPhoto.suggestion.is_in(list(suggestion_ids))
    shown = And(SuggestionPhoto.photo.erased_at.is_null(), which)
    columns = (SuggestionPhoto.suggestion, SuggestionPhoto.photo.name.as_alias("name"))
    rows = await SuggestionPhoto.select(*columns).where(And(among, shown)).order_by(SuggestionPhoto.id)
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row["suggestion"], []).append(row["name"])
    return names


async def photo_of_desk(name: str) -> PhotoDetail:
    """Give a photo or voice note of a suggestion of the current scope, withheld or not.

    Raises:
        NoSuchUpload: there is none, it was erased, or it is of another scope.
    """
    seen = SuggestionPhoto.suggestion.topic.is_in(topic_ids())
    found = And(SuggestionPhoto.photo.name == name, seen)
    if not await SuggestionPhoto.exists().where(found):
        raise NoSuchUpload
    return await uploads.photo_named(name)


async def public_photo(name: str) -> PhotoDetail:
    """Give a citizen's photo whose suggestion is published; voice notes and slips are the desk's alone.

    Raises:
        NoSuchUpload: there is none, it was erased or withheld, or its suggestion is not published.
    """
    found = And(SuggestionPhoto.photo.name == name, _of_citizens())
    published = SuggestionPhoto.suggestion.state == SuggestionState.PUBLISHED.value
    if not await SuggestionPhoto.exists().where(And(found, published)):
        raise NoSuchUpload
    return await uploads.photo_named(name)


async def loose_photo(name: str, *, by: trail.Actor) -> NewPhoto | None:
    """Give a photo that this person took in and that belongs to nothing yet; None where there is none."""
    found = await taken_photo(name, by=by)
    return found if found and await is_loose(found) else None


async def taken_photo(name: str, *, by: trail.Actor | None) -> NewPhoto | None:
    """Give what this person took in, or some citizen, whatever it belongs to; None where there is none."""
    mine = Photo.added_by == by.id if by else Photo.added_by.is_null()
    there = And(Photo.name == name, And(mine, Photo.erased_at.is_null()))
    row = await Photo.select(Photo.id, Photo.sha256, Photo.kind).where(there).first()
    return NewPhoto(row["id"], row["sha256"], FileKind(row["kind"])) if row else None


async def is_loose(photo: NewPhoto) -> bool:
    """Say whether a photo belongs to nothing yet."""
    return bool(await Photo.exists().where(And(Photo.id == photo.photo_id, _is_loose())))


async def let_go(photos: Sequence[NewPhoto], *, now: datetime) -> None:
    """Erase those of these photos that belong to nothing."""
    await uploads.erase([photo.photo_id for photo in photos if await is_loose(photo)], now=now)


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
