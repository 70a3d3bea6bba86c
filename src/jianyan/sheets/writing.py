"""Rows that go out as CSV for Excel, or as JSON lines for programs, while they are read.

One shape for all: column names, then rows of values in the same order, either as an iterable of rows or, from
the database, as an asynchronous iterable of pages of rows.
"""

import asyncio
import csv
import io
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import islice

import msgspec

from jianyan.sheets.guard import guarded
from jianyan.sheets.values import Row, Value, encodable, in_zone, refuse_widths, shown_moment

# Without the mark Excel reads UTF-8 in the code page of the country.
_BYTE_ORDER_MARK = "\ufeff"
_PAGE_ROWS = 500
_ENCODER = msgspec.json.Encoder()
_NUL = rb"\u0000"
_TEXT = {str, type(None)}
_WRITTEN_AS_THEY_ARE = {int, float, date, type(None)}
"""Types for which a CSV file says what Python does; a bool is not among them."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Row], *, zone: tzinfo = UTC) -> Iterator[bytes]:
    """Give a CSV file in pieces: UTF-8 with byte order mark, CRLF, RFC 4180, text guarded against formulas.

    Args:
        columns: names in the header.
        rows: a value for each column; None is an empty field.
        zone: whose wall clock shows the moments, as `2019-08-26 08:33:03`.
    """
    yield _csv_header(columns)
    for page in _pages(rows):
        yield _csv_page(columns, page, zone)


async def csv_pages(
    columns: Sequence[str], pages: AsyncIterable[Sequence[Row]], *, zone: tzinfo = UTC
) -> AsyncIterator[bytes]:
    """Give the same file as `csv_bytes`, a piece for each page of rows."""
    yield _csv_header(columns)
    async for page in pages:
        yield await asyncio.to_thread(_csv_page, columns, page, zone)


def jsonl_bytes(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Give JSON lines in pieces: an object a row, keys in the order of the columns.

    Moments are in UTC by RFC 3339, days as `2019-08-26`; text is as people wrote it.
    """
    for page in _pages(rows):
        yield _jsonl_page(columns, page)


async def jsonl_pages(columns: Sequence[str], pages: AsyncIterable[Sequence[Row]]) -> AsyncIterator[bytes]:
    """Give the same file as `jsonl_bytes`, a piece for each page of rows."""
    async for page in pages:
        yield await asyncio.to_thread(_jsonl_page, columns, page)


def _pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while page := list(islice(remaining, _PAGE_ROWS)):
        yield page


def _csv_header(columns: Sequence[str]) -> bytes:
    return _csv_lines([[guarded(encodable(name)) for name in columns]], _BYTE_ORDER_MARK)


def _csv_page(columns: Sequence[str], page: Sequence[Row], zone: tzinfo) -> bytes:
    refuse_widths(page, columns)
    try:
        lines = _csv_lines(_csv_records(page, zone))
    except UnicodeEncodeError:
        return _csv_page(columns, _cleaned(page), zone)
    return _csv_page(columns, _cleaned(page), zone) if b"\0" in lines else lines


def _csv_records(page: Sequence[Row], zone: tzinfo) -> Iterable[Row]:
    """Give the records, made column by column: what is in one is of few types."""
    return zip(*(_csv_column(column, zone) for column in zip(*page, strict=True)), strict=True)


def _csv_column(column: Sequence[Value], zone: tzinfo) -> Sequence[Value]:
    types = set(map(type, column))
    if types <= _WRITTEN_AS_THEY_ARE:
        return column
    if types == {datetime}:
        return [shown_moment(value, zone) for value in column]  # type: ignore[arg-type] # all are
    if types <= _TEXT:
        return _guarded_column(column)  # type: ignore[arg-type] # str or None
    return [_csv_field(value, zone) for value in column]


def _guarded_column(column: Sequence[str | None]) -> Sequence[str | None]:
    """Give the column itself where no text in it is changed; a text that comes often is looked at once."""
    marked = {text: safe for text in set(column) if text and (safe := guarded(text)) is not text}
    return [marked.get(text, text) for text in column] if marked else column  # type: ignore[arg-type]


def _csv_lines(records: Iterable[Row], beginning: str = "") -> bytes:
    text = io.StringIO(beginning, newline="")
    text.seek(0, io.SEEK_END)
    csv.writer(text, lineterminator="\r\n").writerows(records)
    return text.getvalue().encode()


def _csv_field(value: Value, zone: tzinfo) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return shown_moment(value, zone)
        case _:
            return str(value)


def _jsonl_page(columns: Sequence[str], page: Sequence[Row]) -> bytes:
    refuse_widths(page, columns)
    try:
        lines = _ENCODER.encode_lines(_objects(columns, page))
    except UnicodeEncodeError:
        return _jsonl_page(columns, _cleaned(page))
    # What merely looks like one, a backslash before "u0000", is cleaned for nothing.
    return _ENCODER.encode_lines(_objects(columns, _cleaned(page))) if _NUL in lines else lines


def _objects(columns: Sequence[str], page: Sequence[Row]) -> list[dict[str, Value]]:
    in_utc = [_json_column(column) for column in zip(*page, strict=True)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*in_utc, strict=True)]


def _json_column(column: Sequence[Value]) -> Sequence[Value]:
    if datetime not in set(map(type, column)):
        return column
    return [in_zone(value, UTC) if isinstance(value, datetime) else value for value in column]


def _cleaned(page: Sequence[Row]) -> list[Row]:
    """Give the page without what no file can hold; hardly any has such, so it is looked for afterwards."""
    return [[encodable(value) if isinstance(value, str) else value for value in row] for row in page]
