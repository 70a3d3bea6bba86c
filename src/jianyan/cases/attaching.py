"""Which files belong to the draft of a reply: those that its form names, and no others."""

from collections.abc import Collection
from typing import Any

from jianyan import trail, uploads
from jianyan.accounts import Person
from jianyan.cases.schemas import DOCUMENTS_MOST, PHOTOS_MOST, NewReply
from jianyan.cases.tables import ReplyDocument, ReplyPhoto
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions import NewPhoto, loose_photo
from jianyan.uploads import DOCUMENTS, FileKind, NoSuchUpload, document_title

Hanging = type[ReplyPhoto] | type[ReplyDocument]
_FILE: dict[Hanging, Any] = {ReplyPhoto: ReplyPhoto.photo, ReplyDocument: ReplyDocument.file}
"""Table of what hangs on a reply → its column that names the file."""
_PHOTOS = frozenset({FileKind.PHOTO})


async def put_files(reply_id: int, new: NewReply, *, by: Person) -> None:
    """Let exactly the photos and documents of a reply belong to its draft.

    Joins the caller's transaction.

    Raises:
        Invalid: there are more than six photos, or more than three documents.
        NoSuchUpload: one was not taken in by this person as what it is to be, or is let go.
    """
    sides = {**dict.fromkeys(new.photos_before, False), **dict.fromkeys(new.photos_after, True)}
    titles = {one.name: one.title for one in new.documents}
    if len(sides) > PHOTOS_MOST:
        raise Invalid(N_("At most %(most)s photos fit."), field="photos", most=PHOTOS_MOST)
    if len(titles) > DOCUMENTS_MOST:
        raise Invalid(N_("At most %(most)s documents fit."), field="documents", most=DOCUMENTS_MOST)
    await _let_go(ReplyPhoto, reply_id, sides)
    await _let_go(ReplyDocument, reply_id, titles)
    photos = await _new(ReplyPhoto, reply_id, sides, _PHOTOS, by=by)
    for name, file in photos.items():
        row = ReplyPhoto(reply=reply_id, photo=file.photo_id, is_after=sides[name], salt=trail.fresh_salt())
        await ReplyPhoto.insert(row)
    documents = await _new(ReplyDocument, reply_id, titles, DOCUMENTS, by=by)
    for name, file in documents.items():
        title, salt = document_title(titles[name], file.kind), trail.fresh_salt()
        await ReplyDocument.insert(ReplyDocument(reply=reply_id, file=file.photo_id, title=title, salt=salt))


async def _let_go(table: Hanging, reply_id: int, wanted: Collection[str]) -> None:
    """Let go of the files that are not wanted any more."""
    gone = [row for row in await _there(table, reply_id) if row["name"] not in wanted]
    if gone:
        await table.delete().where(table.id.is_in([row["id"] for row in gone]))
        await uploads.let_go([row["file"] for row in gone])


async def _new(
    table: Hanging, reply_id: int, wanted: Collection[str], kinds: Collection[FileKind], *, by: Person
) -> dict[str, NewPhoto]:
    """Give the wanted files that do not belong to the draft yet, by their names; from now on they do."""
    known = {row["name"] for row in await _there(table, reply_id)}
    found = {name: await _loose(name, kinds, by=by) for name in wanted if name not in known}
    if found:
        await uploads.belong([file.photo_id for file in found.values()])
    return found


async def _there(table: Hanging, reply_id: int) -> list[dict[str, Any]]:
    column = _FILE[table]
    columns = (table.id, column.as_alias("file"), column.name.as_alias("name"))
    rows: list[dict[str, Any]] = await table.select(*columns).where(table.reply == reply_id)
    return rows


async def _loose(name: str, kinds: Collection[FileKind], *, by: Person) -> NewPhoto:
    """Give a file of one of these kinds that somebody took in and that belongs to nothing yet."""
    file = await loose_photo(name, by=by.actor)
    if file is None or file.kind not in kinds:
        raise NoSuchUpload
    return file
