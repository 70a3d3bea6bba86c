import csv
import io
import json
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jianyan.sheets import Row, csv_bytes, csv_pages, jsonl_bytes, jsonl_pages, unguarded

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2019, 8, 26, 0, 33, 3, 250_000, tzinfo=UTC)
TRIGGERS = "=+-@\t\r\n\0＝＋－＠"
FORMULAS = st.builds(
    "".join, st.tuples(st.text("' \ufeff\u200b\u3000"), st.sampled_from(TRIGGERS), st.text())
)


def parsed(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def without_halves(text: str) -> str:
    return "".join(character for character in text if not "\ud800" <= character <= "\udfff")


def begins_formula(field: str) -> bool:
    shown = field.lstrip(" \ufeff\u200b\u3000")
    return shown != "" and shown[0] in TRIGGERS


async def in_pages(rows: list[Row], size: int) -> AsyncIterator[list[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


async def together(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


@given(st.lists(st.text() | FORMULAS, min_size=1, max_size=5))
@example(["=cmd|' /C calc'!A0", "+86 138", "\ufeff=1", '"', "a\r\nb", "", "'=1", "\0=1", "\ud800=1"])
def test_csv_holds_no_formula_when_any_text_is_written(texts: list[str]) -> None:
    content = b"".join(csv_bytes([str(n) for n in range(len(texts))], [texts]))
    [_, row] = parsed(content)
    assert not [field for field in row if begins_formula(field)]
    assert [unguarded(field) for field in row] == [without_halves(text).replace("\0", "") for text in texts]


def test_unguarded_text_would_begin_a_formula_when_written_plainly() -> None:
    plain, written = io.StringIO(), b"".join(csv_bytes(["a"], [["=1+1"]]))
    csv.writer(plain).writerow(["=1+1"])
    assert begins_formula(plain.getvalue())
    assert parsed(written)[1] == ["'=1+1"]


def test_csv_shows_values_like_excel_does_when_they_are_no_text() -> None:
    row = (None, -5, 0.5, True, date(2019, 8, 26), MOMENT, "公交, “路灯”")
    content = b"".join(csv_bytes("abcdefg", [row], zone=SHANGHAI))
    assert content.decode("utf-8-sig") == (
        'a,b,c,d,e,f,g\r\n,-5,0.5,TRUE,2019-08-26,2019-08-26 08:33:03,"公交, “路灯”"\r\n'
    )


def test_csv_guards_the_names_of_columns_when_they_would_calculate() -> None:
    assert parsed(b"".join(csv_bytes(["=1", "b"], [])))[0] == ["'=1", "b"]


def test_csv_takes_rows_only_as_it_is_read_when_there_are_many() -> None:
    taken: list[int] = []

    def rows() -> Iterable[Row]:
        for n in range(5_000):
            taken.append(n)
            yield (n,)

    pieces = csv_bytes(["n"], rows())
    next(pieces)
    next(pieces)
    assert len(taken) <= 500
    assert sum(piece.count(b"\r\n") for piece in pieces) == 4_500


async def test_pages_give_the_same_bytes_when_rows_come_from_the_database() -> None:
    rows: list[Row] = [(n, f"建议{n}") for n in range(1_100)]
    columns = ["n", "text"]
    assert await together(csv_pages(columns, in_pages(rows, 70))) == b"".join(csv_bytes(columns, rows))
    assert await together(jsonl_pages(columns, in_pages(rows, 70))) == b"".join(jsonl_bytes(columns, rows))


def test_json_lines_keep_types_and_order_when_written() -> None:
    row = (None, -5, 0.5, True, date(2019, 8, 26), MOMENT, "=1+1\n公交")
    content = b"".join(jsonl_bytes("gfedcba", [row, row]))
    first, second = content.splitlines()
    assert first == second
    assert list(json.loads(first).items()) == [
        ("g", None),
        ("f", -5),
        ("e", 0.5),
        ("d", True),
        ("c", "2019-08-26"),
        ("b", "2019-08-26T00:33:03.250000Z"),
        ("a", "=1+1\n公交"),
    ]


@given(st.text())
def test_json_lines_are_one_line_a_row_when_text_holds_any_character(text: str) -> None:
    content = b"".join(jsonl_bytes(["a"], [[text]]))
    assert content.count(b"\n") == 1
    assert json.loads(content)["a"] == without_halves(text).replace("\0", "")


@pytest.mark.parametrize("write", [csv_bytes, jsonl_bytes])
def test_writer_stops_when_a_row_does_not_fit_the_columns(write) -> None:
    with pytest.raises(ValueError, match=r"columns|zip"):
        list(write(["a", "b"], [("x",)]))


@pytest.mark.parametrize("write", [csv_bytes, jsonl_bytes])
def test_writer_stops_when_a_moment_has_no_offset(write) -> None:
    with pytest.raises(ValueError, match="offset"):
        list(write(["a"], [(MOMENT.replace(tzinfo=None),)]))
