"""XLSX workbooks written row by row, in memory that does not grow with them.

People's text is only ever written as text; a cell that would calculate after an edit carries Excel's own
"this is text" mark (quote prefix). Equal input gives equal bytes.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import BinaryIO

from jianyan.sheets.fronts import Block, Front
from jianyan.sheets.limits import CUT_MARK
from jianyan.sheets.pages import Page, page_name
from jianyan.sheets.pen import Styles
from jianyan.sheets.values import Row, wall_clock

# 1,048,576 rows less the header. Source: Excel specifications and limits.
MAX_PAGE_ROWS = 1_048_575

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": False,
}


@dataclass(frozen=True, slots=True)
class Table:
    """What fills one named sheet, and further ones when it is longer than a sheet can be.

    Attributes:
        name: name of the sheet; what Excel forbids in it is replaced.
        columns: names in the header.
        rows: a value for each column; taken once.
        counts_from: place of the first column from which all are counts, 0 is the first; None: none is.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Row]
    counts_from: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a workbook holds after it was written.

    Attributes:
        row_count: rows without headers.
        sheet_names: names of the sheets in their order.
        cut_count: cells whose text was longer than Excel holds and ends in the mark.
    """

    row_count: int
    sheet_names: tuple[str, ...]
    cut_count: int


class Chapter:
    """A table that grows by pages of rows and begins a further sheet when one is full."""

    def __init__(self, book: "Book", table: Table) -> None:
        self._book = book
        self._table = table
        self._page = book.begin_page(table)

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows below those already there.

        Raises:
            ValueError: a row has not a value for each column, or a moment has no offset.
        """
        with self._book.lock:
            for row in rows:
                if self._page.row_count == self._book.max_rows:
                    self._page = self._book.begin_page(self._table)
                self._page.add(row)


class Book:
    """A workbook that is open for writing; `open_book` gives one."""

    def __init__(self, path: Path, *, made_at: datetime, zone: tzinfo, max_rows: int, cut_mark: str) -> None:
        self.max_rows = max_rows
        # A cancelled export closes its book while a thread may still write a page of it.
        self.lock = Lock()
        # It takes a tenth of a worker's memory: only one that writes a book imports it.
        self._file = import_module("xlsxwriter").Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)})
        self._file.use_zip64()
        self._file.set_properties({"created": wall_clock(made_at, UTC)})
        self._styles = Styles.of(self._file, zone=zone, cut_mark=cut_mark)
        self._pages: list[Page | Front] = []
        self._closed = False

    def table(self, name: str, columns: Sequence[str], *, counts_from: int | None = None) -> Chapter:
        """Begin a named sheet with its header; rows are added to what this gives."""
        return Chapter(self, Table(name, columns, (), counts_from))

    def front(self, name: str, title: str, blocks: Sequence[Block]) -> None:
        """Write a named sheet with a title and blocks of figures, one below the other, charts beside them."""
        with self.lock:
            free = page_name(name, {page.name for page in self._pages})
            self._pages.append(Front(self._file, free, title, blocks, self._styles))

    @property
    def written(self) -> Written:
        """What was written so far."""
        return Written(
            row_count=sum(page.row_count for page in self._pages),
            sheet_names=tuple(page.name for page in self._pages),
            cut_count=sum(page.cut_count for page in self._pages),
        )

    def begin_page(self, table: Table) -> Page:
        """Give a further sheet with the table's header, under its name or a numbered one."""
        free = page_name(table.name, {page.name for page in self._pages})
        sheet = self._file.add_worksheet(free)
        page = Page(sheet, free, table.columns, self._styles, counts_from=table.counts_from)
        self._pages.append(page)
        return page

    def close(self) -> None:
        """Finish the file; once is enough, more does nothing."""
        with self.lock:
            if self._closed:
                return
            self._closed = True
            for page in self._pages:
                page.finish()
            self._file.close()


@contextmanager
def open_book(
    target: Path | BinaryIO,
    *,
    made_at: datetime,
    zone: tzinfo = UTC,
    max_rows: int = MAX_PAGE_ROWS,
    cut_mark: str = CUT_MARK,
) -> Iterator[Book]:
    """Give a workbook to write to; at the end of the block it appears at the target, whole or not at all.

    Args:
        target: path of the file, replaced if it exists, or a file open for writing bytes.
        made_at: aware moment that stands in the file as its creation.
        zone: whose wall clock shows the moments.
        max_rows: rows of a sheet below its header.
        cut_mark: ends text that was too long for a cell.

    Raises:
        OSError: a disk is full or the target cannot be written.
    """
    with appearing_at(target) as path:
        book = Book(path, made_at=made_at, zone=zone, max_rows=max_rows, cut_mark=cut_mark)
        try:
            yield book
        finally:
            # After a failure too: only this closes the files the library keeps open.
            book.close()


@contextmanager
def appearing_at(target: Path | BinaryIO) -> Iterator[Path]:
    """Give a path to write to; what is there when the block ends well appears at the target, else nothing.

    Raises:
        OSError: a disk is full or the target cannot be written.
    """
    # A folder beside the target: the same disk, so the file moves there in one step.
    beside = target.parent if isinstance(target, Path) else None
    with TemporaryDirectory(dir=beside, prefix=".book-") as folder:
        path = Path(folder) / "book.xlsx"
        yield path
        _hand_over(path, target)


def _hand_over(path: Path, target: Path | BinaryIO) -> None:
    if isinstance(target, Path):
        path.replace(target)
        return
    with path.open("rb") as file:
        shutil.copyfileobj(file, target)


def write_workbook(
    target: Path | BinaryIO,
    tables: Iterable[Table],
    *,
    made_at: datetime,
    zone: tzinfo = UTC,
    max_rows: int = MAX_PAGE_ROWS,
    cut_mark: str = CUT_MARK,
) -> Written:
    """Write several named tables as one workbook; arguments as for `open_book`."""
    with open_book(target, made_at=made_at, zone=zone, max_rows=max_rows, cut_mark=cut_mark) as book:
        for table in tables:
            book.table(table.name, table.columns, counts_from=table.counts_from).add(table.rows)
    return book.written
