"""Taking photos, voice notes and documents in, and letting them go."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

import msgspec

from jianyan import trail
from jianyan.db import transaction
from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.uploads.darkroom import Darkroom
from jianyan.uploads.reading_room import ReadingRoom
from jianyan.uploads.states import FileKind
from jianyan.uploads.store import Store
from jianyan.uploads.studio import Studio
from jianyan.uploads.tables import Photo

_COLUMNS = (
    Photo.id,
    Photo.name,
    Photo.kind,
    Photo.sha256,
    Photo.width,
    Photo.height,
    Photo.duration_ms,
    Photo.size_bytes,
    Photo.added_by,
)
_FOLDERS = {FileKind.PHOTO: "photos", FileKind.VOICE: "voices"}
_AT_ONCE = 500


class NoSuchUpload(NotFound):
    """There is no photo, voice note or document of that name for whoever asks, or it was erased."""

    sentence = N_("There is no such photo, recording or document.")


class PhotoDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A photo, voice note or document as it is kept."""

    id: int
    name: str
    """Its address; 32 hex digits that nobody guesses."""
    kind: FileKind
    sha256: str
    width: int
    """Pixels; 0 for what is no photo, as is the height."""
    height: int
    duration_ms: int
    """0 for what is no voice note."""
    size_bytes: int
    added_by: str | None
    """Opaque id of who added it; None: a citizen."""


def key_of(name: str, *, is_small: bool = False, kind: FileKind = FileKind.PHOTO) -> str:
    """Give where the file of a name lies in the store, or the thumbnail of a photo."""
    folder = _FOLDERS.get(kind, "documents")
    small = "-small" if is_small and kind is FileKind.PHOTO else ""
    return f"{folder}/{name[:2]}/{name[2:4]}/{name}{small}.{kind.ending}"


async def take_in(
    content: bytes, *, darkroom: Darkroom, store: Store, by: trail.Actor | None, now: datetime
) -> PhotoDetail:
    """Make a photo anew from its pixels, keep it and give it: the one way in for pictures.

    Until it belongs to something it is loose; what stays so is let go after a day.

    Args:
        content: as it was sent.
        darkroom: opens it.
        store: keeps it.
        by: who adds it; None for a citizen.
        now: when.

    Raises:
        NotAPicture, TooManyBytes, TooManyPixels, UnreadablePicture: nothing was kept.
        NoRoom, StoreAway, DiskFull, DatabaseBusy: the same.
    """
    redrawn = await darkroom.redraw(content)
    row = _row(redrawn.photo, kind=FileKind.PHOTO, by=by, now=now)
    row.width, row.height = redrawn.width, redrawn.height
    files = {key_of(row.name): redrawn.photo, key_of(row.name, is_small=True): redrawn.thumbnail}
    return await _keep(row, files, store)


async def take_voice_in(
    content: bytes, *, studio: Studio, store: Store, by: trail.Actor | None, now: datetime
) -> PhotoDetail:
    """Make a voice note anew from its samples, keep it and give it; loose at first, as a photo is.

    Raises:
        NotAVoiceNote, TooLongARecording, UnreadableRecording, TooManySeconds: nothing was kept.
        NoRoom, StoreAway, DiskFull, DatabaseBusy: the same.
    """
    made = await studio.rerecord(content)
    row = _row(made.voice, kind=FileKind.VOICE, by=by, now=now)
    row.duration_ms = made.duration_ms
    return await _keep(row, {key_of(row.name, kind=FileKind.VOICE): made.voice}, store)


async def take_document_in(
    content: bytes, *, reading_room: ReadingRoom, store: Store, by: trail.Actor, now: datetime
) -> PhotoDetail:
    """Look a document through, keep what it says as it came, and give it; loose at first, as a photo is.

    Raises:
        NotADocument, TooLargeADocument, UnreadableDocument, ActingDocument, LockedDocument, PackageRefused:
            nothing was kept.
        NoRoom, StoreAway, DiskFull, DatabaseBusy: the same.
    """
    perused = await reading_room.peruse(content)
    row = _row(perused.content, kind=perused.kind, by=by, now=now)
    return await _keep(row, {key_of(row.name, kind=perused.kind): perused.content}, store)


def _row(content: bytes, *, kind: FileKind, by: trail.Actor | None, now: datetime) -> Photo:
    return Photo(
        name=secrets.token_hex(16),
        kind=kind.value,
        sha256=hashlib.sha256(content).hexdigest(),
        width=0,
        height=0,
        duration_ms=0,
        size_bytes=len(content),
        added_at=now,
        added_by=by.id if by else None,
    )


async def _keep(row: Photo, files: dict[str, bytes], store: Store) -> PhotoDetail:
    async with transaction():
        await Photo.insert(row)  # before its files: whatever fails now, the row tells what to sweep
    for key, content in files.items():
        await store.put(key, content)
    return await photo_named(row.name)


async def photo_named(name: str) -> PhotoDetail:
    """Give the file of a name; whether somebody may see it is asked where it belongs.

    Raises:
        NoSuchUpload: there is none, or it was erased.
    """
    row = await Photo.select(*_COLUMNS).where((Photo.name == name) & Photo.erased_at.is_null()).first()
    if row is None:
        raise NoSuchUpload
    return PhotoDetail(**{**row, "kind": FileKind(row["kind"])})


async def belong(photo_ids: Sequence[int]) -> None:
    """Keep photos that belong to something other than a suggestion; joins the caller's transaction."""
    await Photo.update({Photo.belongs: True}).where(Photo.id.is_in(list(photo_ids)))


async def let_go(photo_ids: Sequence[int]) -> None:
    """Let photos be loose again, which did belong to something; joins the caller's transaction."""
    await Photo.update({Photo.belongs: False}).where(Photo.id.is_in(list(photo_ids)))


async def erase(photo_ids: Sequence[int], *, now: datetime) -> None:
    """Show these files to nobody any more; `remove_erased` deletes them from the store afterwards."""
    if photo_ids:
        async with transaction():
            there = Photo.id.is_in(list(photo_ids)) & Photo.erased_at.is_null()
            await Photo.update({Photo.erased_at: now}).where(there)


async def remove_erased(store: Store, *, now: datetime) -> int:
    """Delete the files of what was erased, and give how many that were; again after a failure."""
    waiting = Photo.erased_at.is_not_null() & Photo.removed_at.is_null()
    rows = await Photo.select(Photo.id, Photo.name, Photo.kind).where(waiting).limit(_AT_ONCE)
    for row in rows:
        for key in _keys_of(row["name"], FileKind(row["kind"])):
            await store.remove(key)
    if rows:
        async with transaction():
            await Photo.update({Photo.removed_at: now}).where(Photo.id.is_in([row["id"] for row in rows]))
    return len(rows)


def _keys_of(name: str, kind: FileKind) -> set[str]:
    return {key_of(name, is_small=is_small, kind=kind) for is_small in (False, True)}
