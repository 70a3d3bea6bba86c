import unicodedata

import pytest

from jianyan.screening.characters import AS_DIGITS, GAP, MARK, NUMERALS, is_han, plain


@pytest.mark.parametrize(
    "character", ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u3164", "\u2800", "\x00", "\ufe0f"]
)
def test_what_cannot_be_seen_is_nothing(character: str) -> None:
    assert plain(character) == ""


@pytest.mark.parametrize("character", [" ", "\t", "\u3000", "*", "·", "-", "😀", "\ud800", "\ue000"])
def test_a_symbol_or_a_space_is_a_gap(character: str) -> None:
    assert plain(character) == GAP


@pytest.mark.parametrize("character", ["，", "。", "\n", "?", "》"])
def test_punctuation_is_a_mark(character: str) -> None:
    assert plain(character) == MARK


def test_every_character_is_read_as_what_stays_as_it_is() -> None:
    every = (chr(code) for code in range(0x30000))
    unstable = [
        character for character in every if any(plain(letter) != letter for letter in plain(character))
    ]
    assert unstable == []


def test_traditional_characters_become_simplified_ones_and_simplified_ones_stay() -> None:
    assert "".join(map(plain, "優先發展公共交通讓車輛準點臺灣")) == "优先发展公共交通让车辆准点台湾"
    common = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    assert "".join(map(plain, common)) == common


def test_numerals_are_single_digits() -> None:
    known = NUMERALS.replace("幺", "")
    assert [unicodedata.numeric(one) for one in known] == list(map(int, known.translate(AS_DIGITS)))
    assert "幺".translate(AS_DIGITS) == "1"


def test_chinese_characters_are_told_from_others() -> None:
    assert all(map(is_han, "车〇㐀\U00020000"))
    assert not any(map(is_han, "a1あ한，\n "))
