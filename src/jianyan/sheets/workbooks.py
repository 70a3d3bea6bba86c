"""Records of an XLSX workbook, after a look at what opening it would cost."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetTypeEnum as Kind
from python_calamine import SheetVisibleEnum as Visible

from jianyan.sheets.cells import Cell
from jianyan.sheets.delimited import Record
from jianyan.sheets.extents import bound_of, extent_of
from jianyan.sheets.refusals import (
    EmptySheet,
    InflatesTooMuch,
    NotASheet,
    PasswordProtected,
    TooManyCells,
    TooManyRows,
)

MAX_UNFOLDED_BYTES = 1_000_000_000
# The reader keeps every cell of the used area, empty ones too, in 32 bytes: 320 MB at most.
MAX_CELLS = 10_000_000

_ENCRYPTED_FLAG = 1
_MAIN_PART = "xl/workbook.xml"


def workbook_records(path: Path, max_rows: int) -> Callable[[], Iterator[Record]]:
    """Give a function that begins the records of the first visible sheet anew; none of them is blank.

    Raises:
        NotASheet, PasswordProtected, InflatesTooMuch, TooManyCells, TooManyRows, EmptySheet: at once.
    """
    _refuse_parts(path, max_rows)
    sheet = _first_visible(path)

    def begin() -> Iterator[Record]:
        for number, values in enumerate(sheet.iter_rows(), start=1):
            cells = [_cell(value) for value in values]
            if any(cell is not None for cell in cells):
                yield number, cells

    return begin


def _refuse_parts(path: Path, max_rows: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_declared(archive.infolist())
            for part in archive.infolist():
                _refuse_part(archive, part, max_rows)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
        # OSError: a damaged directory makes zipfile seek to before the beginning.
        raise NotASheet from None


def _refuse_declared(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise PasswordProtected
    if sum(part.file_size for part in parts) > MAX_UNFOLDED_BYTES:
        raise InflatesTooMuch(megabytes=MAX_UNFOLDED_BYTES // 1_000_000)
    if _MAIN_PART not in {part.filename for part in parts}:
        raise NotASheet


def _refuse_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, max_rows: int) -> None:
    bound = bound_of(archive, part)
    if bound and bound.rows <= max_rows + 1 and bound.area <= MAX_CELLS:
        return
    extent = extent_of(archive, part)
    if extent.rows > max_rows + 1:
        raise TooManyRows(limit=max_rows)
    if extent.area > MAX_CELLS:
        raise TooManyCells(limit=MAX_CELLS)


def _first_visible(path: Path) -> CalamineSheet:
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        for about in book.sheets_metadata:
            if about.visible == Visible.Visible and about.typ == Kind.WorkSheet:
                return book.get_sheet_by_name(about.name)
    except PasswordError:
        raise PasswordProtected from None
    except (CalamineError, OSError, ValueError):
        raise NotASheet from None
    raise EmptySheet


def _cell(value: object) -> Cell:
    match value:
        case str():
            return value if value and not value.isspace() else None
        case time() | timedelta():
            return str(value)
        case _:
            return value  # type: ignore[return-value]  # calamine gives nothing else than a Cell
