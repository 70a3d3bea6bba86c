"""How large the used area of each worksheet is, found without holding it.

The reader of workbooks allocates every cell between the first and the last used one, so two cells in opposite
corners of a sheet would take 500 GB of memory.

Two ways: `bound_of` looks at bytes, quickly, and never gives too little; where that is too much or unknown,
`extent_of` parses, and leaves out the cells that have a style and no value.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from jianyan.sheets.refusals import NotASheet

_REFERENCE = re.compile(r"([A-Za-z]{0,3})([0-9]{1,9})")
_VALUE_TAGS = frozenset({"v", "is", "f"})
# Any start of a cell or a row, and where it is if that is the first it says, as in all that Excel writes.
_PLACES = re.compile(rb'<(?:[^<>\s/]*:)?(?:c|row)[\s/>](?:r="([A-Z]{0,3})([0-9]{1,7})")?')
_LONGEST_TAG = 1 << 20
_BEFORE_A = ord("A") - 1
_CHUNK_BYTES = 1 << 16


class Extent(NamedTuple):
    """What one worksheet uses.

    Attributes:
        rows: rows in which at least one cell holds a value, the header among them.
        area: cells in the smallest rectangle around all values, empty ones included.
    """

    rows: int
    area: int


class _OtherPart(Exception):
    """The part is not a worksheet."""


class _Scan:
    def __init__(self) -> None:
        self.depth = 0
        self.has_doctype = False
        self.row = self.column = 0
        self.counted_row = 0
        self.rows_with_values = 0
        self.top = self.left = 0
        self.bottom = self.right = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.depth += 1
        if self.depth == 1:
            self._root(name)
        elif name == "c":
            self.column = _column(attributes.get("r"), self.column + 1)
            self.row = _row(attributes.get("r"), self.row)
        elif name in _VALUE_TAGS:
            self._value()
        elif name == "row":
            self.row, self.column = _row(attributes.get("r"), self.row + 1), 0

    def end(self, _tag: str) -> None:
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        self.has_doctype = True

    def _root(self, name: str) -> None:
        if name != "worksheet":
            raise _OtherPart
        if self.has_doctype:
            # It could declare entities, and no program that writes sheets declares anything.
            raise NotASheet

    def _value(self) -> None:
        row, column = self.row, self.column
        if row != self.counted_row:
            self.counted_row = row
            self.rows_with_values += 1
        self.top, self.bottom = min(self.top or row, row), max(self.bottom, row)
        self.left, self.right = min(self.left or column, column), max(self.right, column)

    def extent(self) -> Extent:
        area = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        return Extent(self.rows_with_values, area if self.rows_with_values else 0)


def _row(reference: str | None, otherwise: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    return int(found[2]) if found else otherwise


def _column(reference: str | None, otherwise: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    if not found or not found[1]:
        return otherwise
    return _number(found[1].upper().encode())


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - _BEFORE_A
    return number


def extent_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    """Give what a part uses if it is a worksheet; any other part uses nothing.

    Columns and rows without a reference count on from the one before, as the reader does it.

    Raises:
        NotASheet: it is XML and not well-formed, or a worksheet that declares a document type.
    """
    scan = _Scan()
    try:
        _run(scan, archive, part)
    except _OtherPart:
        return Extent(0, 0)
    except expat.ExpatError:
        # Pictures and macros are no XML from their first byte on.
        if scan.depth or part.filename.endswith(".xml"):
            raise NotASheet from None
    return scan.extent()


def _run(scan: _Scan, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.StartDoctypeDeclHandler = scan.doctype
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def bound_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent | None:
    """Give an extent that a part does not exceed, or None where a cell or row has no reference to tell by."""
    bottom = right = 0
    for piece in _pieces(archive, part):
        places: set[tuple[bytes, bytes]] = set(_PLACES.findall(piece))
        if any(not row for _, row in places):
            return None
        bottom = max(bottom, max((int(row) for _, row in places), default=0))
        right = max(right, max((_number(column) for column in {column for column, _ in places}), default=0))
    return Extent(bottom, bottom * right)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK_BYTES):
            whole = rest + chunk
            # A tag may go on in the next chunk; text without any tag need not be kept for it.
            cut = whole.rfind(b"<", -_LONGEST_TAG)
            cut = len(whole) if cut < 0 else cut
            yield whole[:cut]
            rest = whole[cut:]
    yield rest
