"""One worksheet of a workbook: header, rows, filter; and the names that Excel accepts for it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from jianyan.sheets.limits import MAX_NAME_UNITS, cut, lines_of
from jianyan.sheets.pen import Pen, Styles, print_set_up
from jianyan.sheets.values import Row, refuse_width

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_POINTS, _MOST_POINTS = 16, 160
_RESERVED_NAMES = frozenset({"history", ""})


class Page:
    """One worksheet with its header; rows come in order and are not kept."""

    def __init__(
        self, sheet: Any, name: str, columns: Sequence[str], styles: Styles, *, counts_from: int | None
    ) -> None:
        self.name = name
        self.row_count = 0
        self._sheet = sheet
        self._columns = columns
        self._pen = Pen(sheet, styles, column_count=len(columns))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        print_set_up(sheet)
        for at, column in enumerate(columns):
            is_count = counts_from is not None and at >= counts_from
            self._pen.text(0, at, column, styles.header_of_counts if is_count else styles.header)

    @property
    def cut_count(self) -> int:
        """Cells whose text was longer than Excel holds."""
        return self._pen.cut_count

    def add(self, row: Row) -> None:
        """Write one row below the last.

        Raises:
            ValueError: it has not a value for each column, or a moment has no offset.
        """
        refuse_width(row, self._columns)
        self.row_count += 1
        lines = max(map(lines_of, row), default=1)
        if lines > 1:
            # Not every program makes room for wrapped text by itself.
            self._sheet.set_row(self.row_count, min(lines * _LINE_POINTS, _MOST_POINTS))
        for at, value in enumerate(row):
            self._pen.value(self.row_count, at, value)

    def finish(self) -> None:
        """Set what depends on all rows: the filter and the widths."""
        if self._columns:
            self._sheet.autofilter(0, 0, self.row_count, len(self._columns) - 1)
        self._pen.set_widths()


def page_name(wanted: str, taken: set[str]) -> str:
    """Give a name Excel accepts for a sheet and that is not taken: with a number behind it, if need be."""
    folded = {_folded(name) for name in taken}
    clean = _FORBIDDEN_IN_NAMES.sub("_", wanted).strip("' ")
    if _folded(clean) in _RESERVED_NAMES:
        clean = f"{clean}_"
    # What is cut may end in an apostrophe or a space again.
    name = cut(clean, MAX_NAME_UNITS, "").rstrip("' ")
    number = 1
    while _folded(name) in folded:
        number += 1
        name = cut(clean, MAX_NAME_UNITS, f" ({number})", always=True)
    return name


def _folded(name: str) -> str:
    """Give what Excel compares of a name: neither case nor width."""
    return unicodedata.normalize("NFKC", name).casefold()
