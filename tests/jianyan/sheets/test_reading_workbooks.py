import contextlib
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jianyan.errors import Refusal
from jianyan.sheets import (
    EmptySheet,
    HeaderOnly,
    InflatesTooMuch,
    NoHeader,
    NotASheet,
    OldExcel,
    PasswordProtected,
    TooManyCells,
    TooManyRows,
    extents,
    read_rows,
    text_of,
    workbooks,
)

MORNING = datetime.fromisoformat("2019-08-26T08:33:03")
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    return tmp_path / "rows.xlsx"


def write(path: Path, rows: list[list[object]], *, first_row: int = 1, first_column: int = 1) -> None:
    book = Workbook()
    for at, row in enumerate(rows, start=first_row):
        for column, value in enumerate(row, start=first_column):
            book.active.cell(at, column, value)
    book.save(path)


def rewrite(path: Path, part: str, change) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def with_cells(path: Path, cells: str) -> None:
    write(path, [["a"], ["1"]])
    rewrite(path, SHEET, lambda xml: xml.replace(b"</sheetData>", cells.encode() + b"</sheetData>"))


def test_cells_keep_their_types_when_read(book_file: Path) -> None:
    write(
        book_file,
        [
            ["编号", "内容", "时间", "日", "是", "空"],
            [188031, " 公交 ", MORNING, date(2019, 8, 26), True, None],
        ],
    )
    row = next(iter(read_rows(book_file).rows))
    assert row.number == 2
    assert row.cells["时间"] == MORNING
    assert row.cells["日"] in (date(2019, 8, 26), datetime.fromisoformat("2019-08-26"))
    assert row.cells["是"] is True
    assert row.cells["空"] is None
    assert text_of(row.cells["编号"]) == ("188031", 0)


def test_workbook_reads_when_its_name_says_text(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    write(path, [["a"], ["x"]])
    assert read_rows(path).columns == ("a",)


def test_rows_keep_their_numbers_when_the_table_begins_further_down(book_file: Path) -> None:
    write(book_file, [["a", "b"], [None, None], ["x", "y"]], first_row=3, first_column=2)
    sheet = read_rows(book_file)
    assert sheet.columns == ("a", "b")
    assert [(row.number, row.cells) for row in sheet.rows] == [(5, {"a": "x", "b": "y"})]
    assert list(sheet.rows) == list(sheet.rows)


def test_first_visible_sheet_is_read_when_another_is_hidden(book_file: Path) -> None:
    book = Workbook()
    book.active.append(["secret"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("shown")
    shown.append(["a"])
    shown.append(["1"])
    book.active = 1
    book.save(book_file)
    assert read_rows(book_file).columns == ("a",)


def test_styled_cells_do_not_count_when_they_hold_nothing(book_file: Path) -> None:
    with_cells(book_file, '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert len(list(read_rows(book_file).rows)) == 1


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([], EmptySheet),
        ([["a", "b"]], HeaderOnly),
        ([[1, 2], [3, 4]], NoHeader),
        ([[date(2019, 1, 1)], [1]], NoHeader),
    ],
)
def test_workbook_is_refused_when_header_or_rows_are_missing(
    book_file: Path, rows: list[list[object]], finding: type[Refusal]
) -> None:
    write(book_file, rows)
    with pytest.raises(finding):
        read_rows(book_file)


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"a,b\n1,2\n", NotASheet),
        (b"PK\x03\x04 and nothing behind it", NotASheet),
        (OLE + bytes(504), OldExcel),
        (OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"), PasswordProtected),
    ],
)
def test_file_is_refused_when_only_its_name_is_that_of_a_workbook(
    book_file: Path, content: bytes, finding: type[Refusal]
) -> None:
    book_file.write_bytes(content)
    with pytest.raises(finding):
        read_rows(book_file)


