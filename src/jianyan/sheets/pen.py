"""Cells of a worksheet of XlsxWriter: typed, and people's text only ever as text."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from jianyan.sheets.guard import guarded
from jianyan.sheets.limits import (
    FIRST_DAY,
    LARGEST_NUMBER,
    MAX_CELL_UNITS,
    MEASURED_ROWS,
    NARROWEST,
    WIDEST,
    cut,
    shown_width,
    units_of,
)
from jianyan.sheets.values import Share, Value, storable_in_xml, wall_clock

WASH = "#E8EEF3"
_A4 = 9
_MIDDLE = {"valign": "vcenter"}


@dataclass(frozen=True, slots=True)
class Styles:
    """How the cells of one workbook look, and what its texts depend on."""

    title: Any
    heading: Any
    header: Any
    header_of_counts: Any
    day: Any
    moment: Any
    count: Any
    fact: Any
    share: Any
    plain: Any
    wrapped: Any
    quoted: Any
    zone: tzinfo
    cut_mark: str

    @classmethod
    def of(cls, book: Any, *, zone: tzinfo, cut_mark: str) -> "Styles":
        """Register the formats with a workbook."""
        return cls(
            title=book.add_format({"bold": True, "font_size": 18}),
            heading=book.add_format({"bold": True, "font_size": 13}),
            header=book.add_format({"bold": True, "bg_color": WASH}),
            header_of_counts=book.add_format({"bold": True, "bg_color": WASH, "align": "right"}),
            day=book.add_format({**_MIDDLE, "num_format": "yyyy-mm-dd", "align": "left"}),
            moment=book.add_format({**_MIDDLE, "num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}),
            count=book.add_format({**_MIDDLE, "num_format": "#,##0"}),
            fact=book.add_format({"num_format": "#,##0", "align": "left"}),
            share=book.add_format({**_MIDDLE, "num_format": "0.0%"}),
            plain=book.add_format(_MIDDLE),
            wrapped=book.add_format({**_MIDDLE, "text_wrap": True}),
            quoted=book.add_format({**_MIDDLE, "quote_prefix": True, "text_wrap": True}),
            zone=zone,
            cut_mark=cut_mark,
        )


class Pen:
    """Writes the cells of one worksheet, row after row, and measures the first of them."""

    def __init__(self, sheet: Any, styles: Styles, *, column_count: int) -> None:
        self.cut_count = 0
        self.styles = styles
        self._sheet = sheet
        self._widths = [NARROWEST] * column_count

    def value(self, row: int, at: int, value: Value, *, is_fact: bool = False) -> None:
        """Write one value as what it is; a fact stands alone and its number on the left.

        Raises:
            ValueError: it is a moment without an offset.
        """
        match value:
            case None:
                return
            case str():
                self.text(row, at, value)
            case bool():
                self._sheet.write_boolean(row, at, value)
            case datetime():
                self._day(row, at, wall_clock(value, self.styles.zone), self.styles.moment)
            case date():
                self._day(row, at, value, self.styles.day)
            case Share():
                self._sheet.write_number(row, at, value, self.styles.share)
            case int() if -LARGEST_NUMBER < value < LARGEST_NUMBER:
                self._sheet.write_number(row, at, value, self.styles.fact if is_fact else self.styles.count)
            case float() if -LARGEST_NUMBER < value < LARGEST_NUMBER:
                self._sheet.write_number(row, at, value)
            case _:
                self.text(row, at, str(value))

    def text(self, row: int, at: int, value: str, style: Any = None, *, is_measured: bool = True) -> None:
        """Write a text, cut to what a cell holds."""
        text = storable_in_xml(value)
        if len(text) > MAX_CELL_UNITS // 2 and units_of(text) > MAX_CELL_UNITS:
            self.cut_count += 1
            text = cut(text, MAX_CELL_UNITS, self.styles.cut_mark)
        if style is None:
            style = self._style_of(text)
        if is_measured:
            self._measure(row, at, text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such text for markup of its own and writes it unescaped, formulas and all.
            # As fragments of a rich string it is escaped.
            self._sheet.write_rich_string(row, at, text[0], text[1], text[2:], style)
        else:
            self._sheet.write_string(row, at, text, style)

    def _style_of(self, text: str) -> Any:
        if guarded(text) != text:
            return self.styles.quoted
        is_long = "\n" in text or len(text) > WIDEST // 2
        return self.styles.wrapped if is_long else self.styles.plain

    def set_widths(self) -> None:
        """Make each column as wide as the first rows need it."""
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, width)

    def _day(self, row: int, at: int, value: date, style: Any) -> None:
        shown = str(value)
        self._measure(row, at, shown)
        day = value.date() if isinstance(value, datetime) else value
        if day < FIRST_DAY:
            self.text(row, at, shown)
        else:
            self._sheet.write_datetime(row, at, value, style)

    def _measure(self, row: int, at: int, text: str) -> None:
        if row <= MEASURED_ROWS:
            wide = shown_width(text.partition("\n")[0][:WIDEST]) + 3
            self._widths[at] = min(max(self._widths[at], wide), WIDEST)


def print_set_up(sheet: Any, *, is_upright: bool = False) -> None:
    """Let a worksheet print on A4, across or upright, as wide as the paper, with the pages numbered."""
    if not is_upright:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
