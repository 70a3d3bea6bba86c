"""A single photo or voice note that the public is not shown, while the rest of its suggestion stays."""

from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns.combination import And

from jianyan.suggestions.tables import SuggestionPhoto
from jianyan.topics import topic_ids
from jianyan.uploads import FileKind, NoSuchUpload


class SentFile(msgspec.Struct, frozen=True, kw_only=True):
    """A photo or voice note that came with a suggestion."""

    id: int
    name: str
    kind: FileKind
    number: int
    """From 1 within the suggestion."""
    tracking: str
    topic_id: int
    is_withheld: bool


async def sent_files(suggestion_id: int) -> list[SentFile]:
    """List what came with a suggestion, in its order; erased files are left out."""
    of_it = And(SuggestionPhoto.suggestion == suggestion_id, _THERE)
    rows = await SuggestionPhoto.select(*_COLUMNS).where(of_it).order_by(SuggestionPhoto.number)
    return [_file(row) for row in rows]


async def sent_file(name: str) -> SentFile:
    """Give a photo or voice note of a suggestion of the current scope.

    Raises:
        NoSuchUpload: there is none, it was erased, or it is of another scope.
    """
    seen = And(SuggestionPhoto.suggestion.topic.is_in(topic_ids()), _THERE)
    row = await SuggestionPhoto.select(*_COLUMNS).where(And(SuggestionPhoto.photo.name == name, seen)).first()
    if row is None:
        raise NoSuchUpload
    return _file(row)


async def set_withheld(file: SentFile, *, at: datetime | None) -> bool:
    """Withhold a file, or where `at` is None show it again; joins the caller's transaction.

    Returns whether that changed anything.
    """
    is_withheld = SuggestionPhoto.withheld_at.is_not_null()
    before = SuggestionPhoto.withheld_at.is_null() if at else is_withheld
    changed = (
        await SuggestionPhoto.update({SuggestionPhoto.withheld_at: at})
        .where(And(SuggestionPhoto.id == file.id, before))
        .returning(SuggestionPhoto.id)
    )
    return bool(changed)


def _file(row: dict[str, Any]) -> SentFile:
    is_withheld = row.pop("withheld_at") is not None
    return SentFile(**{**row, "kind": FileKind(row["kind"]), "is_withheld": is_withheld})


_THERE = SuggestionPhoto.photo.erased_at.is_null()
_COLUMNS = (
    SuggestionPhoto.id,
    SuggestionPhoto.number,
    SuggestionPhoto.withheld_at,
    SuggestionPhoto.photo.name.as_alias("name"),
    SuggestionPhoto.photo.kind.as_alias("kind"),
    SuggestionPhoto.suggestion.tracking.as_alias("tracking"),
    SuggestionPhoto.suggestion.topic.as_alias("topic_id"),
)
