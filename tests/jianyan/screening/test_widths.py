import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.screening.widths import INVISIBLE, narrowed, spoken


@pytest.mark.parametrize(
    ("written", "narrow"),
    [
        ("１３８－００１３", "138-0013"),
        ("Ｌａｎ＠１６３．ＣＯＭ", "lan@163.com"),
        ("湘Ａ·12345", "湘a.12345"),
        ("①❷⑶", "123"),
        ("⑩", "⑩"),
        ("0731\u3000（8888）", "0731 (8888)"),
        ("1\u200b3", f"1{INVISIBLE}3"),
        ("電話", "电话"),
    ],
)
def test_letters_and_signs_become_narrow(written: str, narrow: str) -> None:
    assert narrowed(written) == narrow


def test_long_rows_of_numerals_are_digits_and_short_ones_words() -> None:
    assert spoken("电话一三八零零一三八零零零") == "电话13800138000"
    assert spoken("一三八 零零一三-八零零零") == "138 0013-8000"
    assert spoken("二〇一九年三三两两") == "二〇一九年三三两两"


@given(st.text())
def test_every_letter_keeps_its_place(text: str) -> None:
    narrow = narrowed(text)
    assert len(narrow) == len(text)
    assert len(spoken(narrow)) == len(text)
