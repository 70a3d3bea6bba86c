"""The first sheet of a workbook: blocks of figures one below the other, a native chart beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jianyan.sheets.pen import Pen, Styles, print_set_up
from jianyan.sheets.values import Row, storable_in_xml

_HUE = "#0B5C8A"
_LINE = "#D8DEE6"
_INK = {"color": "#4A5665", "size": 10}
_GAP_ROWS = 2
# Pixels; a row is 20 high.
_ROW_HEIGHT = 20
_CHART_WIDTH = 560
_LEAST_HEIGHT = 260
_BAR_HEIGHT = 32
_SMALL_COUNT = 8


@dataclass(frozen=True, slots=True)
class Block:
    """Some figures under a heading.

    Attributes:
        heading: stands above them.
        columns: names of the columns; empty: none is shown.
        rows: a value for each column; for a chart the first is a name or a day and the second a count.
        chart: `bar` draws them across, the first on top; `column` upright, as time goes; None: no chart.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Row]
    chart: Literal["bar", "column"] | None = None


class _Label(str):
    """A name below a bar: never a number, though XlsxWriter takes names for numbers where `float` does."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError


class Front:
    """A worksheet of blocks."""

    row_count = 0
    """Its figures are counted in the other sheets."""

    def __init__(self, book: Any, name: str, title: str, blocks: Sequence[Block], styles: Styles) -> None:
        self.name = name
        self._book = book
        self._sheet = book.add_worksheet(name)
        self._styles = styles
        self._column_count = max((len(row) for block in blocks for row in block.rows), default=1)
        self._pen = Pen(self._sheet, styles, column_count=self._column_count)
        self._sheet.hide_gridlines(2)
        self._sheet.set_row(0, 30)
        # Upright it is one page mostly: as wide as the paper, Excel knows no breaks before a chart.
        print_set_up(self._sheet, is_upright=True)
        self._pen.text(0, 0, title, styles.title, is_measured=False)
        top = 2
        for block in blocks:
            top = self._write(block, top) + _GAP_ROWS

    @property
    def cut_count(self) -> int:
        """Cells whose text was longer than Excel holds."""
        return self._pen.cut_count

    def finish(self) -> None:
        """Set the widths."""
        self._pen.set_widths()

    def _write(self, block: Block, top: int) -> int:
        """Write a block and give the first row below it and its chart."""
        self._pen.text(top, 0, block.heading, self._styles.heading, is_measured=False)
        below = top + 1
        for at, column in enumerate(block.columns):
            style = self._styles.header_of_counts if at else self._styles.header
            self._pen.text(below, at, column, style)
        below += bool(block.columns)
        for row in block.rows:
            for at, value in enumerate(row):
                self._pen.value(below, at, value, is_fact=not block.columns)
            below += 1
        if block.chart and block.rows:
            return max(below, self._draw(block, top=top, first=below - len(block.rows)))
        return below

    def _draw(self, block: Block, *, top: int, first: int) -> int:
        last = first + len(block.rows) - 1
        chart = self._book.add_chart({"type": block.chart})
        chart.add_series(
            {
                **self._named(first - 1, 1, block.columns[1], data="name_data"),
                "categories": [self.name, first, 0, last, 0],
                "values": [self.name, first, 1, last, 1],
                "categories_data": [_Label(storable_in_xml(str(row[0]))) for row in block.rows],
                "values_data": [row[1] for row in block.rows],
                "fill": {"color": _HUE},
                "gap": 40,
                **({"data_labels": {"value": True, "font": _INK}} if block.chart == "bar" else {}),
            }
        )
        height = max(_LEAST_HEIGHT, 60 + _BAR_HEIGHT * len(block.rows)) if block.chart == "bar" else 300
        title_font = {"name_font": {"size": 12, "bold": True}, "overlay": False}
        chart.set_title({**self._named(top, 0, block.heading, data="data"), **title_font})
        _dress(chart, block, height)
        said = {"description": storable_in_xml(block.heading)}
        self._sheet.insert_chart(top, self._column_count + 1, chart, said)
        return top - (-height // _ROW_HEIGHT)

    def _named(self, row: int, at: int, text: str, *, data: str) -> dict[str, Any]:
        """Give the name of a chart or of its bars by its cell: XlsxWriter takes some for formulas (见!A1)."""
        return {"name": [self.name, row, at], data: [_Label(storable_in_xml(text))]}


def _steps(block: Block) -> dict[str, int]:
    """Give whole steps for an axis of small counts; Excel would put fractions between them."""
    highest = max(int(row[1] or 0) for row in block.rows)  # type: ignore[arg-type] # a count
    return {"major_unit": 1} if highest <= _SMALL_COUNT else {}


def _dress(chart: Any, block: Block, height: int) -> None:
    """Let a chart say no more than its heading: one hue, from zero, no legend."""
    chart.set_legend({"none": True})
    chart.set_size({"width": _CHART_WIDTH, "height": height})
    names = {"num_font": _INK, "line": {"color": _LINE}, "num_format": "m-d"}
    counts = {"min": 0, "num_font": _INK, "major_gridlines": {"visible": True, "line": {"color": _LINE}}}
    if block.chart == "bar":
        chart.set_x_axis({**counts, "visible": False, "major_gridlines": {"visible": False}})
        chart.set_y_axis({**names, "reverse": True, "major_gridlines": {"visible": False}})
        return
    chart.set_x_axis({**names, "text_axis": True})
    chart.set_y_axis({**counts, **_steps(block), "line": {"none": True}})