def test_archive_is_refused_when_it_holds_no_workbook(book_file: Path) -> None:
    with zipfile.ZipFile(book_file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(NotASheet):
        read_rows(book_file)


def test_archive_is_refused_when_a_part_is_encrypted(book_file: Path) -> None:
    write(book_file, [["a"], ["1"]])
    content = bytearray(book_file.read_bytes())
    for entry in re.finditer(b"PK\x01\x02", bytes(content)):
        content[entry.start() + 8] |= 1
    book_file.write_bytes(content)
    with pytest.raises(PasswordProtected):
        read_rows(book_file)


@pytest.mark.parametrize("damage", [lambda xml: xml[: len(xml) // 2], lambda _: b"\xff\xfe not xml <c>"])
def test_workbook_is_refused_when_its_sheet_is_damaged(book_file: Path, damage) -> None:
    write(book_file, [["a"], ["1"]])
    rewrite(book_file, SHEET, damage)
    with pytest.raises(NotASheet):
        read_rows(book_file)


def test_workbook_is_refused_when_its_end_is_missing(book_file: Path) -> None:
    write(book_file, [["a"], ["1"]])
    book_file.write_bytes(book_file.read_bytes()[:-200])
    with pytest.raises(NotASheet):
        read_rows(book_file)


def test_workbook_is_refused_when_it_unfolds_to_too_much(
    book_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(book_file, [["a"], ["1"]])
    rewrite(book_file, SHEET, lambda xml: xml + b" " * 2_000_000)
    assert book_file.stat().st_size < 20_000
    assert read_rows(book_file).columns == ("a",)
    monkeypatch.setattr(workbooks, "MAX_UNFOLDED_BYTES", 2_000_000)
    with pytest.raises(InflatesTooMuch, match="2 MB"):
        read_rows(book_file)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c t="n" r=\'XFD1048576\'><v>1</v></c></row>',
        '<x:row xmlns:x="urn:x" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        '<row r="4">'
        + "<c/>" * 16_000
        + "<c><v>1</v></c></row>"
        + "<row/>" * 9_000
        + "<row><c><v>1</v></c></row>",
    ],
)
def test_workbook_is_refused_when_two_cells_span_more_than_memory_holds(book_file: Path, cells: str) -> None:
    with_cells(book_file, cells)
    with pytest.raises(TooManyCells):
        read_rows(book_file)


def test_workbook_is_refused_when_a_sheet_declares_a_document_type(book_file: Path) -> None:
    with_cells(book_file, '<row><c t="str"><v>x</v></c></row>')
    rewrite(book_file, SHEET, lambda xml: b'<!DOCTYPE worksheet [<!ENTITY e "x">]>' + xml.split(b"?>")[-1])
    with pytest.raises(NotASheet):
        read_rows(book_file)


def test_workbook_is_refused_when_it_has_more_rows_than_the_limit(book_file: Path) -> None:
    write(book_file, [["a"], ["1"], [None], ["2"]])
    assert len(list(read_rows(book_file, max_rows=2).rows)) == 2
    with pytest.raises(TooManyRows):
        read_rows(book_file, max_rows=1)


def test_picture_is_no_obstacle_when_it_holds_what_looks_like_a_cell(book_file: Path) -> None:
    write(book_file, [["a"], ["1"]])
    with zipfile.ZipFile(book_file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n<c \x00<row/")
        archive.writestr("xl/media/image2.svg", b'<!DOCTYPE svg><svg xmlns="urn:svg"><c/></svg>')
    assert read_rows(book_file).columns == ("a",)


@pytest.mark.parametrize("piece_bytes", [1, 2, 3, 5, 7, 11, 13, 64])
def test_far_cells_are_found_when_tags_lie_across_pieces(
    book_file: Path, monkeypatch: pytest.MonkeyPatch, piece_bytes: int
) -> None:
    with_cells(book_file, '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    monkeypatch.setattr(extents, "_CHUNK_BYTES", piece_bytes)
    with zipfile.ZipFile(book_file) as archive:
        bound = extents.bound_of(archive, archive.getinfo(SHEET))
        exact = extents.extent_of(archive, archive.getinfo(SHEET))
    assert bound == (1_048_576, 1_048_576 * 16_384)
    assert exact == (2, 2)


@settings(max_examples=50)
@given(st.binary(min_size=1, max_size=8), st.integers(0, 10_000))
def test_damaged_workbook_is_read_or_refused_when_bytes_change(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    write(path, [["a", "b"], ["1", 2], [MORNING, True]])
    content = path.read_bytes()
    at %= len(content)
    path.write_bytes(content[:at] + junk + content[at + len(junk) :])
    with contextlib.suppress(Refusal):
        assert list(read_rows(path).rows)
