"""The numbers of headings, tables and figures, and what stands beside a chart: the same in every form.

Source: GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）).
"""

from collections.abc import Iterator, Sequence

import msgspec

from jianyan.documents.model import Block, ChartBlock, Document, Heading, Quote, TableBlock
from jianyan.i18n import N_, say

_DEEPEST = 4
_DIGITS = "零一二三四五六七八九"
_NARROW_LABEL = 12
"""Characters of a label that lets three of them stand side by side in a chart's table."""


def numbered(document: Document) -> Document:
    """Give the same document as it is drawn: with numbers, quotation marks, and a table after each chart."""
    captions = _Captions(document.language)
    return msgspec.structs.replace(
        document,
        blocks=list(_drawn(document.blocks, captions)),
        attachments=[(title, list(_drawn(blocks, captions))) for title, blocks in document.attachments],
    )


def chinese_number(number: int) -> str:
    """Give 1 to 99 as 一 to 九十九; beyond that the digits as they are."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    leading = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return leading + (_DIGITS[ones] if ones else "")


class _Captions:
    """Counts tables and figures through the whole document."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._counts = {N_("Table"): 0, N_("Figure"): 0}

    def next(self, kind: str, caption: str) -> str:
        self._counts[kind] += 1
        chinese = self.language == "zh-CN"
        number = f"{say(self.language, kind)}{'' if chinese else ' '}{self._counts[kind]}"
        return f"{number}{'　' if chinese else '. '}{caption}" if caption else number


def _drawn(blocks: Sequence[Block], captions: _Captions) -> Iterator[Block]:
    headings = HeadingNumbers(captions.language)
    between = "" if captions.language == "zh-CN" else " "
    for block in blocks:
        match block:
            case Heading():
                yield Heading(f"{headings.next(block.level)}{between}{block.text}", block.level)
            case Quote():
                yield Quote(_quoted(block, captions.language), "")
            case TableBlock():
                yield msgspec.structs.replace(block, caption=captions.next("Table", block.caption))
            case ChartBlock():
                yield msgspec.structs.replace(block, caption=captions.next("Figure", block.caption))
                if not block.is_tabled:
                    yield chart_table(block, language=captions.language)
            case _:
                yield block


class HeadingNumbers:
    """The numbers of headings, one after the other.

    Args:
        language: Chinese counts 一、 （一） 1. （1）, others 1. 1.1 1.1.1.
    """

    def __init__(self, language: str) -> None:
        self._is_chinese = language == "zh-CN"
        self._counts = [0] * _DEEPEST

    def next(self, level: int) -> str:
        """Give the number of the next heading of a level, 1 to 4, without what parts it from the words."""
        at = min(max(level, 1), _DEEPEST) - 1
        self._counts[at] += 1
        self._counts[at + 1 :] = [0] * (_DEEPEST - at - 1)
        count = self._counts[at]
        if not self._is_chinese:
            # A level that was left out counts as its first.
            return ".".join(str(max(each, 1)) for each in self._counts[: at + 1]) + ("." if at == 0 else "")
        chinese = chinese_number(count)
        return (f"{chinese}、", f"（{chinese}）", f"{count}.", f"（{count}）")[at]


def _quoted(quote: Quote, language: str) -> str:
    if language == "zh-CN":
        return f"“{quote.text}”" + (f"（{quote.source}）" if quote.source else "")
    return f"“{quote.text}”" + (f" ({quote.source})" if quote.source else "")


def chart_table(chart: ChartBlock, *, language: str) -> TableBlock:
    """Give a chart's figures as a table without a caption; many short ones stand side by side."""
    beside = _side_by_side(chart)
    height = -(-len(chart.points) // beside)
    cells = [[label, str(count)] for label, count in chart.points]
    cells += [["", ""]] * (height * beside - len(cells))
    rows = [[text for cell in cells[row::height] for text in cell] for row in range(height)]
    first = N_("Time") if chart.kind == "columns" else N_("Item")
    headings = [say(language, first), say(language, N_("Count"))] * beside
    return TableBlock("", headings, rows, numeric=list(range(1, 2 * beside, 2)))


def _side_by_side(chart: ChartBlock) -> int:
    if any(len(label) > _NARROW_LABEL for label, _ in chart.points):
        return 1
    return 1 if len(chart.points) <= 10 else 2 if len(chart.points) <= 20 else 3
