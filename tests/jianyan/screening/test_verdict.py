import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.screening import KIND_SENTENCES, Kind, Level, Word, Words, default_words, screened

LISTED = Words(
    [
        Word("刷单返利", Level.BLOCK),
        Word("刷单", Level.HOLD),
        Word("他妈的", Level.MASK),
        Word("牛逼", Level.NOTE),
    ]
)
DEFAULT = Words(default_words())
HOSTILE = [
    "\u200b",
    "\u0301",
    "口",
    "一 ",
    "1",
    "1 ",
    "1-",
    "+86",
    "1.1 ",
    "1\u200b",
    "a ",
    "a.",
    "a@a.",
    "qq ",
]
HOSTILE += ["微信号:", "湘A1", "傻*逼*", "妈的", "傻傻傻逼逼逼", "，", "好，"]
LENGTH = 200


def test_what_was_found_says_where_why_and_how_severely() -> None:
    text = "他 妈 的，刷單返利，电话138 1234 5678。"
    found = screened(text, LISTED)
    assert found.level is Level.BLOCK
    assert [(hit.written, hit.word, hit.kind, hit.level) for hit in found.hits] == [
        ("他 妈 的", "他妈的", Kind.WORD, Level.MASK),
        ("刷單", "刷单", Kind.WORD, Level.HOLD),
        ("刷單返利", "刷单返利", Kind.WORD, Level.BLOCK),
        ("138 1234 5678", None, Kind.MOBILE, Level.MASK),
    ]
    assert [text[hit.start : hit.end] for hit in found.hits] == [hit.written for hit in found.hits]
    assert found.public == "*****，刷單返利，电话138 **** 5678。"


def test_hits_come_in_the_order_of_their_beginnings() -> None:
    words = Words([Word("单返", Level.HOLD), Word("刷单返利", Level.HOLD)])
    assert [hit.word for hit in screened("刷单返利", words).hits] == ["刷单返利", "单返"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("末班车太早了", None),
        ("司机真牛逼", Level.NOTE),
        ("司机真牛逼，他妈的", Level.MASK),
        ("电话13812345678", Level.MASK),
        ("他妈的刷单", Level.HOLD),
        ("刷单返利，牛逼", Level.BLOCK),
        ("", None),
    ],
)
def test_the_most_severe_hit_decides(text: str, level: Level | None) -> None:
    assert screened(text, LISTED).level is level


def test_only_what_is_to_be_masked_is_masked() -> None:
    assert screened("刷单牛逼", LISTED).public == "刷单牛逼"


def test_every_kind_says_why_it_was_found() -> None:
    assert set(KIND_SENTENCES) == set(Kind)


@pytest.mark.parametrize(
    "text",
    [
        "建议在路口交通灯处增设倒计时，十字路口交警太少。",
        "希望147路、K101路末班车延到22:30，票价2元。",
        "他妈妈的身份证过期了，妈妈的手续也没办。",
        "司法轮岗制度、第六四八条、一台独立电源。",
        "请公开湘政办发〔2019〕12号文，打12345没人接。",
        "上门服务老人，代办证件，贷款买房被骗，打击网络赌博和高利贷。",
        "公交车上有人发小卡片，路边有赌博机，请查处非法集资和传销。",
    ],
)
def test_an_ordinary_suggestion_passes_the_list_that_comes_with_the_service(text: str) -> None:
    assert screened(text, DEFAULT).hits == []


@pytest.mark.parametrize(
    "text",
    [
        "兼职刷单，日赚300",
        "代 开 發 票",
        "无抵押贷款 当天放款",
        "加Ｖ信看真人荷官",
        "你个傻*逼",
        "专业办证刻章",
    ],
)
def test_spam_and_insults_are_held_by_the_list_that_comes_with_the_service(text: str) -> None:
    assert screened(text, DEFAULT).level is Level.HOLD


def lines_run_for(text: str) -> int:
    """Give how many lines of Python a text costs; time would also count the neighbours."""
    count = 0

    def note(_frame: object, event: str, _: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        public = screened(text, DEFAULT).public
    finally:
        sys.settrace(before)
    assert len(public) == len(text)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_costs_as_much_as_it_is_long(unit: str) -> None:
    short, long = (unit * LENGTH)[:LENGTH], (unit * 8 * LENGTH)[: 8 * LENGTH]
    assert lines_run_for(long) < 12 * lines_run_for(short)  # 64 times where it grows as the square


@given(st.text() | st.text(st.sampled_from("他妈的刷单138 -0@.qq微信湘A12345一二三\u200b，")))
def test_the_public_text_is_as_long_and_differs_only_in_masks(text: str) -> None:
    found = screened(text, LISTED)
    assert len(found.public) == len(text)
    assert all(shown in (written, "*") for shown, written in zip(found.public, text, strict=True))
    assert (found.level is None) == (found.hits == [])


@given(st.text(st.characters(exclude_categories=["L", "N", "S"])))
def test_a_text_without_letters_and_digits_is_never_masked(text: str) -> None:
    assert screened(text, DEFAULT).public == text
