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
from jianyan.documents import Block, ChartBlock, Document, Heading
from jianyan.i18n import N_, say

_HAN_DIGITS = "〇一二三四五六七八九"
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
    numbers = Numbers(language)
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


class Numbers:
    """The numbers of headings, one after the other.

    Args:
        language: Chinese counts 一、 （一） 1. （1）, others 1. 1.1 1.1.1.

    Source: GB/T 9704-2012, 7.3.3.
    """

    def __init__(self, language: str) -> None:
        self._is_chinese = language.startswith("zh")
        self._counts = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        """Give the number of the next heading of a level, 1 to 4."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (4 - level)
        count = self._counts[level - 1]
        if not self._is_chinese:
            return ".".join(map(str, self._counts[:level])) + ("." if level == 1 else "")
        return (f"{han_number(count)}、", f"（{han_number(count)}）", f"{count}.", f"（{count}）")[level - 1]


def han_number(count: int) -> str:
    """Give a number from 1 to 99 as headings write it: 十, 十一, 二十一."""
    tens, ones = divmod(count, 10)
    if not tens:
        return _HAN_DIGITS[ones]
    first = "" if tens == 1 else _HAN_DIGITS[tens]
    return f"{first}十{_HAN_DIGITS[ones] if ones else ''}"
