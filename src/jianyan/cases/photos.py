"""Photos of a place, before and after: which belong to a reply, and who sees them."""

from collections.abc import Collection, Sequence
from typing import Any

from piccolo.columns.combination import And

from jianyan import trail, uploads
from jianyan.accounts import Person
from jianyan.cases.schemas import PHOTOS_MOST, ReplyPhotoDetail
from jianyan.cases.seeing import seen_by
from jianyan.cases.states import CaseState
from jianyan.cases.tables import Case, Reply, ReplyPhoto
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions import NewPhoto, loose_photo
from jianyan.uploads import FileKind, NoSuchPhoto, PhotoDetail


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
    seen = ReplyPhoto.reply.is_in(replies_shown_to(by))
    if not await ReplyPhoto.exists().where(And(ReplyPhoto.photo.name == name, seen)):
        raise NoSuchPhoto
    return await uploads.photo_named(name)


def replies_shown_to(by: Person | None) -> Any:
    """Give a query of the replies whose files somebody may fetch.

    Args:
        by: sees those of its cases, drafts included; None: everybody, so those that are published, and whose
            case was not cancelled since.
    """
    if by is not None:
        return Reply.select(Reply.id).where(Reply.case.is_in(Case.select(Case.id).where(seen_by(by))))
    cancelled = Case.select(Case.id).where(Case.state == CaseState.CANCELLED.value)
    shown = And(Reply.published_at.is_not_null(), Reply.case.not_in(cancelled))
    return Reply.select(Reply.id).where(shown)


async def loose_file(name: str, kinds: Collection[FileKind], *, by: Person) -> NewPhoto:
    """Give a file of one of these kinds that somebody took in and that belongs to nothing yet.

    Raises:
        NoSuchPhoto: there is none.
    """
    file = await loose_photo(name, by=by.actor)
    if file is None or file.kind not in kinds:
        raise NoSuchPhoto
    return file


async def _put(reply_id: int, name: str, *, is_after: bool, by: Person) -> None:
    photo = await loose_file(name, {FileKind.PHOTO}, by=by)
    await uploads.belong([photo.photo_id])
    row = ReplyPhoto(reply=reply_id, photo=photo.photo_id, is_after=is_after, salt=trail.fresh_salt())
    await ReplyPhoto.insert(row)
