"""The photo that a member's form may bring along, whatever kind of contribution it is."""

from jianyan import suggestions, uploads
from jianyan.accounts import Person
from jianyan.clock import now
from jianyan.forms import one
from jianyan.runtime import Runtime
from jianyan.suggestions import NewPhoto
from jianyan.uploads import BYTES_MOST
from jianyan.web.bodies import Fields, Upload, read_form_and_files
from jianyan.web.exchange import Request

BODY_BYTES_MOST = BYTES_MOST + 256 * 1024
"""Of a form with its photo."""
Files = dict[str, list[Upload]]


async def form_of(request: Request) -> tuple[Fields, Files]:
    """Give the fields and files of a member's form.

    Raises:
        UnreadableForm: see jianyan.web.bodies.
    """
    return read_form_and_files(await request.body(), request.headers.get("content-type", ""))


async def member_photos(runtime: Runtime, person: Person, fields: Fields, files: Files) -> list[NewPhoto]:
    """Give the photo, sent now or with the form before; its name goes into the fields.

    Raises:
        NotAPicture, TooManyBytes, TooManyPixels, UnreadablePicture: nothing was kept.
        NoRoom, StoreAway, DiskFull, DatabaseBusy: the same.
    """
    if "photo_file" in files:
        content = files["photo_file"][0].content
        taken = await uploads.take_in(
            content, darkroom=runtime.darkroom, store=runtime.store, by=person.actor, now=now()
        )
        fields["photo"] = [taken.name]
    name = one(fields, "photo")
    found = await suggestions.loose_photo(name, by=person.actor) if name else None
    return [found] if found and found.kind is uploads.FileKind.PHOTO else []
