"""How wide the columns of a table are, from what stands in them, and whether it stays on one page."""

import unicodedata

from jianyan.documents.model import TableBlock

MANY_COLUMNS = 7
"""From so many columns on a table is set in 五号 instead of 小四."""

_ROOM = {False: 72.0, True: 82.0}
"""Half-width characters that 156 mm hold, in a table of few columns and of many."""
_PADDING, _LEAST, _MOST = 2, 4, 60
_LOOKED_AT = 200
_WHOLE_ROWS, _WHOLE_CHARACTERS = 12, 600


def column_shares(table: TableBlock) -> list[float]:
    """Give the share of each column in the width; together they are 1.

    Narrow columns get what they need, wide ones divide the rest.
    """
    columns = list(zip(table.headings, *table.rows[:_LOOKED_AT], strict=True))
    wanted = [min(max(_LEAST, *map(_width, cells)), _MOST) + _PADDING for cells in columns]
    room, given = _ROOM[len(columns) >= MANY_COLUMNS], dict[int, float]()
    for place in sorted(range(len(wanted)), key=lambda each: wanted[each]):
        fair = (room - sum(given.values())) / (len(wanted) - len(given))
        given[place] = min(wanted[place], max(fair, _LEAST))
    total = sum(given.values())
    return [given[place] / total for place in range(len(wanted))]


def stays_whole(table: TableBlock) -> bool:
    """Give whether the end of a page may not part its rows: it is short enough to move to the next one."""
    if len(table.rows) > _WHOLE_ROWS:
        return False
    return sum(len(cell) for row in table.rows for cell in row) <= _WHOLE_CHARACTERS


def _width(text: str) -> float:
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    """Give half-width characters; a capital is half as wide again as a figure, and codes have many."""
    if unicodedata.east_asian_width(letter) in "WFA":
        return 2
    return 1.5 if "A" <= letter <= "Z" else 1
