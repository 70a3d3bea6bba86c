"""Rows that go out as CSV for Excel, or as JSON lines for programs, while they are read.

One shape for all: column names, then rows of values in the same order, either as an iterable of rows or, from
the database, as an asynchronous iterable of pages of rows.
"""

import csv
import io
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import islice

import msgspec

from jianyan.sheets.guard import guarded
from jianyan.sheets.values import Row, Value, encodable, in_zone, refuse_width, wall_clock

# Without the mark Excel reads UTF-8 in the code page of the country.
_BYTE_ORDER_MARK = "\ufeff"
_PAGE_ROWS = 500
_ENCODER = msgspec.json.Encoder()


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
        yield _csv_page(columns, page, zone)


def jsonl_bytes(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Give JSON lines in pieces: an object a row, keys in the order of the columns.

    Moments are in UTC by RFC 3339, days as `2019-08-26`; text is as people wrote it.
    """
    for page in _pages(rows):
        yield _jsonl_page(columns, page)


async def jsonl_pages(columns: Sequence[str], pages: AsyncIterable[Sequence[Row]]) -> AsyncIterator[bytes]:
    """Give the same file as `jsonl_bytes`, a piece for each page of rows."""
    async for page in pages:
        yield _jsonl_page(columns, page)


def _pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while page := list(islice(remaining, _PAGE_ROWS)):
        yield page


def _csv_header(columns: Sequence[str]) -> bytes:
    return _csv_lines([[guarded(encodable(name)) for name in columns]], _BYTE_ORDER_MARK)


def _csv_page(columns: Sequence[str], page: Sequence[Row], zone: tzinfo) -> bytes:
    for row in page:
        refuse_width(row, columns)
    return _csv_lines([_csv_field(value, zone) for value in row] for row in page)


def _csv_lines(records: Iterable[list[str]], beginning: str = "") -> bytes:
    text = io.StringIO(beginning, newline="")
    text.seek(0, io.SEEK_END)
    csv.writer(text, lineterminator="\r\n").writerows(records)
    return text.getvalue().encode()


def _csv_field(value: Value, zone: tzinfo) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(encodable(value))
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return str(wall_clock(value, zone))
        case _:
            return str(value)


def _jsonl_page(columns: Sequence[str], page: Sequence[Row]) -> bytes:
    objects = [dict(zip(columns, map(_json_value, row), strict=True)) for row in page]
    return _ENCODER.encode_lines(objects)


def _json_value(value: Value) -> Value:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, datetime):
        return in_zone(value, UTC)
    return value
