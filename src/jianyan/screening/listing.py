"""Word lists as sheets: the operator's own, and the one that is always there."""

import re
from functools import cache
from pathlib import Path

from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.screening.folding import folded
from jianyan.screening.schemas import Entry, Word
from jianyan.screening.states import Level
from jianyan.sheets import Sheet, SheetRow, read_rows, require_columns, text_of, unguarded

WORD_MOST = 60
WRITTEN_MOST = 120
NOTE_MOST = 200
ALLOWED_MOST = 2_000
COLUMNS = ("word", "level", "allowed", "note", "active")
"""What a sheet says of a word; the first three must be there."""
_NEEDED = COLUMNS[:3]
_OFF = frozenset({"no", "off", "false", "0", "否", "停用"})
_BETWEEN = re.compile("[;；|、\n]")
_DEFAULT = Path(__file__).with_name("words.csv")


class NotAWord(Invalid):
    """A row lists nothing that can be searched for. `row` is its number, `most` the longest, in letters."""

    sentence = N_("Row %(row)s needs a word of 1 to %(most)s letters or digits.")


class NotALevel(Invalid):
    """A row names no level. `row` is its number, `text` what stands there."""

    sentence = N_("Row %(row)s: “%(text)s” is no level. It is one of block, hold, mask and note.")


class TooMuchSaid(Invalid):
    """Allow-phrases or note of a row are too long. `row` is its number."""

    sentence = N_("Row %(row)s: the note has at most 200 characters, the allow-phrases have 2,000.")


def words_of_sheet(sheet: Sheet) -> list[Word]:
    """List the words of a sheet as they are searched for; arguments and refusals as `entries_of_sheet`."""
    return [entry.word for entry in entries_of_sheet(sheet) if entry.is_active]


def entries_of_sheet(sheet: Sheet) -> list[Entry]:
    """List the words of a sheet with the columns word, level and allowed; note and active may be missing.

    Args:
        sheet: as `sheets.read_rows` gives it; phrases in `allowed` are parted by `;`, `|` or `、`.

    Raises:
        MissingColumn: a column is not there.
        NotAWord, NotALevel, TooMuchSaid: the first row that cannot be taken.
    """
    require_columns(sheet, _NEEDED)
    return [_entry(row) for row in sheet.rows]


def default_words() -> list[Word]:
    """List the words that come with the service: insults, advertising, gambling, loans."""
    return [entry.word for entry in default_entries()]


@cache
def default_entries() -> tuple[Entry, ...]:
    """List the same as they are kept."""
    return tuple(entries_of_sheet(read_rows(_DEFAULT)))


def is_searchable(text: str) -> bool:
    """Tell whether this can be listed: 1 to 60 letters or digits, with whatever is between them 120."""
    return 0 < len(form_of(text)) <= WORD_MOST and len(text) <= WRITTEN_MOST


def form_of(text: str) -> str:
    """Give the form in which a word is searched for; two with one form are one entry."""
    return folded(text).text.strip()


def phrases_of(text: str) -> tuple[str, ...]:
    """List the allow-phrases of a cell or field, parted by `;`, `|`, `、` or line ends."""
    return tuple(filter(None, map(str.strip, _BETWEEN.split(text))))


def _entry(row: SheetRow) -> Entry:
    text, level, allowed, note, active = (unguarded(text_of(row.cells.get(name))[0]) for name in COLUMNS)
    if not is_searchable(text):
        raise NotAWord(row=row.number, most=WORD_MOST)
    if level.lower() not in set(Level):
        raise NotALevel(row=row.number, text=level)
    if len(note) > NOTE_MOST or len(allowed) > ALLOWED_MOST:
        raise TooMuchSaid(row=row.number)
    return Entry(
        text=text,
        level=Level(level.lower()),
        allowed=phrases_of(allowed),
        note=note,
        is_active=active.lower() not in _OFF,
    )
