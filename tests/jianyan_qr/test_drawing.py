"""Modules → pictures: exact outlines, small files, and codes that stand up to rotation, blur and damage."""

import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import typst
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from jianyan_qr import Symbol, make_symbol, png, svg
from jianyan_qr.outline import outline

Q = make_symbol("https://jianyan.example.cn/s/7k3m9qxt")
H = make_symbol("https://jy.example.cn/s/7k3m9qxt")
PIXELS = 6
QUIET = 4
FINDER = 8  # seven modules and the separator

Read = Callable[[Image.Image], list[str]]


def rings(path: str) -> Iterator[list[tuple[int, int]]]:
    x = y = 0
    ring: list[tuple[int, int]] = []
    for command, *numbers in (
        re.findall(r"[a-zA-Z]|-?\d+", part) for part in re.findall(r"[a-zA-Z][^a-zA-Z]*", path)
    ):
        first, last = int(numbers[0]), int(numbers[-1])
        if command in "mM" and ring:
            yield [*ring, ring[0]]
            ring = []
        x, y = {
            "m": (x + first, y + last),
            "M": (first, last),
            "h": (x + first, y),
            "H": (first, y),
            "v": (x, y + first),
            "V": (x, first),
        }[command]
        ring.append((x, y))
    if ring:
        yield [*ring, ring[0]]


def filled(path: str, size: int) -> tuple[tuple[bool, ...], ...]:
    """The unit squares that the nonzero rule fills."""
    winding = [[0] * size for _ in range(size)]
    for ring in rings(path):
        for (x, y), (_, down) in pairwise(ring):
            for row in range(min(y, down), max(y, down)):
                for column in range(x, size):
                    winding[row][column] += 1 if down > y else -1
    return tuple(tuple(value != 0 for value in row) for row in winding)


def rasterised(drawing: str) -> Image.Image:
    source = (
        b'#set page(width: auto, height: auto, margin: 0mm)\n#image(bytes(sys.inputs.svg), format: "svg")'
    )
    data = typst.compile(source, format="png", ppi=120, sys_inputs={"svg": drawing}, ignore_system_fonts=True)
    return opened(data)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def blotted(symbol: Symbol, *, share: float, at: tuple[float, float], ink: int) -> Image.Image | None:
    """The picture with one square blot of that share of the symbol; None where it meets a finder pattern.

    `at` is the blot's place from (0, 0), top left, to (1, 1), bottom right.
    """
    modules = len(symbol.modules)
    side = share**0.5 * modules
    left, top = (position * (modules - side) for position in at)
    far = modules - FINDER
    corners = ((0, 0), (far, 0), (0, far))
    if any(left < x + FINDER and left + side > x and top < y + FINDER and top + side > y for x, y in corners):
        return None
    picture = opened(png(symbol, pixels_per_module=PIXELS))
    box = [(QUIET + edge) * PIXELS for edge in (left, top, left + side, top + side)]
    ImageDraw.Draw(picture).rectangle(box, fill=ink)
    return picture


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_outline_fills_exactly_the_dark_modules_whatever_they_are(rows: list[list[bool]]) -> None:
    modules = tuple(map(tuple, rows))
    assert filled(outline(modules), len(modules)) == modules


@pytest.mark.parametrize("symbol", [Q, H], ids=["Q", "H"])
def test_outline_fills_exactly_the_modules_of_a_code(symbol: Symbol) -> None:
    assert filled(outline(symbol.modules), len(symbol.modules)) == symbol.modules


def test_svg_says_its_size_in_mm_with_four_quiet_modules_on_each_side() -> None:
    root = ElementTree.fromstring(svg(Q, side_mm=58))
    assert root.get("width") == root.get("height") == "74mm"  # 29 modules of 2 mm, and 8 more
    assert root.get("viewBox") == "-4 -4 37 37"
    assert root.get("shape-rendering") == "crispEdges"
    rectangle, path = list(root)
    assert {rectangle.get(name) for name in ("x", "y")} == {"-4"}
    assert {rectangle.get(name) for name in ("width", "height")} == {"37"}
    assert rectangle.get("fill") == "#fff"
    assert path.get("fill") is None
    assert path.get("style") is None


