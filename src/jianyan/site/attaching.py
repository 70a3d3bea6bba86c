"""Photos and a voice note that come along with a form: taken in one by one, and none of them costs the text.

What was taken in stays with the form under its name, `kept`, when the rest of the form is refused.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import msgspec

from jianyan import suggestions, uploads
from jianyan.clock import now
from jianyan.errors import Busy, Invalid, Refusal, TooLarge
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.limits import TooOften, network_of
from jianyan.runtime import Runtime
from jianyan.site.doubts import Sent
from jianyan.site.refused_forms import KeptFile, NoPhotosHere
from jianyan.suggestions import NewPhoto
from jianyan.uploads import FileKind, NoRoom, NotAPicture, PhotoDetail, StoreAway
from jianyan.web.bodies import Fields, Upload

PHOTOS_MOST, VOICES_MOST = 3, 1
BYTES_MOST = PHOTOS_MOST * uploads.BYTES_MOST + uploads.VOICE_BYTES_MOST
"""Of a form with everything that fits."""
_MOST = {FileKind.PHOTO: PHOTOS_MOST, FileKind.VOICE: VOICES_MOST}


class TooMuchAtOnce(TooLarge):
    """The files of a form are too large together."""

    sentence = N_("Together these files are larger than %(megabytes)s MB. Please send fewer or smaller ones.")


class FilesNotNow(Busy):
    """The store is away or full."""

    sentence = N_(
        "Photos and recordings cannot be kept at the moment. Sent once more, your text goes without them."
    )


class TooManyFiles(Invalid):
    """More files came than are asked for."""

    sentence = N_("At most %(photos)s photos and one recording fit. Please leave some out.")


class FileGone(Invalid):
    """A photo that was kept with the form is not there any more."""

    sentence = N_("A photo of this form is not here any more. Please choose it again.")


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """What came along with a form."""

    photos: list[NewPhoto] = []
    """Taken in, in their order."""
    kept: list[KeptFile] = []
    """The same, as the form names them."""
    problems: list[Refusal] = []
    """Why others were not."""
    is_used: bool = False
    """Whether some belong to a suggestion already: then this form was sent before."""

    def count(self, kind: FileKind) -> int:
        """Give how many of a kind there are."""
        return sum(photo.kind == kind for photo in self.photos)


NOTHING = Attached()


def brings(fields: Fields) -> bool:
    """Say whether the fields of a form name something that comes along."""
    return bool(fields.get("kept") or one(fields, "photo"))


async def attached(runtime: Runtime, sent: Sent, files: dict[str, list[Upload]]) -> Attached:
    """Give what came along with a form, taken in; its fields name it from then on.

    Raises:
        FilesNotNow, DiskFull, DatabaseBusy: what was taken in before stays named.
    """
    fields, names = sent.fields, sent.fields.get("kept", [])
    if not files and not brings(fields):
        return NOTHING
    if not sent.arrival.topic.takes_files:
        return Attached(problems=[NoPhotosHere(field="photo")])
    if one(fields, "photo"):
        return Attached(problems=[NotAPicture(field="photo")])
    photos, kept, problems = list[NewPhoto](), list[KeptFile](), list[Refusal]()
    for name in names[: PHOTOS_MOST + VOICES_MOST]:
        photo = await suggestions.taken_photo(name, by=None)
        if photo is None:
            problems.append(FileGone(field="photo"))
        else:
            photos.append(photo)
            kept.append(KeptFile(name, photo.kind))
    is_used = not all([await suggestions.is_loose(photo) for photo in photos])
    fields["kept"] = [each.name for each in kept]
    async for taken in _taken_in(runtime, sent, files, photos, now=now()):
        if isinstance(taken, Refusal):
            problems.append(taken)
            continue
        fields["kept"].append(taken.name)
        photos.append(NewPhoto(taken.id, taken.sha256, taken.kind))
        kept.append(KeptFile(taken.name, taken.kind))
    return Attached(photos=photos, kept=kept, problems=problems, is_used=is_used)


async def _taken_in(
    runtime: Runtime, sent: Sent, files: dict[str, list[Upload]], photos: list[NewPhoto], *, now: datetime
) -> AsyncIterator[PhotoDetail | Refusal]:
    """Take in file after file, and give it or why not."""
    for kind, take in _WAYS.items():
        for upload in files.get(kind.value, []):
            if sum(photo.kind is kind for photo in photos) >= _MOST[kind]:
                yield TooManyFiles(field=kind.value, photos=PHOTOS_MOST)
                return
            if not _may_send(runtime, sent.address, now=now):
                yield TooOften(retry_after_s=10, field=kind.value)
                return
            try:
                yield await take(runtime, upload.content, now)
            except (Invalid, TooLarge) as refusal:
                yield refusal
            except (NoRoom, StoreAway) as away:
                raise FilesNotNow(retry_after_s=away.retry_after_s) from away


def _may_send(runtime: Runtime, address: str, *, now: datetime) -> bool:
    return runtime.settings.limits == "off" or runtime.files_of_network.spend(network_of(address), now=now)


async def _take_photo(runtime: Runtime, content: bytes, at: datetime) -> PhotoDetail:
    return await uploads.take_in(content, darkroom=runtime.darkroom, store=runtime.store, by=None, now=at)


async def _take_voice(runtime: Runtime, content: bytes, at: datetime) -> PhotoDetail:
    return await uploads.take_voice_in(content, studio=runtime.studio, store=runtime.store, by=None, now=at)


_WAYS: dict[FileKind, Callable[[Runtime, bytes, datetime], Awaitable[PhotoDetail]]] = {
    FileKind.PHOTO: _take_photo,
    FileKind.VOICE: _take_voice,
}
