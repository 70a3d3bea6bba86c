from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.errors import Refusal
from jianyan.sheets import (
    BrokenQuoting,
    DuplicateColumns,
    EmptySheet,
    FileTooLarge,
    HeaderOnly,
    HoldsNul,
    MissingColumn,
    NoHeader,
    NotASheet,
    RaggedRow,
    TooManyRows,
    UnknownEncoding,
    csv_bytes,
    guarded,
    read_rows,
    require_columns,
    unguarded,
)

TABLE = "编号,内容\r\n1,公交太挤\r\n2,“路灯”不亮€\r\n"


@pytest.fixture
def sheet_file(tmp_path: Path) -> Path:
    return tmp_path / "rows.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_table_reads_the_same_when_encoded_differently(sheet_file: Path, encoding: str) -> None:
    sheet_file.write_bytes(TABLE.encode(encoding))
    sheet = read_rows(sheet_file)
    assert sheet.columns == ("编号", "内容")
    assert [row.cells for row in sheet.rows] == [
        {"编号": "1", "内容": "公交太挤"},
        {"编号": "2", "内容": "“路灯”不亮€"},
    ]


def test_table_is_taken_for_utf_8_when_it_would_also_be_gb18030(sheet_file: Path) -> None:
    content = "编号,内容\n1,公交太挤\n".encode()
    assert content.decode("gb18030") != content.decode()
    sheet_file.write_bytes(content)
    assert read_rows(sheet_file).columns == ("编号", "内容")


def test_table_reads_when_it_is_big_endian(sheet_file: Path) -> None:
    sheet_file.write_bytes(b"\xfe\xff" + TABLE.encode("utf-16-be"))
    assert read_rows(sheet_file).columns == ("编号", "内容")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_table_finds_the_delimiter_when_quoted_ones_mislead(sheet_file: Path, delimiter: str) -> None:
    others = ",;\t".replace(delimiter, "") * 3
    sheet_file.write_text(f'a{delimiter}"b{others}"{delimiter}c\n1{delimiter}2{delimiter}"x{delimiter}y"\n')
    sheet = read_rows(sheet_file)
    assert len(sheet.columns) == 3
    assert next(iter(sheet.rows)).cells["c"] == f"x{delimiter}y"


def test_rows_keep_their_numbers_when_blank_ones_lie_between(sheet_file: Path) -> None:
    sheet_file.write_text('a,b\n1,"two\nlines"\n\n , \n2,""\n')
    rows = list(read_rows(sheet_file).rows)
    assert [(row.number, row.cells) for row in rows] == [
        (2, {"a": "1", "b": "two\nlines"}),
        (5, {"a": "2", "b": None}),
    ]


def test_rows_begin_anew_when_gone_through_again(sheet_file: Path) -> None:
    sheet_file.write_text("a\n1\n2\n")
    sheet = read_rows(sheet_file)
    assert list(sheet.rows) == list(sheet.rows)


def test_cells_are_empty_when_a_row_is_short(sheet_file: Path) -> None:
    sheet_file.write_text("stop_id,stop_name,stop_lat\n7,North\n")
    assert next(iter(read_rows(sheet_file).rows)).cells == {
        "stop_id": "7",
        "stop_name": "North",
        "stop_lat": None,
    }


def test_columns_without_a_name_are_left_out_when_others_have_one(sheet_file: Path) -> None:
    sheet_file.write_text("a,,b\n1,2,3\n")
    sheet = read_rows(sheet_file)
    assert sheet.columns == ("a", "b")
    assert next(iter(sheet.rows)).cells == {"a": "1", "b": "3"}


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", EmptySheet),
        (b"\xef\xbb\xbf", EmptySheet),
        (b"\n \n,,\n", EmptySheet),
        (b"a,b\n", HeaderOnly),
        (b"a,b\n\n,\n", HeaderOnly),
        (b"1,2\n3,4\n", NoHeader),
        (b"a,b,a\n1,2,3\n", DuplicateColumns),
        (b'a,b\n1,"two\n', BrokenQuoting),
        (b'a,b\n1,"two"x\n', BrokenQuoting),
        (b"a,b\n1,2,3\n", RaggedRow),
        (b"a,b\n1,\x00\n", HoldsNul),
        ("\ufeffa,b\n1,\0\n".encode("utf-16-le"), HoldsNul),
        (b"a,b\n1,\xff\xff\n", UnknownEncoding),
        (b"\xef\xbb\xbfa,b\n1,\xff\n", UnknownEncoding),
        (b"\xff\xfea", UnknownEncoding),
        (b" <!DOCTYPE html><table><tr><td>a</td></tr></table>", NotASheet),
        (b"%PDF-1.7\na,b\n", NotASheet),
    ],
)
def test_table_is_refused_when_it_cannot_be_read(
    sheet_file: Path, content: bytes, finding: type[Refusal]
) -> None:
    sheet_file.write_bytes(content)
    with pytest.raises(finding) as refusal:
        read_rows(sheet_file)
    assert type(refusal.value) is finding
    assert "%(" not in refusal.value.english()


def test_refusal_names_the_row_when_quoting_is_broken(sheet_file: Path) -> None:
    sheet_file.write_text('a,b\n1,2\n3,"x\n')
    with pytest.raises(BrokenQuoting, match="row 3"):
        read_rows(sheet_file)


def test_refusal_names_the_row_when_quoting_breaks_in_the_header(sheet_file: Path) -> None:
    sheet_file.write_text('"a"x,b\n1,2\n')
    with pytest.raises(BrokenQuoting, match="row 1"):
        read_rows(sheet_file)


def test_table_is_refused_when_it_has_more_rows_than_the_limit(sheet_file: Path) -> None:
    sheet_file.write_text("a\n1\n2\n3\n")
    assert len(list(read_rows(sheet_file, max_rows=3).rows)) == 3
    with pytest.raises(TooManyRows, match="2 rows"):
        read_rows(sheet_file, max_rows=2)


def test_table_is_refused_when_it_has_more_bytes_than_the_limit(sheet_file: Path) -> None:
    sheet_file.write_text("a\n1\n")
    assert read_rows(sheet_file, max_bytes=4).columns == ("a",)
    with pytest.raises(FileTooLarge):
        read_rows(sheet_file, max_bytes=3)


def test_missing_columns_are_named_beside_those_there_when_required(sheet_file: Path) -> None:
    sheet_file.write_text("a,b\n1,2\n")
    sheet = read_rows(sheet_file)
    require_columns(sheet, ["b", "a"])
    with pytest.raises(MissingColumn) as refusal:
        require_columns(sheet, ["a", "c", "d"])
    assert refusal.value.values == {"names": "c, d", "columns": "a, b"}


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1, max_size=4
    )
)
def test_table_reads_back_when_the_product_wrote_it(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "again.csv"
    path.write_bytes(b"".join(csv_bytes(["n", "text"], [("x", text) for text in texts])))
    read = [row.cells["text"] for row in read_rows(path).rows]
    assert [unguarded(str(cell or "")) for cell in read] == [
        text if guarded(text) != text or not text.isspace() else "" for text in texts
    ]
