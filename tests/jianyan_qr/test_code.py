"""URL → modules: capitals, size class, level."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan_qr import compact_url, make_symbol, side_mm

# ISO/IEC 18004:2015, table 7: alphanumeric characters that fit versions 1 to 6.
FITS_AT_Q = (16, 29, 47, 67, 87, 108)
FITS_AT_H = (10, 20, 35, 50, 64, 84)


@pytest.mark.parametrize(
    "url",
    [
        "https://jianyan.example.cn/s/7k3m9qxt",
        "HTTPS://Jianyan.Example.CN/S/7K3M9QXT",
        "http://127.0.0.1:8000/s/7k3m9qxt",
        "https://jianyan.example.cn/",
        "https://jianyan.example.cn",
    ],
)
def test_address_becomes_capitals_when_case_means_nothing(url: str) -> None:
    assert compact_url(url) == url.upper()


@pytest.mark.parametrize(
    "url",
    [
        "https://jianyan.example.cn/topics/heat",
        "https://jianyan.example.cn/s/7k3m9qxt?from=bus",
        "https://jianyan.example.cn/s/7k3m9qxt#top",
        "https://jianyan.example.cn/s/7k3m/9qxt",
        "https://name@jianyan.example.cn/s/7k3m9qxt",
        "https://建言.example.cn/s/7k3m9qxt",
        "https://jianyan.example.cn/s/7k3m9qxt\n",
    ],
)
def test_address_stays_as_given_when_case_may_matter(url: str) -> None:
    assert compact_url(url) == url


def test_symbol_is_smaller_when_the_address_is_in_capitals() -> None:
    caseless = make_symbol("https://jianyan.example.cn/s/7k3m9qxt")
    cased = make_symbol("https://jianyan.example.cn/t/7k3m9qxt")
    assert (caseless.version, caseless.level) == (3, "Q")
    assert caseless.url == "HTTPS://JIANYAN.EXAMPLE.CN/S/7K3M9QXT"
    assert cased.version == 4


@pytest.mark.parametrize("length", range(12, 109))
def test_level_is_high_exactly_when_the_version_stays(length: int) -> None:
    symbol = make_symbol("https://" + "a" * (length - len("https://")))
    version = next(number for number, fits in enumerate(FITS_AT_Q, start=1) if length <= fits)
    level = "H" if length <= FITS_AT_H[version - 1] else "Q"
    assert (symbol.version, symbol.level) == (version, level)
    assert len(symbol.modules) == 4 * version + 17
    assert {len(row) for row in symbol.modules} == {4 * version + 17}


def test_symbol_is_drawn_when_only_level_q_can_hold_the_address() -> None:
    longest = "https://a.cn/?" + "a" * (1663 - 14)  # bytes in version 40: 1663 at Q, 1273 at H (table 7)
    symbol = make_symbol(longest)
    assert (symbol.version, symbol.level) == (40, "Q")
    with pytest.raises(ValueError, match="too long"):
        make_symbol(longest + "a")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "7K3M9QXT",
        "javascript:alert(1)",
        "ftp://a.cn/",
        "https://",
        "https://a.cn/a b",
        "https://a.cn/" + "a" * 1700,
    ],
)
def test_symbol_is_refused_when_the_address_is_none_or_too_long(url: str) -> None:
    with pytest.raises(ValueError, match=r"web address|too long"):
        make_symbol(url)


@given(st.from_regex(r"\Ahttps?://[a-zA-Z0-9.-]{1,30}(/[a-zA-Z0-9/?#=]{0,20})?\Z"))
def test_compact_address_differs_in_case_only_whatever_it_is(url: str) -> None:
    assert compact_url(url).lower() == url.lower()
    assert compact_url(compact_url(url)) == compact_url(url)


@pytest.mark.parametrize(("distance", "side"), [(100, 45), (450, 45), (500, 50), (3000, 300)])
def test_side_is_a_tenth_of_the_distance_from_45_mm_up(distance: float, side: float) -> None:
    assert math.isclose(side_mm(distance), side)
