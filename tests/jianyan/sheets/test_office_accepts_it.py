"""Excel finds nothing to repair in any workbook, whichever of the two writers made it."""

import io
from datetime import UTC, date, datetime

import pytest

from jianyan.sheets import Block, Row, Share, Table, open_book, write_workbook, write_xlsx
from office_check import VERSIONS, findings
from official_documents import part_of, repacked

MADE_AT = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
COLUMNS = ["文字", "=时刻", "日期", "数", "是"]
STRANGE: list[Row] = [
    ("=1+1", MADE_AT, date(2026, 7, 1), 7, True),
    ("<r><t>x</t></r>", datetime(1, 1, 1, tzinfo=UTC), date(1, 1, 1), 10**30, False),
    ("_x0041_\x00\ud800\ufffe\r\n\t]]>&\"'", None, None, -1.5, None),
    ("公" * 40_000, MADE_AT, None, float("inf"), None),
    (None, None, None, None, None),
]


def long_table(columns: list[str], rows: list[Row], **options: object) -> bytes:
    file = io.BytesIO()
    write_xlsx(file, columns, rows, made_at=MADE_AT, **options)
    return file.getvalue()


def book() -> bytes:
    """Give a workbook with charts, tables with and without rows, and names that Excel would not take."""
    file = io.BytesIO()
    with open_book(file, made_at=MADE_AT, max_rows=3) as written:
        named: list[Row] = [("=1+1", 3, Share(0.75)), ("'[x]:\\/?*", 1, None)]
        days: list[Row] = [(date(2026, 7, day), day) for day in range(1, 8)]
        front = [
            Block("=1+1", [], [("数", 1)]),
            Block("类别", ["类别", "=条数", "占比"], named, "bar"),
            Block("日", ["日", "条数"], days, "column"),
            Block("空", ["日", "条数"], [], "column"),
        ]
        written.front("[汇总]: '=1+1'", "=标题", front)
        written.table("'建议/清单'" * 9, COLUMNS, counts_from=3).add(STRANGE)
        written.table("空", COLUMNS)
    return file.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        long_table(COLUMNS, STRANGE, name="'a&b'<\"[x]"),
        long_table(COLUMNS, []),
        long_table(COLUMNS, STRANGE * 2, max_rows=3),
        long_table([], []),
        long_table([str(at) for at in range(60)], [list(range(60))] * 3),
    ],
    ids=["strange", "empty", "several sheets", "no columns", "wide"],
)
def test_excel_finds_nothing_to_repair_in_a_list(made: bytes) -> None:
    assert findings(made, "xlsx") == []


def test_excel_finds_nothing_to_repair_in_a_workbook_with_charts() -> None:
    assert findings(book(), "xlsx") == []


def test_excel_finds_nothing_to_repair_in_a_workbook_of_tables() -> None:
    file = io.BytesIO()
    write_workbook(file, [Table("甲", COLUMNS, STRANGE), Table("乙", ["x"], [])], made_at=MADE_AT)
    assert findings(file.getvalue(), "xlsx") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<sheetFormatPr", b"<cols/><sheetFormatPr"),
        (b't="inlineStr"', b't="formula"'),
        (b'<autoFilter ref="A1:E6"/>', b'<autoFilter ref="A1:E6"/><sheetData/>'),
    ],
)
def test_what_excel_would_repair_is_found_in_every_version(right: bytes, wrong: bytes) -> None:
    made, part = long_table(COLUMNS, STRANGE), "xl/worksheets/sheet1.xml"
    assert right in part_of(made, part)
    found = findings(repacked(made, {part: part_of(made, part).replace(right, wrong, 1)}), "xlsx")
    assert {line.split()[0] for line in found} == set(VERSIONS)
