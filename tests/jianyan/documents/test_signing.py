from datetime import date

import pytest

from jianyan.documents.signing import signature

DAY = date(2026, 7, 1)


def test_the_date_stands_four_characters_from_the_right_and_the_office_over_its_middle() -> None:
    signed = signature("市政协", DAY, language="zh-CN")
    # 2026年7月1日 is 6 characters wide, the office 3.
    assert (signed.day, signed.day_right, signed.office_right) == ("2026年7月1日", 4, 5.5)


def test_a_long_office_moves_the_date_inwards() -> None:
    signed = signature("某某市人民代表大会常务委员会办公厅", DAY, language="zh-CN")
    assert (signed.office_right, signed.day_right) == (0, 5.5)
    assert signed.office_right + 17 / 2 == signed.day_right + 6 / 2


@pytest.mark.parametrize(("office", "day"), [("", DAY), ("市政协", None), ("", None)])
def test_what_is_missing_is_left_out(office: str, day: date | None) -> None:
    signed = signature(office, day, language="zh-CN")
    assert (signed.office, bool(signed.day)) == (office, day is not None)
    assert signed.day_right == 4


def test_an_english_date_is_in_words() -> None:
    assert signature("", DAY, language="en").day == "1 July 2026"
