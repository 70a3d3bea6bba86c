"""Documents that a reply hands out, and who may save them."""

from typing import Any

from piccolo.columns.combination import And

from jianyan.accounts import Person
from jianyan.cases.schemas import ReplyDocumentDetail
from jianyan.cases.seeing import replies_shown_to
from jianyan.cases.tables import ReplyDocument
from jianyan.uploads import FileKind, NoSuchUpload

_COLUMNS = (
    ReplyDocument.reply,
    ReplyDocument.title,
    ReplyDocument.file.name.as_alias("name"),
    ReplyDocument.file.kind.as_alias("kind"),
    ReplyDocument.file.size_bytes.as_alias("size_bytes"),
)
_THERE = ReplyDocument.file.erased_at.is_null()


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
        NoSuchUpload: there is none of that name for whoever asks.
    """
    named = And(ReplyDocument.file.name == name, _THERE)
    seen = ReplyDocument.reply.is_in(replies_shown_to(by))
    row = await ReplyDocument.select(*_COLUMNS).where(And(named, seen)).first()
    if row is None:
        raise NoSuchUpload
    return _detail(row)


def _detail(row: dict[str, Any]) -> ReplyDocumentDetail:
    shown = {column: row[column] for column in ("name", "title", "size_bytes")}
    return ReplyDocumentDetail(**shown, kind=FileKind(row["kind"]))
