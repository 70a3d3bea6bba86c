"""Reading back what was exported, as Excel and a program would."""

import csv
import io
from collections.abc import AsyncIterable
from typing import Any

import openpyxl


async def joined(pieces: AsyncIterable[bytes]) -> bytes:
    """Give a file that comes in pieces as one."""
    return b"".join([piece async for piece in pieces])


def lines_of(file: bytes) -> list[list[str]]:
    """Give the lines of a CSV file, each as its cells."""
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def rows_of(book: openpyxl.Workbook, sheet: str) -> list[tuple[Any, ...]]:
    """Give the rows of a sheet of a workbook, the headings first."""
    return list(book[sheet].iter_rows(values_only=True))
