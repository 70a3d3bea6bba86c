import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.errors import Invalid
from jianyan.suggestions.texts import BODY_MOST, checked, checked_phone, tidy


def refusal_of(text: str, most: int = BODY_MOST) -> Invalid:
    with pytest.raises(Invalid) as refused:
        checked(text, field="body", most=most)
    assert refused.value.field == "body"
    return refused.value


@pytest.mark.parametrize("code", [*range(0x09), *range(0x0E, 0x20), 0x0B, 0x0C, *range(0x7F, 0xA0)])
def test_a_control_character_inside_is_refused(code: int) -> None:
    assert "cannot be shown" in refusal_of(f"末班车{chr(code)}太早").sentence


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_a_character_that_turns_the_writing_direction_is_refused(code: int) -> None:
    assert "writing direction" in refusal_of(f"末班车{chr(code)}太早").sentence


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_a_lone_surrogate_is_refused(code: int) -> None:
    assert "broken character" in refusal_of(f"末班车{chr(code)}太早").sentence


def test_marks_may_be_written_but_not_stacked_without_end() -> None:
    assert checked("Vie\u0323\u0302t nam, naïve", field="body")
    assert checked("h" + "\u0316" * 4, field="body")
    assert "marks" in refusal_of("h" + "\u0316" * 5).sentence
    assert "marks" in refusal_of("h" + "\u0301\u0489\u20dd\ufe20\u1ab0" * 3).sentence


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t ", "\u3000\u3000", "\u00a0"])
def test_an_empty_text_is_refused(text: str) -> None:
    assert refusal_of(text).sentence == "Please write your suggestion."


def test_a_text_that_is_too_long_is_told_by_how_much() -> None:
    assert len(checked("车" * BODY_MOST, field="body")) == BODY_MOST
    assert refusal_of("车" * (BODY_MOST + 7)).values == {"over": 7, "most": BODY_MOST}
    assert refusal_of("车" * 8, most=5).english() == "This is 3 characters too long; at most 5 fit."
    assert checked(" " * 5_000 + "车", field="body") == "车"


def test_a_text_is_kept_in_one_form_with_line_feeds_only() -> None:
    assert checked(" cafe\u0301\r\n第二行\r第三行\t末 ", field="body") == "café\n第二行\n第三行 末"
    assert checked("😀🚌\u200d", field="body") == "😀🚌\u200d"


@settings(deadline=None)
@given(st.text())
def test_what_is_kept_is_storable_and_stays_as_it_is(text: str) -> None:
    try:
        kept = checked(text, field="body")
    except Invalid:
        kept = tidy("refused")
    assert kept.encode()
    assert "\x00" not in kept
    assert unicodedata.is_normalized("NFC", kept)
    assert tidy(kept) == kept
    assert checked(kept, field="body") == kept


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013 8000 ", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("（0731）8888 6666", "073188886666"),
        ("(0731)8888-6666", "073188886666"),
        ("１３８００１３８０００", "13800138000"),
        ("＋８６－１３８００１３８０００", "+8613800138000"),
        ("138\u30000013\u00a08000", "13800138000"),
        ("12345", "12345"),
    ],
)
def test_a_phone_number_is_read_in_each_of_its_forms(typed: str, digits: str) -> None:
    assert checked_phone(typed, field="phone") == digits


@pytest.mark.parametrize("typed", ["", "  ", "\u3000", "-", "（）"])
def test_an_empty_phone_field_is_no_number(typed: str) -> None:
    assert checked_phone(typed, field="phone") is None


@pytest.mark.parametrize(
    "typed",
    [
        "1234",
        "1" * 19,
        "wechat: lan",
        "138+0013",
        "++8613800138000",
        "138\x000013",
        "١٢٣٤٥٦",
        "138.0013.8000",
    ],
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_phone(typed, field="phone")
    assert refused.value.field == "phone"
