"""A document as a piece of a page and as a whole HTML file: its numbers, its charts as SVG, their tables.

Both fronts show the piece (`site/_document.html` with what `laid_out` gives), and the file is what is taken
away: it needs nothing else, fetches nothing and runs nothing.
"""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
from babel.dates import format_date

from jianyan import pages
from jianyan.charts import Bar, bar_chart, labelled_columns
from jianyan.documents import Block, ChartBlock, Document, Heading, HeadingNumbers
from jianyan.i18n import N_, say

_SAME_NUMBERS = N_("The table below holds the same numbers.")


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """One block as a template shows it."""

    kind: str
    """`Heading`, `Paragraph`, `Quote`, `TableBlock` or `ChartBlock`."""
    block: Block
    number: str = ""
    """Of a heading: 一、 （一） 1. （1）."""
    svg: str = ""
    """Of a chart."""


class Attachment(msgspec.Struct, frozen=True):
    """What is printed after the signature."""

    number: int
    title: str
    blocks: list[Drawn]


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """A document as a template shows it."""

    language: str
    title: str
    addressee: str
    blocks: list[Drawn]
    attachments: list[Attachment]
    signed_by: str
    signed_on: str
    """In words; may be empty."""


def laid_out(document: Document) -> Layout:
    """Give a document as `site/_document.html` shows it."""
    language, on = document.language, document.signed_on
    return Layout(
        language=language,
        title=document.title,
        addressee=document.addressee,
        blocks=_drawn(document.blocks, language, name="chart"),
        attachments=[
            Attachment(number, title, _drawn(blocks, language, name=f"chart-{number}"))
            for number, (title, blocks) in enumerate(document.attachments, start=1)
        ],
        signed_by=document.signed_by,
        signed_on=_in_words(on, language) if on else "",
    )


def html_bytes(document: Document) -> bytes:
    """Give a document as one HTML file; the same document is the same bytes."""
    page = pages.render(
        "site/document.html",
        document.language,
        layout=laid_out(document),
        style=_style(),
        made_on=document.made_at.date().isoformat(),
    )
    return page.encode()


@cache
def _style() -> str:
    folder = files("jianyan.site") / "inline"
    return "\n".join(
        (folder / name).read_text(encoding="utf-8").strip() for name in ("site.css", "report.css")
    )


def _in_words(on: date, language: str) -> str:
    return str(format_date(on, format="long", locale=language.replace("-", "_")))


def _drawn(blocks: list[Block], language: str, *, name: str) -> list[Drawn]:
    numbers = HeadingNumbers(language)
    return [
        Drawn(
            kind=type(block).__name__,
            block=block,
            number=numbers.next(block.level) if isinstance(block, Heading) else "",
            svg=_chart(block, f"{name}-{at}", language) if isinstance(block, ChartBlock) else "",
        )
        for at, block in enumerate(blocks)
    ]


def _chart(block: ChartBlock, name: str, language: str) -> str:
    bars = [Bar(label, count) for label, count in block.points]
    draw = bar_chart if block.kind == "bars" else labelled_columns
    return draw(bars, name=name, title=block.caption, description=say(language, _SAME_NUMBERS))
