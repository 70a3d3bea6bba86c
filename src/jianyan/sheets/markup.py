"""Rows as the XML of a worksheet, made column by column: what is in one is of few types.

People's text becomes inline strings only; a cell that would calculate after an edit carries Excel's own
"this is text" mark (quote prefix).

Source: ECMA-376 part 1, 18.3.1 (worksheets), 22.9.2.19 (the escape _xHHHH_).
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from jianyan.sheets.guard import guarded
from jianyan.sheets.limits import FIRST_DAY, LARGEST_NUMBER, MAX_CELL_UNITS, cut, units_of
from jianyan.sheets.values import Row, Value, storable_in_xml, wall_clock

HEADER, DAY, MOMENT, QUOTED = 1, 2, 3, 4
"""Places of the styles in `parts.STYLES`; 0 is the plain one."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_DAY_S = 86_400
_TO_CHANGE = re.compile("[&<>_\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_OF_EXCEL = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_TEXT = {str, type(None)}


class Markup:
    """Turns pages of rows into XML and counts the texts that no cell can hold.

    Args:
        zone: whose wall clock shows the moments.
        cut_mark: ends text that was too long.
    """

    def __init__(self, zone: tzinfo, cut_mark: str) -> None:
        self.cut_count = 0
        self._zone = zone
        self._cut_mark = cut_mark

    def rows(self, page: Sequence[Row], *, first: int) -> str:
        """Give `<row>` elements for a page whose first row has this number in the sheet."""
        numbers = range(first, first + len(page))
        columns = [
            self._column(letters_of(at), column, numbers) for at, column in enumerate(zip(*page, strict=True))
        ]
        cells = zip(*columns, strict=True) if columns else [()] * len(page)
        return "".join(
            [f'<row r="{number}">{"".join(row)}</row>' for number, row in zip(numbers, cells, strict=True)]
        )

    def header(self, names: Sequence[str]) -> str:
        """Give the first row."""
        cells = [self._text(f"{letters_of(at)}1", name, style=HEADER) for at, name in enumerate(names)]
        return f'<row r="1">{"".join(cells)}</row>'

    def _column(self, letters: str, column: Sequence[Value], numbers: range) -> list[str]:
        if set(map(type, column)) <= _TEXT:
            return self._texts(letters, column, numbers)  # type: ignore[arg-type] # str or None
        return [
            "" if value is None else self._cell(f"{letters}{number}", value)
            for number, value in zip(numbers, column, strict=True)
        ]

    def _texts(self, letters: str, column: Sequence[str | None], numbers: range) -> list[str]:
        """Give the cells of a column of texts; a text that comes often is made ready once."""
        ready = {text: self._content(text) for text in set(column) if text}
        if any(len(text) > MAX_CELL_UNITS // 2 for text in ready):
            self.cut_count += sum(text is not None and self._is_cut(text) for text in column)
        return [
            f'<c r="{letters}{number}"{ready[text]}' if text else ""
            for number, text in zip(numbers, column, strict=True)
        ]

    def _cell(self, name: str, value: Value) -> str:
        match value:
            case None:
                return ""
            case str():
                return self._text(name, value) if value else ""
            case bool():
                return f'<c r="{name}" t="b"><v>{value:d}</v></c>'
            case datetime():
                return self._day(name, wall_clock(value, self._zone), MOMENT)
            case date():
                return self._day(name, value, DAY)
            case _ if -LARGEST_NUMBER < value < LARGEST_NUMBER:
                return f'<c r="{name}"><v>{value}</v></c>'
            case _:
                return self._text(name, str(value))

    def _day(self, name: str, value: date, style: int) -> str:
        day = value.date() if isinstance(value, datetime) else value
        if day < FIRST_DAY:
            return self._text(name, str(value))
        serial: float = day.toordinal() - _DAY_ZERO
        if isinstance(value, datetime):
            serial += (value.hour * 3600 + value.minute * 60 + value.second) / _DAY_S
        return f'<c r="{name}" s="{style}"><v>{serial}</v></c>'

    def _text(self, name: str, text: str, style: int = 0) -> str:
        self.cut_count += self._is_cut(text)
        return f'<c r="{name}"{self._content(text, style)}'

    def _content(self, text: str, style: int = 0) -> str:
        """Give a cell from behind its name on."""
        if _TO_CHANGE.search(text):
            text = storable_in_xml(text)
        if self._is_cut(text):
            text = cut(text, MAX_CELL_UNITS, self._cut_mark)
        if not style and guarded(text) is not text:
            style = QUOTED
        shown = f' s="{style}"' if style else ""
        return f'{shown} t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'

    def _is_cut(self, text: str) -> bool:
        return len(text) > MAX_CELL_UNITS // 2 and units_of(storable_in_xml(text)) > MAX_CELL_UNITS


def letters_of(at: int) -> str:
    """Give the name of a column, 0 → A, 26 → AA."""
    letters = ""
    while at >= 0:
        at, last = divmod(at, 26)
        letters = chr(ord("A") + last) + letters
        at -= 1
    return letters


def _escaped(text: str) -> str:
    if not _TO_CHANGE.search(text):
        return text
    text = _ESCAPE_OF_EXCEL.sub(r"_x005F_\1", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