def test_svg_is_small_when_the_symbol_is() -> None:
    assert len(svg(make_symbol("https://jy.cn/s/7k3m9qxt"), side_mm=45)) <= 1_250
    assert len(svg(Q, side_mm=45)) <= 1_700


def test_png_has_whole_pixels_and_a_light_quiet_zone() -> None:
    picture = opened(png(Q, pixels_per_module=5))
    assert picture.size == (37 * 5, 37 * 5)
    for y in range(37):
        for x in range(37):
            module = picture.crop((x * 5, y * 5, x * 5 + 5, y * 5 + 5))
            inside = 4 <= x < 33 and 4 <= y < 33
            dark = inside and Q.modules[y - 4][x - 4]
            assert module.getextrema() == ((0, 0) if dark else (255, 255))


@pytest.mark.parametrize("symbol", [Q, H], ids=["Q", "H"])
def test_code_says_address_and_level_when_read(symbol: Symbol) -> None:
    for picture in (
        opened(png(symbol)),
        opened(png(symbol, pixels_per_module=1)),
        rasterised(svg(symbol, side_mm=45)),
    ):
        (found,) = zxingcpp.read_barcodes(picture)
        assert found.text == symbol.url
        assert found.ec_level == symbol.level


@given(st.from_regex(r"\Ahttps?://[a-z0-9.-]{1,40}(/[!-~]{0,60})?\Z"))
def test_code_is_read_whatever_the_address(url: str) -> None:
    symbol = make_symbol(url)
    (found,) = zxingcpp.read_barcodes(opened(png(symbol, pixels_per_module=3)))
    assert found.text == symbol.url


@pytest.mark.parametrize("angle", [7, 30, 45, 90, 137, 180, 270, 333])
@pytest.mark.parametrize("symbol", [Q, H], ids=["Q", "H"])
def test_code_is_read_when_turned(symbol: Symbol, angle: int, read: Read) -> None:
    picture = opened(png(symbol)).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert read(picture) == [symbol.url]


@pytest.mark.parametrize("radius", [0.25, 0.4, 0.5])
@pytest.mark.parametrize("symbol", [Q, H], ids=["Q", "H"])
def test_code_is_read_when_blurred_by_a_part_of_a_module(symbol: Symbol, radius: float, read: Read) -> None:
    picture = opened(png(symbol)).filter(ImageFilter.GaussianBlur(radius * 8))
    assert read(picture) == [symbol.url]


@pytest.mark.parametrize("ink", [0, 255, 128], ids=["black", "white", "grey"])
@pytest.mark.parametrize(
    ("symbol", "share"), [(Q, 0.08), (H, 0.10)], ids=["8-percent-at-Q", "10-percent-at-H"]
)
def test_code_is_read_when_blotted_anywhere_off_the_finders(
    symbol: Symbol, share: float, ink: int, read: Read
) -> None:
    steps = [step / 12 for step in range(13)]
    pictures = {(x, y): blotted(symbol, share=share, at=(x, y), ink=ink) for x in steps for y in steps}
    tried = {place: picture for place, picture in pictures.items() if picture}
    unread = [place for place, picture in tried.items() if read(picture) != [symbol.url]]
    assert len(tried) > 50
    assert unread == []


def test_code_is_unread_when_blurred_or_blotted_far_beyond_repair(read: Read) -> None:
    """Keeps the checks above honest: the damage they do is real."""
    blot = blotted(Q, share=0.4, at=(1, 1), ink=0)
    assert blot is not None
    assert read(blot) == []
    assert read(opened(png(Q)).filter(ImageFilter.GaussianBlur(2 * 8))) == []


@pytest.mark.parametrize("side", [0, -1, float("nan")])
def test_svg_is_refused_when_the_side_is_not_above_zero(side: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        svg(Q, side_mm=side)


def test_png_is_refused_when_a_module_has_no_pixel() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        png(Q, pixels_per_module=0)
