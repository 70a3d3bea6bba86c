"""One worksheet: header, typed cells, widths."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from jianyan.sheets.guard import guarded
from jianyan.sheets.values import Row, Value, refuse_width, storable_in_xml, wall_clock

CUT_MARK = "…[✂]"
# UTF-16 units. Source: Excel specifications and limits.
MAX_CELL_UNITS = 32_767
MAX_NAME_UNITS = 31

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_RESERVED_NAMES = frozenset({"history", ""})
# Excel keeps 15 digits of a number; its calendar before March 1900 has a day that never was.
_LARGEST_NUMBER = 10**15
_FIRST_DAY = date(1900, 3, 1)
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 8, 60


@dataclass(frozen=True, slots=True)
class Styles:
    """How the cells of one workbook look, and what its texts depend on."""

    header: Any
    day: Any
    moment: Any
    quoted: Any
    zone: tzinfo
    cut_mark: str

    @classmethod
    def of(cls, book: Any, *, zone: tzinfo, cut_mark: str) -> "Styles":
        """Register the formats with a workbook."""
        return cls(
            header=book.add_format({"bold": True}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            quoted=book.add_format({"quote_prefix": True}),
            zone=zone,
            cut_mark=cut_mark,
        )


class Page:
    """One worksheet with its header; rows come in order and are not kept."""

    def __init__(self, sheet: Any, name: str, columns: Sequence[str], styles: Styles) -> None:
        self.name = name
        self.row_count = 0
        self.cut_count = 0
        self._sheet = sheet
        self._columns = columns
        self._styles = styles
        self._widths = [_NARROWEST] * len(columns)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            self._text(0, at, column, styles.header)

    def add(self, row: Row) -> None:
        """Write one row below the last.

        Raises:
            ValueError: it has not a value for each column, or a moment has no offset.
        """
        refuse_width(row, self._columns)
        self.row_count += 1
        for at, value in enumerate(row):
            self._cell(self.row_count, at, value)

    def finish(self) -> None:
        """Set what depends on all rows: the filter and the widths."""
        if self._columns:
            self._sheet.autofilter(0, 0, self.row_count, len(self._columns) - 1)
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, width)

    def _cell(self, row: int, at: int, value: Value) -> None:
        match value:
            case None:
                return
            case str():
                self._text(row, at, value)
            case bool():
                self._sheet.write_boolean(row, at, value)
            case datetime():
                self._day(row, at, wall_clock(value, self._styles.zone), self._styles.moment)
            case date():
                self._day(row, at, value, self._styles.day)
            case _ if -_LARGEST_NUMBER < value < _LARGEST_NUMBER:
                self._sheet.write_number(row, at, value)
            case _:
                self._text(row, at, str(value))

    def _day(self, row: int, at: int, value: date, style: Any) -> None:
        shown = str(value)
        self._measure(row, at, shown)
        day = value.date() if isinstance(value, datetime) else value
        if day < _FIRST_DAY:
            self._text(row, at, shown)
        else:
            self._sheet.write_datetime(row, at, value, style)

    def _text(self, row: int, at: int, value: str, style: Any = None) -> None:
        text = storable_in_xml(value)
        if len(text) > MAX_CELL_UNITS // 2 and _units(text) > MAX_CELL_UNITS:
            self.cut_count += 1
            text = _cut(text, MAX_CELL_UNITS, self._styles.cut_mark)
        if style is None and guarded(text) != text:
            style = self._styles.quoted
        self._measure(row, at, text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such text for markup of its own and writes it unescaped, formulas and all.
            # As fragments of a rich string it is escaped.
            self._sheet.write_rich_string(row, at, text[0], text[1], text[2:], *([style] if style else []))
        else:
            self._sheet.write_string(row, at, text, style)

    def _measure(self, row: int, at: int, text: str) -> None:
        if row <= _MEASURED_ROWS:
            wide = _shown_width(text.partition("\n")[0][:_WIDEST]) + 2
            self._widths[at] = min(max(self._widths[at], wide), _WIDEST)


def page_name(wanted: str, taken: set[str]) -> str:
    """Give a name Excel accepts for a sheet and that is not taken: with a number behind it, if need be."""
    lowered = {name.casefold() for name in taken}
    clean = _FORBIDDEN_IN_NAMES.sub("_", wanted).strip("' ")
    if clean.casefold() in _RESERVED_NAMES:
        clean = f"{clean}_"
    name = _cut(clean, MAX_NAME_UNITS, "")
    number = 1
    while name.casefold() in lowered:
        number += 1
        name = _cut(clean, MAX_NAME_UNITS, f" ({number})", always=True)
    return name


def _cut(text: str, limit: int, end: str, *, always: bool = False) -> str:
    if not always and _units(text) <= limit:
        return text
    units = text.encode("utf-16-le")[: 2 * (limit - _units(end))]
    return units.decode("utf-16-le", errors="ignore") + end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _shown_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
