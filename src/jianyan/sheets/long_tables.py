"""One table of any length as an XLSX workbook, as quickly as its rows come.

XlsxWriter takes 80 µs a row; `markup` a tenth. Here is no chart and one kind of sheet; `books` has more.
Equal input gives equal bytes: no part carries a time of its own.
"""

import asyncio
import zipfile
from collections.abc import AsyncIterable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO

from jianyan.sheets.books import MAX_PAGE_ROWS, Written, appearing_at
from jianyan.sheets.limits import CUT_MARK, MEASURED_ROWS, widths_of
from jianyan.sheets.markup import Markup
from jianyan.sheets.pages import page_name
from jianyan.sheets.parts import around, sheet_beginning, sheet_end
from jianyan.sheets.values import Row, refuse_widths

_ROWS_AT_ONCE = 1_000
# Every fifth byte more than the best for a third of its time: most of the work of a long file is this.
_LEVEL = 2
# Zip writes larger parts in a way that not every reader knows.
_MAX_SHEET_BYTES = 2 * 10**9


class LongTable:
    """A workbook that grows by pages of rows; a further sheet begins when one is full."""

    def __init__(
        self, path: Path, columns: Sequence[str], *, name: str, zone: tzinfo, max_rows: int, cut_mark: str
    ) -> None:
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self._columns = columns
        self._wanted_name = name
        self._max_rows = max_rows
        self._markup = Markup(zone, cut_mark)
        self._names: list[str] = []
        self._row_counts: list[int] = []
        self._held: list[Row] = []
        self._widths: list[int] | None = None
        self._sheet: IO[bytes] | None = None
        self._sheet_bytes = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows below those already there; the first 200 are held, as the widths go by them.

        Raises:
            ValueError: a row has not a value for each column, or a moment has no offset.
        """
        waiting = iter(rows)
        while page := list(islice(waiting, _ROWS_AT_ONCE)):
            refuse_widths(page, self._columns)
            self._held += page
            if self._widths or len(self._held) >= MEASURED_ROWS:
                self._write_held()

    def finish(self, made_at: datetime) -> Written:
        """Complete the file and give what it holds."""
        self._write_held()
        self._end_sheet()
        parts = around(
            self._names, column_count=len(self._columns), row_counts=self._row_counts, made_at=made_at
        )
        for path, content in parts.items():
            with self._archive.open(path, "w") as part:
                part.write(content.encode())
        return Written(sum(self._row_counts), tuple(self._names), self._markup.cut_count)

    def close(self) -> None:
        """Let the file go, whether it is finished or not."""
        if self._sheet is not None:
            self._sheet.close()
        self._archive.close()

    def _write_held(self) -> None:
        held, self._held = self._held, []
        if self._sheet is None:
            self._widths = widths_of(self._columns, held[:MEASURED_ROWS])
            self._begin_sheet()
        while held:
            if self._row_counts[-1] == self._max_rows or self._sheet_bytes > _MAX_SHEET_BYTES:
                self._end_sheet()
                self._begin_sheet()
            room = self._max_rows - self._row_counts[-1]
            self._write(self._markup.rows(held[:room], first=self._row_counts[-1] + 2))
            self._row_counts[-1] += len(held[:room])
            held = held[room:]

    def _begin_sheet(self) -> None:
        self._names.append(page_name(self._wanted_name, set(self._names)))
        self._row_counts.append(0)
        self._sheet = self._archive.open(f"xl/worksheets/sheet{len(self._names)}.xml", "w")
        self._sheet_bytes = 0
        self._write(sheet_beginning(self._widths or [], is_first=len(self._names) == 1))
        self._write(self._markup.header(self._columns))

    def _end_sheet(self) -> None:
        assert self._sheet is not None, "a sheet is begun before it ends"
        self._write(sheet_end(len(self._columns), self._row_counts[-1]))
        self._sheet.close()

    def _write(self, markup: str) -> None:
        assert self._sheet is not None, "a sheet is begun before it is written to"
        content = markup.encode()
        self._sheet_bytes += len(content)
        self._sheet.write(content)


@contextmanager
def open_long_table(
    target: Path | BinaryIO,
    columns: Sequence[str],
    *,
    name: str = "Sheet1",
    zone: tzinfo = UTC,
    max_rows: int = MAX_PAGE_ROWS,
    cut_mark: str = CUT_MARK,
) -> Iterator[LongTable]:
    """Give a table to add rows to and to finish; at the end of the block it appears at the target.

    Arguments as for `open_book`.
    """
    with appearing_at(target) as path:
        table = LongTable(path, columns, name=name, zone=zone, max_rows=max_rows, cut_mark=cut_mark)
        try:
            yield table
        finally:
            table.close()


def write_xlsx(
    target: Path | BinaryIO,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    made_at: datetime,
    name: str = "Sheet1",
    zone: tzinfo = UTC,
    max_rows: int = MAX_PAGE_ROWS,
    cut_mark: str = CUT_MARK,
) -> Written:
    """Write one table as a workbook; arguments as for `open_book`."""
    with open_long_table(
        target, columns, name=name, zone=zone, max_rows=max_rows, cut_mark=cut_mark
    ) as table:
        table.add(rows)
        return table.finish(made_at)


async def write_xlsx_pages(
    target: Path | BinaryIO,
    columns: Sequence[str],
    pages: AsyncIterable[Sequence[Row]],
    *,
    made_at: datetime,
    name: str = "Sheet1",
    zone: tzinfo = UTC,
    max_rows: int = MAX_PAGE_ROWS,
    cut_mark: str = CUT_MARK,
) -> Written:
    """Write pages of rows, as they come, as a workbook; the event loop stays free meanwhile.

    Arguments as for `open_book`.
    """
    with open_long_table(
        target, columns, name=name, zone=zone, max_rows=max_rows, cut_mark=cut_mark
    ) as table:
        async for page in pages:
            await asyncio.to_thread(table.add, page)
        return await asyncio.to_thread(table.finish, made_at)
