"""Photos of a place, before and after: which belong to a reply, and who sees them."""

from collections.abc import Sequence

from piccolo.columns.combination import And

from jianyan import trail, uploads
from jianyan.accounts import Person
from jianyan.cases.schemas import PHOTOS_MOST, ReplyPhotoDetail
from jianyan.cases.seeing import seen_by
from jianyan.cases.tables import Case, Reply, ReplyPhoto
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions import loose_photo
from jianyan.uploads import NoSuchPhoto, PhotoDetail


async def put_photos(reply_id: int, *, before: Sequence[str], after: Sequence[str], by: Person) -> None:
    """Let exactly these photos belong to a draft; joins the caller's transaction.

    Raises:
        Invalid: there are more than six.
        NoSuchPhoto: one was not taken in by this person, or is let go.
    """
    wanted = {**dict.fromkeys(before, False), **dict.fromkeys(after, True)}
    if len(wanted) > PHOTOS_MOST:
        raise Invalid(N_("At most %(most)s photos fit."), field="photos", most=PHOTOS_MOST)
    columns = (ReplyPhoto.id, ReplyPhoto.photo, ReplyPhoto.photo.name.as_alias("name"))
    there = await ReplyPhoto.select(*columns).where(ReplyPhoto.reply == reply_id)
    gone = [row for row in there if row["name"] not in wanted]
    if gone:
        await ReplyPhoto.delete().where(ReplyPhoto.id.is_in([row["id"] for row in gone]))
        await uploads.let_go([row["photo"] for row in gone])
    known = {row["name"] for row in there}
    for name, is_after in wanted.items():
        if name not in known:
            await _put(reply_id, name, is_after=is_after, by=by)


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
        NoSuchPhoto: there is none of that name for whoever asks.
    """
    if by is None:
        seen = ReplyPhoto.reply.published_at.is_not_null()
    else:
        replies = Reply.select(Reply.id).where(Reply.case.is_in(Case.select(Case.id).where(seen_by(by))))
        seen = ReplyPhoto.reply.is_in(replies)
    if not await ReplyPhoto.exists().where(And(ReplyPhoto.photo.name == name, seen)):
        raise NoSuchPhoto
    return await uploads.photo_named(name)


async def _put(reply_id: int, name: str, *, is_after: bool, by: Person) -> None:
    photo = await loose_photo(name, by=by.actor)
    if photo is None:
        raise NoSuchPhoto
    await uploads.belong([photo.photo_id])
    row = ReplyPhoto(reply=reply_id, photo=photo.photo_id, is_after=is_after, salt=trail.fresh_salt())
    await ReplyPhoto.insert(row)
