from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.screening.folding import folded, squeezed

INSERTED = [
    "*",
    " ",
    "\u3000",
    "-",
    "_",
    ".",
    "·",
    "~",
    "+",
    "|",
    "/",
    "★",
    "😀",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u0336",
]
LETTERS = st.text(st.sampled_from("公交车站輪ＶvАа①一三八0 *，。\n\u200b\u0301👍"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("法輪", "法轮"),
        ("乾淨", "干净"),
        ("ⓥⓧ", "vx"),
        ("🅥🆇", "vx"),
        ("ѕехуο", "sexyo"),
        ("ΑΒ", "ab"),
        ("\u0410\u0412\u041e", "abo"),
        ("⼝交", "口交"),
        ("囗交", "口交"),
        ("①⑵⒊❹➎", "12345"),
        ("⒜", "a"),
        ("㈠", "一"),
        ("café", "cafe"),
        ("法\u0336轮", "法轮"),
        ("一三八〇", "1380"),
        ("壹贰叁肆", "1234"),
        ("二〇一九年", "2019年"),
        ("三三两两", "三三两两"),
        ("万一", "万一"),
    ],
)
def test_a_letter_is_read_without_its_dress(written: str, read: str) -> None:
    assert folded(written).text == read


@pytest.mark.parametrize("sign", INSERTED)
def test_what_stands_between_chinese_characters_is_left_out(sign: str) -> None:
    assert folded(f"法{sign}轮{sign}{sign}车").text == "法轮车"
    assert folded(f"加{sign}v").text == "加v"


@pytest.mark.parametrize("mark", ["，", "。", "！", "\n", ",", "；", "“", "（"])
def test_a_mark_stays_as_a_border(mark: str) -> None:
    assert folded(f"一台{mark}独立").text == "一台\n独立"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("操，你，妈", "操你妈"),
        ("刷\n单\n返，，利润", "刷单返利润"),
        ("一台。独立", "一台\n独立"),
        ("好，独立", "好\n独立"),
        ("，好，", "好"),
    ],
)
def test_marks_around_a_single_character_are_no_border(written: str, read: str) -> None:
    assert folded(written).text == read


def test_words_that_are_not_chinese_stay_apart() -> None:
    assert folded("we  chat").text == "we chat"
    assert folded("we\u200bchat").text == "wechat"
    assert folded("10 - 20").text == "10 20"


def test_a_part_is_found_again_where_it_was_written() -> None:
    read = folded("去*法 *輪*站")
    start = read.text.index("法")
    assert read.span(start, start + 2) == (2, 6)


@pytest.mark.parametrize(
    ("text", "letters", "starts"),
    [
        ("", "", [0]),
        ("谢谢你", "谢你", [0, 2, 3]),
        ("1000", "1000", [0, 1, 2, 3, 4]),
        ("coool\n\n", "col\n", [0, 1, 4, 5, 7]),
    ],
)
def test_runs_of_a_letter_are_one_but_not_of_a_digit(text: str, letters: str, starts: list[int]) -> None:
    found, begins = squeezed(text)
    assert (found, [*begins]) == (letters, starts)


@given(st.one_of(st.text(), LETTERS))
def test_folding_again_changes_nothing(text: str) -> None:
    once = folded(text).text
    assert folded(once).text == once


@given(st.one_of(st.text(), LETTERS))
def test_places_never_fall_and_lie_in_the_original(text: str) -> None:
    read = folded(text)
    assert len(read.places) == len(read.text)
    assert all(before <= after for before, after in pairwise(read.places))
    assert all(0 <= place < len(text) for place in read.places)


@given(st.text())
def test_runs_put_together_again_are_the_text(text: str) -> None:
    letters, starts = squeezed(text)
    assert (
        "".join(
            letter * (end - start) for letter, (start, end) in zip(letters, pairwise(starts), strict=True)
        )
        == text
    )
