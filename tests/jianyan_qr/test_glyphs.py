"""Texts for paper: no character is ever printed as an empty box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from jianyan_qr import unprintable
from jianyan_qr.glyphs import GETA, _glyphs, printable


@pytest.mark.parametrize(
    "text", ["五里牌 站", "㙍头村", "K15 路（往东）", "〇一二，。？！：；", "7K3M 9QXT", "café № 3"]
)
def test_text_stays_as_it_is_when_the_fonts_have_it(text: str) -> None:
    assert printable(text) == text
    assert unprintable(text) == ""


@pytest.mark.parametrize(
    ("text", "printed", "named"),
    [
        ("南门🚌站", "南门〓站", "🚌"),
        ("🚌🚏🚌", "〓〓〓", "🚌🚏"),
        ("𠀀塘", "〓塘", "𠀀"),
        ("\ud800站", "〓站", "\ud800"),
        ("❤️站", "〓站" if "❤" not in _glyphs() else "❤站", "" if "❤" in _glyphs() else "❤"),
        ("南\u202e门\u200b站\x07", "南门站", ""),
        (" 南\n门\t站\u3000", "南 门 站", ""),
        ("cafe\u0301", "café", ""),
    ],
)
def test_text_is_made_printable_when_a_glyph_is_missing(text: str, printed: str, named: str) -> None:
    assert printable(text) == printed
    assert unprintable(text) == named


@given(st.text(max_size=40))
def test_text_holds_only_known_characters_once_printable(text: str) -> None:
    assert set(printable(text)) <= _glyphs()
    assert printable(printable(text)) == printable(text)
    assert (GETA in printable(text)) == bool(unprintable(text)) or GETA in text


@given(
    st.characters(
        min_codepoint=0x21, codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me", "Cn")
    )
)
def test_glyph_is_known_exactly_when_freetype_draws_one(letter: str) -> None:
    """Two readers of the same fonts, ours and FreeType, must agree."""
    drawn = any(
        shape(path, letter) != shape(path, "\uffff") for path in (str(sans_path()), str(serif_path()))
    )
    assert drawn == (letter in _glyphs())


FONTS: dict[str, ImageFont.FreeTypeFont] = {}


def shape(path: str, letter: str) -> bytes:
    font = FONTS.setdefault(path, ImageFont.truetype(path, 24, layout_engine=ImageFont.Layout.BASIC))
    mask = font.getmask(letter)
    return bytes(mask) + bytes(str(mask.size), "ascii")
