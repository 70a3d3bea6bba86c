"""Rows of a spreadsheet that somebody sent: XLSX, or a text table with commas, semicolons or tabs.

What it is, is read from the content. A file is gone through once before the first row is given, so a refusal
comes before anything was done with its rows.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jianyan.sheets.cells import Cell, text_of
from jianyan.sheets.delimited import Record, table_records
from jianyan.sheets.refusals import (
    DuplicateColumns,
    EmptySheet,
    FileTooLarge,
    HeaderOnly,
    MissingColumn,
    NoHeader,
    NotASheet,
    OldExcel,
    PasswordProtected,
)
from jianyan.sheets.workbooks import workbook_records

MAX_BYTES = 50_000_000
MAX_ROWS = 300_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm"})
# The stream in which Office keeps an encrypted workbook. Source: MS-OFFCRYPTO 2.3.4.4.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the header that holds anything.

    Attributes:
        number: its number as Excel shows it; the first row of a sheet is 1.
        cells: every column of the header in its order; an empty cell is None.
    """

    number: int
    cells: dict[str, Cell]


class Rows(Iterable[SheetRow]):
    """The rows of a sheet in their order; each passage through them begins anew."""

    def __init__(self, records: Callable[[], Iterator[Record]], places: list[tuple[str, int]]) -> None:
        self._records = records
        self._places = places

    def __iter__(self) -> Iterator[SheetRow]:
        records = self._records()
        next(records)
        for number, values in records:
            width = len(values)
            cells = {name: values[at] if at < width else None for name, at in self._places}
            yield SheetRow(number, cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was found readable from its first to its last row.

    Attributes:
        columns: the names in the header, clean and each once; columns without a name are left out.
        rows: at least one row; rows without any value are left out.
    """

    columns: tuple[str, ...]
    rows: Rows


def read_rows(path: Path, *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> Sheet:
    """Give the first visible sheet of a workbook, or the text table, that lies at a path.

    The header is the first row that holds anything. Text tables are UTF-8, UTF-16 with a byte order mark or
    GB18030, tried strictly in this order.

    Args:
        path: a file that stays in place while the rows are read.
        max_bytes: most bytes the file may have.
        max_rows: most rows below the header.

    Raises:
        FileTooLarge, TooManyRows, TooManyCells, InflatesTooMuch: it is more than is taken at once.
        NotASheet, OldExcel, PasswordProtected: it is something else, or closed.
        UnknownEncoding, HoldsNul, BrokenQuoting, RaggedRow: a text table cannot be read to its end.
        EmptySheet, NoHeader, DuplicateColumns, HeaderOnly: there is nothing to tell the columns or rows by.
    """
    _refuse_size(path, max_bytes)
    records = _records_of(path, max_rows)
    beginning = records()
    header = next(beginning, None)
    if header is None:
        raise EmptySheet
    places = _named_places(header)
    if next(beginning, None) is None:
        raise HeaderOnly
    return Sheet(tuple(name for name, _ in places), Rows(records, places))


def _refuse_size(path: Path, max_bytes: int) -> None:
    size_bytes = path.stat().st_size
    if size_bytes > max_bytes:
        raise FileTooLarge(megabytes=f"{max_bytes / 1_000_000:g}")
    if size_bytes == 0:
        raise EmptySheet


def _records_of(path: Path, max_rows: int) -> Callable[[], Iterator[Record]]:
    with path.open("rb") as file:
        head = file.read(len(_OLE))
    if head == _OLE:
        raise PasswordProtected if _ENCRYPTED in path.read_bytes() else OldExcel
    if head.startswith(_ZIP):
        return workbook_records(path, max_rows)
    if path.suffix.lower() in _WORKBOOK_SUFFIXES:
        raise NotASheet
    return table_records(path, max_rows)


def _named_places(header: Record) -> list[tuple[str, int]]:
    number, values = header
    if not any(isinstance(value, str) and not _is_number(value) for value in values):
        raise NoHeader(row=number)
    places = [(name, at) for at, value in enumerate(values) if (name := text_of(value)[0])]
    doubled = [name for name, count in Counter(name for name, _ in places).items() if count > 1]
    if doubled:
        raise DuplicateColumns(names=", ".join(doubled))
    return places


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return not text_of(text)[0]
    return True


def require_columns(sheet: Sheet, names: Iterable[str]) -> None:
    """Give nothing when every one of these columns is there.

    Raises:
        MissingColumn: some are not; it names them, and the columns that are there.
    """
    missing = [name for name in names if name not in sheet.columns]
    if missing:
        raise MissingColumn(names=", ".join(missing), columns=", ".join(sheet.columns))
