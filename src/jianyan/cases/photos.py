"""Photos of a place, before and after, and who sees them."""

from piccolo.columns.combination import And

from jianyan import uploads
from jianyan.accounts import Person
from jianyan.cases.schemas import ReplyPhotoDetail
from jianyan.cases.seeing import replies_shown_to
from jianyan.cases.tables import ReplyPhoto
from jianyan.uploads import NoSuchUpload, PhotoDetail


async def photos_of(reply_ids: list[int]) -> dict[int, list[ReplyPhotoDetail]]:
    """Give reply id → its photos, those from before first; erased ones are left out."""
    if not reply_ids:
        return {}
    shown = And(ReplyPhoto.reply.is_in(reply_ids), ReplyPhoto.photo.erased_at.is_null())
    columns = (ReplyPhoto.reply, ReplyPhoto.is_after, ReplyPhoto.photo.name.as_alias("name"))
    found: dict[int, list[ReplyPhotoDetail]] = {}
    for row in await ReplyPhoto.select(*columns).where(shown).order_by(ReplyPhoto.is_after, ReplyPhoto.id):
        detail = ReplyPhotoDetail(name=row["name"], is_after=bool(row["is_after"]))
        found.setdefault(row["reply"], []).append(detail)
    return found


async def reply_photo(name: str, *, by: Person | None) -> PhotoDetail:
    """Give a photo of a reply.

    Args:
        name: its address.
        by: somebody who sees the case; None: everybody, so only what is published.

    Raises:
        NoSuchUpload: there is none of that name for whoever asks.
    """
    seen = ReplyPhoto.reply.is_in(replies_shown_to(by))
    if not await ReplyPhoto.exists().where(And(ReplyPhoto.photo.name == name, seen)):
        raise NoSuchUpload
    return await uploads.photo_named(name)
