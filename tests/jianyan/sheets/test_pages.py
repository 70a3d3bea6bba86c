import io
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jianyan.sheets import open_book, write_xlsx
from jianyan.sheets.pages import page_name

MADE_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
NAMES = st.text("'[]:*?/\\ \t\0a公🚌", max_size=40) | st.text(max_size=40)


@given(st.lists(NAMES, max_size=5))
@example(["a" * 30 + "'b", "a" * 30 + " b"])
@example(["'", "''", " '", ""])
@example(["History", "history", "ＨＩＳＴＯＲＹ"])
def test_every_name_becomes_one_that_excel_accepts(wanted: list[str]) -> None:
    taken: list[str] = []
    for name in wanted:
        taken.append(page_name(name, set(taken)))
    for name in taken:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\\0\t")
        assert name[0] not in "' "
        assert name[-1] not in "' "
        assert name.casefold() != "history"
    assert len({name.casefold() for name in taken}) == len(taken)


@pytest.mark.parametrize(("first", "second"), [("Sheet", "sheet"), ("表1", "表１"), ("Ａ", "a")])
def test_names_that_differ_in_case_or_width_only_are_told_apart(first: str, second: str) -> None:
    assert page_name(second, {first}) == f"{second} (2)"


@pytest.mark.parametrize("name", ["公" * 30 + "'车", "=1+1", "'=1'", "", "a!A1", "It's"])
def test_both_writers_name_a_sheet_alike(name: str) -> None:
    lists, books = io.BytesIO(), io.BytesIO()
    write_xlsx(lists, ["x"], [], made_at=MADE_AT, name=name)
    with open_book(books, made_at=MADE_AT) as book:
        book.table(name, ["x"])
    assert openpyxl.load_workbook(lists).sheetnames == openpyxl.load_workbook(books).sheetnames
