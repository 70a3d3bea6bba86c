"""Records of a text table: which encoding, which delimiter, then RFC 4180.

Source: RFC 4180; Excel writes semicolons where the comma is the decimal sign, and tabs as "Unicode text".
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jianyan.sheets.cells import Cell
from jianyan.sheets.refusals import (
    BrokenQuoting,
    HoldsNul,
    NotASheet,
    RaggedRow,
    TooManyRows,
    UnknownEncoding,
)

Record = tuple[int, Sequence[Cell]]

_CHUNK_BYTES = 1 << 20
_HEADER_CHARACTERS = 1 << 16
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
# Pages and print files are often saved under the name of a table.
_MARKUP = ("<!doctype", "<html", "<table", "<?xml", "%pdf-")


def table_records(path: Path, max_rows: int) -> Callable[[], Iterator[Record]]:
    """Give a function that begins the records of a text table anew: number and fields, blank ones left out.

    Raises:
        UnknownEncoding, HoldsNul, NotASheet, BrokenQuoting, RaggedRow, TooManyRows: all of it was looked at.
    """
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        opening = file.read(_HEADER_CHARACTERS)
    if opening.lstrip().lower().startswith(_MARKUP):
        raise NotASheet
    delimiter = _delimiter_of(opening)

    def begin() -> Iterator[Record]:
        return _records(path, encoding, delimiter)

    _refuse_records(begin(), max_rows)
    return begin


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif head.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise UnknownEncoding


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, errors="strict", newline="") as file:
            while text := file.read(_CHUNK_BYTES):
                if "\0" in text:
                    raise HoldsNul
    except UnicodeError:
        return False
    return True


def _delimiter_of(opening: str) -> str:
    unquoted = _QUOTED.sub("", opening)
    header = next((line for line in unquoted.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for number, fields in enumerate(reader, start=1):
                cells = [None if not field or field.isspace() else field for field in fields]
                if any(cells):
                    yield number, cells
        except csv.Error:
            raise BrokenQuoting(row=number + 1) from None


def _refuse_records(records: Iterator[Record], max_rows: int) -> None:
    _, header = next(records, (0, ()))
    width = len(header)
    for count, (number, fields) in enumerate(records, start=1):
        if count > max_rows:
            raise TooManyRows(limit=max_rows)
        if any(fields[width:]):
            raise RaggedRow(row=number)
