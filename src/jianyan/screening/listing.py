"""Word lists as sheets: the operator's own, and the one that is always there."""

import re
from collections.abc import Iterator
from pathlib import Path

from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.screening.folding import folded
from jianyan.screening.schemas import Word
from jianyan.screening.states import Level
from jianyan.sheets import Sheet, SheetRow, read_rows, require_columns, text_of

WORD_MOST = 60
_COLUMNS = ("word", "level", "allowed")
_BETWEEN = re.compile("[;；|、]")
_DEFAULT = Path(__file__).with_name("words.csv")


class NotAWord(Invalid):
    """A row lists nothing that can be searched for. `row` is its number, `most` the longest, in letters."""

    sentence = N_("Row %(row)s needs a word of 1 to %(most)s letters or digits.")


class NotALevel(Invalid):
    """A row names no level. `row` is its number, `text` what stands there."""

    sentence = N_("Row %(row)s: “%(text)s” is no level. It is one of block, hold, mask and note.")


def words_of_sheet(sheet: Sheet) -> list[Word]:
    """List the words of a sheet with the columns word, level and allowed; other columns are remarks.

    Args:
        sheet: as `sheets.read_rows` gives it; phrases in `allowed` are parted by `;`, `|` or `、`.

    Raises:
        MissingColumn: a column is not there.
        NotAWord, NotALevel: the first row that cannot be taken.
    """
    require_columns(sheet, _COLUMNS)
    return [_word(row) for row in sheet.rows]


def default_words() -> list[Word]:
    """List the words that come with the service: insults, advertising, gambling, loans."""
    return words_of_sheet(read_rows(_DEFAULT))


def _word(row: SheetRow) -> Word:
    text, level, allowed = (text_of(row.cells[name])[0] for name in _COLUMNS)
    if not 0 < len(folded(text).text.strip()) <= WORD_MOST:
        raise NotAWord(row=row.number, most=WORD_MOST)
    if level.lower() not in set(Level):
        raise NotALevel(row=row.number, text=level)
    return Word(text, Level(level.lower()), tuple(_phrases(allowed)))


def _phrases(cell: str) -> Iterator[str]:
    return filter(None, map(str.strip, _BETWEEN.split(cell)))
