"""What a document says, before anybody decides how it looks: the same for DOCX, PDF and a web page."""

from datetime import date, datetime
from typing import Literal

import msgspec


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading; its number (一、 (一) 1. (1)) is made by whoever draws it."""

    text: str
    level: int = 1
    """1 to 4."""


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """A paragraph of running text."""

    text: str


class Quote(msgspec.Struct, frozen=True, tag=True):
    """What somebody said, in their words."""

    text: str
    source: str
    """Anonymous: what kind of place or person; may be empty."""


class TableBlock(msgspec.Struct, frozen=True, tag=True):
    """A table with one header row."""

    caption: str
    headings: list[str]
    rows: list[list[str]]
    """As they are shown; each as long as the headings."""
    numeric: list[int] = []
    """Places of the columns, from 0, that are set to the right."""


class ChartBlock(msgspec.Struct, frozen=True, tag=True):
    """Bars of one hue from zero: lying (`bars`) or standing in the order of time (`columns`)."""

    caption: str
    kind: Literal["bars", "columns"]
    points: list[tuple[str, int]]
    """Label and count."""
    is_tabled: bool = False
    """True where the table before it holds these numbers: it gets none of its own."""


Block = Heading | Paragraph | Quote | TableBlock | ChartBlock


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An official document of an office."""

    title: str
    addressee: str
    """主送: to whom it goes; may be empty."""
    blocks: list[Block]
    attachments: list[tuple[str, list[Block]]]
    """Title and content of each, listed before the signature, printed after it on a page of its own."""
    signed_by: str
    """The office; may be empty."""
    signed_on: date | None
    language: str
    """One of i18n.LANGUAGES."""
    made_at: datetime
    """Stands in the file's properties; never the present moment."""
