"""Codes made in microseconds are read by a reader like any other."""

import io
import random

import pytest
import zxingcpp
from PIL import Image

from jianyan_qr import SymbolFamily

PREFIX = "https://jianyan.example.cn/receipt#"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture(scope="module")
def family() -> SymbolFamily:
    return SymbolFamily(PREFIX, 16)


def read(picture: bytes) -> str:
    """Read a picture as a telephone would, four pixels a module."""
    small = Image.open(io.BytesIO(picture))
    large = small.convert("L").resize((small.width * 4, small.height * 4), Image.Resampling.NEAREST)
    found = zxingcpp.read_barcodes(large)
    return found[0].text if found else ""


def test_every_code_of_a_family_is_read(family: SymbolFamily) -> None:
    drawn = random.Random(7)
    endings = ["0" * 16, "Z" * 16, *("".join(drawn.choices(LETTERS, k=16)) for _ in range(200))]
    assert [read(family.png(ending)) for ending in endings] == [PREFIX + ending for ending in endings]


def test_any_ascii_character_may_stand_at_any_place(family: SymbolFamily) -> None:
    endings = [chr(code) * 16 for code in range(33, 127)]
    assert [read(family.png(ending)) for ending in endings] == [PREFIX + ending for ending in endings]


def test_a_picture_has_a_quiet_border_and_one_pixel_a_module(family: SymbolFamily) -> None:
    picture = Image.open(io.BytesIO(family.png("A" * 16)))
    assert picture.mode == "1"
    assert (picture.width - 8 - 17) % 4 == 0
    border = [picture.getpixel((x, 3)) for x in range(picture.width)]
    assert set(border) == {255}
    assert picture.getpixel((4, 4)) == 0


def test_what_one_character_flips_is_not_what_another_does(family: SymbolFamily) -> None:
    flips = family._flips[3]
    right = flips[ord("A")]
    flips[ord("A")] = flips[ord("B")]
    try:
        assert read(family.png("A" * 16)) == PREFIX + "AAABAAAAAAAAAAAA"
    finally:
        flips[ord("A")] = right


@pytest.mark.parametrize("ending", ["", "A" * 15, "A" * 17, "五" * 16])
def test_an_ending_of_another_length_or_alphabet_is_refused(family: SymbolFamily, ending: str) -> None:
    with pytest.raises(ValueError, match="16 ASCII characters"):
        family.png(ending)


def test_what_is_no_web_address_has_no_family() -> None:
    with pytest.raises(ValueError, match="not a web address"):
        SymbolFamily("nowhere", 16)
