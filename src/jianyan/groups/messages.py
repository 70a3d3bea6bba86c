"""From a clerk's sheet to messages that can be grouped."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

import msgspec

from jianyan.groups.grams import amounts_of
from jianyan.groups.schemas import Message
from jianyan.sheets import (
    NotAMoment,
    NotAWholeNumber,
    Sheet,
    SheetRow,
    moment_of,
    require_columns,
    text_of,
    whole_of,
)


class MessageColumns(msgspec.Struct, frozen=True, kw_only=True):
    """Which column of a sheet says what; None: none does."""

    texts: Sequence[str]
    """At least one; of several the first is the title, the others are the body."""
    id: str | None = None
    time: str | None = None
    sender: str | None = None
    likes: str | None = None
    dislikes: str | None = None


class ReadMessages(msgspec.Struct, frozen=True):
    """The messages of a sheet."""

    messages: list[Message]
    """By time; their numbers count from 0 in this order."""
    names: list[str]
    """What each is called in its sheet: its id, else the number of its row."""
    left_out: int
    """Rows without a letter, or with a time or a number that cannot be read."""


def messages_of(sheet: Sheet, columns: MessageColumns, *, zone: tzinfo, now: datetime) -> ReadMessages:
    """Give the messages of a sheet.

    Args:
        sheet: as `sheets.read_rows` gives it.
        columns: what stands in which column.
        zone: in which times without an offset were written.
        now: when a row counts as sent where there is no column of times.

    Raises:
        MissingColumn: a column is not there.
    """
    single = (columns.id, columns.time, columns.sender, columns.likes, columns.dislikes)
    require_columns(sheet, [*columns.texts, *(name for name in single if name is not None)])
    rows = list(sheet.rows)
    read = [(_message(row, columns, zone=zone, now=now), row) for row in rows]
    kept = [(message, row) for message, row in read if message is not None]
    kept.sort(key=lambda one: one[0].at)
    return ReadMessages(
        [msgspec.structs.replace(message, number=number) for number, (message, _) in enumerate(kept)],
        [_said(row, columns.id) or str(row.number) for _, row in kept],
        len(rows) - len(kept),
    )


def _message(row: SheetRow, columns: MessageColumns, *, zone: tzinfo, now: datetime) -> Message | None:
    first, *others = (_said(row, column) for column in columns.texts)
    title, body = (first, "\n".join(others)) if others else ("", first)
    if not amounts_of(title, body):
        return None
    try:
        return Message(
            number=0,
            title=title,
            body=body,
            at=moment_of(row.cells[columns.time], zone) if columns.time else now,
            sender=_said(row, columns.sender) or None,
            likes=_counted(row, columns.likes),
            dislikes=_counted(row, columns.dislikes),
        )
    except (NotAMoment, NotAWholeNumber):
        return None


def _said(row: SheetRow, column: str | None) -> str:
    return text_of(row.cells[column])[0] if column else ""


def _counted(row: SheetRow, column: str | None) -> int:
    return whole_of(row.cells[column]) if column and _said(row, column) else 0
