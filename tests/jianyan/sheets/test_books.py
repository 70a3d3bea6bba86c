import asyncio
import io
import os
import time
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from jianyan.sheets import (
    Row,
    Table,
    guarded,
    open_book,
    read_rows,
    write_workbook,
    write_xlsx,
    write_xlsx_pages,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
MADE_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
MARKUP = '<r></is></c><c r="B9"><f>1+1</f><v>2</v></c><c r="C9" t="inlineStr"><is><r><t>x</t></r>'


def sheets_of(source: Path | io.BytesIO) -> list[Worksheet]:
    return load_workbook(source).worksheets


def made(columns: list[str], rows: list[Row], **options: object) -> io.BytesIO:
    file = io.BytesIO()
    write_xlsx(file, columns, rows, made_at=MADE_AT, **options)
    file.seek(0)
    return file


def storable(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c
        for c in lines
        if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


@settings(max_examples=60)
@given(st.lists(st.text(), min_size=1, max_size=6))
@example(
    ["=1+1", "＝1+1", "@SUM(1)", "{=1}", "http://example.org", "2019-01-01", "007", "1e5", "TRUE", " x "]
)
@example([MARKUP, "<r></r>", "<b>&amp;", "_x000D_", "_x0041_", "\x00\x1b\ud800\uffff", "a\r\nb\rc"])
def test_book_holds_the_text_and_no_formula_when_any_text_is_written(texts: list[str]) -> None:
    [sheet] = sheets_of(made([f"c{n}" for n in range(len(texts))], [texts]))
    cells = [sheet.cell(2, at) for at in range(1, len(texts) + 1)]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert [unescape(cell.value or "") for cell in cells] == [storable(text) for text in texts]
    assert all(cell.value is None for cell in sheet[2] if cell.data_type == "n")
    assert sheet.max_row <= 2


def test_plain_calls_would_write_formulas_when_text_looks_like_one(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, "=1+1")
    [sheet] = sheets_of(path)
    assert sheet["A1"].data_type == "f"


def test_plain_text_calls_would_write_formulas_when_text_looks_like_markup(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, MARKUP.replace("</r>", "</r></is></c><!--") + "--><r></r>")
    with zipfile.ZipFile(path) as archive:
        assert b"<f>1+1</f>" in archive.read("xl/worksheets/sheet1.xml")


def test_cells_are_typed_when_values_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "typed.xlsx"
    moment = datetime(2019, 8, 26, 0, 33, 3, 250_000, tzinfo=UTC)
    row = ("=1", 42, 0.5, True, date(2019, 8, 26), moment, None, 10**16, date(1899, 1, 1))
    write_xlsx(path, list("abcdefghi"), [row], made_at=MADE_AT, zone=SHANGHAI)
    [sheet] = sheets_of(path)
    assert [cell.value for cell in sheet[2]] == [
        "=1",
        42,
        0.5,
        True,
        datetime.fromisoformat("2019-08-26"),
        datetime.fromisoformat("2019-08-26T08:33:03"),
        None,
        "10000000000000000",
        "1899-01-01",
    ]
    assert sheet["E2"].number_format == "yyyy-mm-dd"
    assert sheet["F2"].number_format == "yyyy-mm-dd hh:mm:ss"


def test_text_stays_text_after_an_edit_when_it_looks_like_a_formula() -> None:
    [sheet] = sheets_of(made(["a", "b"], [("=1+1", "公交")]))
    assert (sheet["A2"].quotePrefix, sheet["B2"].quotePrefix) == (True, False)


def test_header_stays_in_sight_when_the_sheet_is_scrolled() -> None:
    [sheet] = sheets_of(made(["编号", "内容"], [("1", "公交" * 200), ("2", "b")]))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width < 62


def test_bytes_are_equal_when_the_input_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Row] = [(n, f"建议{n}", MADE_AT) for n in range(20)]
    first = made(["n", "text", "at"], rows).getvalue()
    monkeypatch.setenv("TZ", "America/Caracas")
    time.tzset()
    try:
        path = tmp_path / "again.xlsx"
        write_xlsx(path, ["n", "text", "at"], rows, made_at=MADE_AT.astimezone(SHANGHAI))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert path.read_bytes() == first
    assert b"2026-03-01T09:30:00Z" in zipfile.ZipFile(path).read("docProps/core.xml")


def test_rows_go_on_in_a_further_sheet_when_one_is_full(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    written = write_xlsx(path, ["n"], [(n,) for n in range(7)], made_at=MADE_AT, name="建议", max_rows=3)
    sheets = sheets_of(path)
    assert written.sheet_names == ("建议", "建议 (2)", "建议 (3)") == tuple(sheet.title for sheet in sheets)
    assert written.row_count == 7
    assert [[cell.value for cell in sheet["A"]] for sheet in sheets] == [
        ["n", 0, 1, 2],
        ["n", 3, 4, 5],
        ["n", 6],
    ]


def test_sheet_is_not_begun_when_the_last_one_is_just_full() -> None:
    assert len(sheets_of(made(["n"], [(1,), (2,)], max_rows=2))) == 1


def test_sheets_get_names_excel_accepts_when_asked_for_others(tmp_path: Path) -> None:
    wanted = ["a/b:c", "A_b_c", "", "History", "'x'", "建" * 40, "建" * 40, "😀" * 20, "a\0b"]
    path = tmp_path / "names.xlsx"
    written = write_workbook(path, [Table(name, ["n"], [(1,)]) for name in wanted], made_at=MADE_AT)
    assert written.sheet_names == (
        "a_b_c",
        "A_b_c (2)",
        "_",
        "History_",
        "x",
        "建" * 31,
        "建" * 27 + " (2)",
        "😀" * 15,
        "a_b",
    )
    assert tuple(sheet.title for sheet in sheets_of(path)) == written.sheet_names


@pytest.mark.parametrize("character", ["建", "😀"])
def test_text_ends_in_a_mark_when_a_cell_cannot_hold_it(tmp_path: Path, character: str) -> None:
    path = tmp_path / "cut.xlsx"
    units = len(character.encode("utf-16-le")) // 2
    fits, too_long = "a" * (32_767 % units) + character * (32_767 // units), character * (32_767 // units + 1)
    written = write_xlsx(path, ["a", "b"], [(fits, too_long)], made_at=MADE_AT, cut_mark="……（后略）")
    [sheet] = sheets_of(path)
    assert written.cut_count == 1
    assert sheet["A2"].value == fits
    assert sheet["B2"].value == character * ((32_767 - 6) // units) + "……（后略）"


def test_book_is_readable_by_the_reader_when_written(tmp_path: Path) -> None:
    path = tmp_path / "round.xlsx"
    write_xlsx(path, ["编号", "内容"], [("1", "=1+1"), ("2", "公交")], made_at=MADE_AT)
    assert [row.cells for row in read_rows(path).rows] == [
        {"编号": "1", "内容": "=1+1"},
        {"编号": "2", "内容": "公交"},
    ]


@pytest.mark.parametrize("row", [("x",), ("x", MADE_AT.replace(tzinfo=None))])
def test_target_stays_as_it_was_when_writing_fails(tmp_path: Path, row: Row) -> None:
    path = tmp_path / "kept.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(ValueError, match=r"columns|offset"):
        write_xlsx(path, ["a", "b"], [("1", "2"), row], made_at=MADE_AT)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


async def test_pages_give_the_same_book_when_rows_come_from_the_database(tmp_path: Path) -> None:
    rows: list[Row] = [(n, guarded("=1")) for n in range(30)]
    path = tmp_path / "pages.xlsx"

    async def pages() -> AsyncIterator[list[Row]]:
        for start in range(0, 30, 7):
            yield rows[start : start + 7]

    written = await write_xlsx_pages(path, ["n", "text"], pages(), made_at=MADE_AT)
    assert written.row_count == 30
    assert path.read_bytes() == made(["n", "text"], rows).getvalue()


async def test_nothing_is_left_behind_when_an_export_is_cancelled(tmp_path: Path) -> None:
    began = asyncio.Event()

    async def pages() -> AsyncIterator[list[Row]]:
        while True:
            yield [(n, "x" * 100) for n in range(500)]
            began.set()

    target = tmp_path / "x.xlsx"
    export = asyncio.create_task(write_xlsx_pages(target, ["n", "t"], pages(), made_at=MADE_AT))
    await began.wait()
    export.cancel()
    with pytest.raises(asyncio.CancelledError):
        await export
    assert os.listdir(tmp_path) == []


def test_tables_may_grow_in_turns_when_a_book_is_open(tmp_path: Path) -> None:
    path = tmp_path / "turns.xlsx"
    with open_book(path, made_at=MADE_AT) as book:
        left, right = book.table("左", ["a"]), book.table("右", ["b"])
        for n in range(3):
            left.add([(n,)])
            right.add([(-n,)])
    assert [[cell.value for cell in sheet["A"]] for sheet in sheets_of(path)] == [
        ["a", 0, 1, 2],
        ["b", 0, -1, -2],
    ]
