"""Documents that a reply hands out: which belong to it, and who may save them."""

from collections.abc import Sequence
from typing import Any

from piccolo.columns.combination import And

from jianyan import trail, uploads
from jianyan.accounts import Person
from jianyan.cases.photos import loose_file, replies_shown_to
from jianyan.cases.schemas import DOCUMENTS_MOST, NewDocument, ReplyDocumentDetail
from jianyan.cases.tables import ReplyDocument
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.uploads import DOCUMENTS, FileKind, NoSuchPhoto, document_title

_COLUMNS = (
    ReplyDocument.reply,
    ReplyDocument.title,
    ReplyDocument.file.name.as_alias("name"),
    ReplyDocument.file.kind.as_alias("kind"),
    ReplyDocument.file.size_bytes.as_alias("size_bytes"),
)
_THERE = ReplyDocument.file.erased_at.is_null()


async def put_documents(reply_id: int, wanted: Sequence[NewDocument], *, by: Person) -> None:
    """Let exactly these documents belong to a draft; joins the caller's transaction.

    Raises:
        Invalid: there are more than three.
        NoSuchPhoto: one was not taken in by this person, or is let go.
    """
    titles = {one.name: one.title for one in wanted}
    if len(titles) > DOCUMENTS_MOST:
        raise Invalid(N_("At most %(most)s documents fit."), field="documents", most=DOCUMENTS_MOST)
    columns = (ReplyDocument.id, ReplyDocument.file, ReplyDocument.file.name.as_alias("name"))
    there = await ReplyDocument.select(*columns).where(ReplyDocument.reply == reply_id)
    gone = [row for row in there if row["name"] not in titles]
    if gone:
        await ReplyDocument.delete().where(ReplyDocument.id.is_in([row["id"] for row in gone]))
        await uploads.let_go([row["file"] for row in gone])
    known = {row["name"] for row in there}
    for name, title in titles.items():
        if name not in known:
            await _put(reply_id, NewDocument(name, title), by=by)


async def documents_of(reply_ids: list[int]) -> dict[int, list[ReplyDocumentDetail]]:
    """Give reply id → its documents, in their order; erased ones are left out."""
    found: dict[int, list[ReplyDocumentDetail]] = {}
    shown = And(ReplyDocument.reply.is_in(reply_ids or [0]), _THERE)
    for row in await ReplyDocument.select(*_COLUMNS).where(shown).order_by(ReplyDocument.id):
        found.setdefault(row["reply"], []).append(_detail(row))
    return found


async def reply_document(name: str, *, by: Person | None) -> ReplyDocumentDetail:
    """Give a document of a reply.

    Args:
        name: its address.
        by: somebody who sees the case; None: everybody, so only what is published.

    Raises:
        NoSuchPhoto: there is none of that name for whoever asks.
    """
    named = And(ReplyDocument.file.name == name, _THERE)
    seen = ReplyDocument.reply.is_in(replies_shown_to(by))
    row = await ReplyDocument.select(*_COLUMNS).where(And(named, seen)).first()
    if row is None:
        raise NoSuchPhoto
    return _detail(row)


def _detail(row: dict[str, Any]) -> ReplyDocumentDetail:
    shown = {column: row[column] for column in ("name", "title", "size_bytes")}
    return ReplyDocumentDetail(**shown, kind=FileKind(row["kind"]))


async def _put(reply_id: int, new: NewDocument, *, by: Person) -> None:
    file = await loose_file(new.name, DOCUMENTS, by=by)
    await uploads.belong([file.photo_id])
    title, salt = document_title(new.title, file.kind), trail.fresh_salt()
    await ReplyDocument.insert(ReplyDocument(reply=reply_id, file=file.photo_id, title=title, salt=salt))
