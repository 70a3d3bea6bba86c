"""What a cell of Excel can hold, and how wide it is shown.

Source: Excel specifications and limits.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from jianyan.sheets.values import Row, Value

CUT_MARK = "…[✂]"
# UTF-16 units.
MAX_CELL_UNITS = 32_767
MAX_NAME_UNITS = 31
# Excel keeps 15 digits of a number; its calendar before March 1900 has a day that never was.
LARGEST_NUMBER = 10**15
FIRST_DAY = date(1900, 3, 1)
MEASURED_ROWS = 200
NARROWEST, WIDEST = 8, 60
_LINES_COUNTED = 20


def widths_of(columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Give a width for each column, in characters, that shows the first line of what is in it."""
    shown = zip(columns, *rows, strict=True)
    return [min(max(NARROWEST, *map(_value_width, column)), WIDEST) for column in shown]


def _value_width(value: Value) -> int:
    if value is None:
        return 0
    shown = "0000-00-00 00:00:00" if isinstance(value, datetime) else str(value)
    return shown_width(shown.partition("\n")[0][:WIDEST]) + 3


def lines_of(value: Value) -> int:
    """Give how many lines a value takes in the widest column."""
    if not isinstance(value, str) or (len(value) <= WIDEST // 2 and "\n" not in value):
        return 1
    room = WIDEST - 4
    return sum(max(1, -(-shown_width(line) // room)) for line in value.split("\n", _LINES_COUNTED))


def cut(text: str, limit: int, end: str, *, always: bool = False) -> str:
    """Give the text, or as much of it as fits with `end` behind it, in UTF-16 units."""
    if not always and units_of(text) <= limit:
        return text
    units = text.encode("utf-16-le")[: 2 * (limit - units_of(end))]
    return units.decode("utf-16-le", errors="ignore") + end


def units_of(text: str) -> int:
    """Give how many UTF-16 units a text has, which is how Excel counts."""
    return len(text.encode("utf-16-le")) // 2


def shown_width(text: str) -> int:
    """Give how wide a text is shown, in characters; Han counts double."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
