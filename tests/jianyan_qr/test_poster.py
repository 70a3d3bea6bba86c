"""Posters and stickers: every code is read from the finished page, texts are data, nothing leaves it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Literal

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from jianyan_qr import Poster, posters_pdf
from jianyan_qr.paper import STICKERS

Paper = Literal["a4", "a5", "sticker-sheet"]
Build = Callable[..., Poster]
Pages = Callable[[bytes], Iterator[pypdfium2.PdfPage]]
Text = Callable[[bytes], str]

PAPERS: list[Paper] = ["a4", "a5", "sticker-sheet"]
POINTS_PER_MM = 72 / 25.4

LONG = {
    "title": "为了让老年人和带孩子的乘客上下车更方便更安全，您认为我们应当优先改造哪些公交站台和车厢设施，"
    "怎样安排先后顺序才合理？请您说说看法",
    "invitation": "用手机扫一扫左边的二维码，不用下载软件，不用注册，一分钟写下您的建议",
    "place": "高新技术产业开发区软件园二期东门与创新大道交叉口公交枢纽站（地铁六号线三号出口旁）",
    "place_detail": "302路、K15路、夜间12路，往汽车南站、高铁西站方向",
    "organisers": ("某市人民代表大会常务委员会办公室", "某市交通运输局", "某市公共交通集团有限公司"),
    "domain": "suggestions.transport.some-long-city-name.gov.cn",
}
HOSTILE = [
    '#eval("1")',
    "$x^2$",
    "*bold*_it_",
    "\\u{41}\\",
    "<label>@ref",
    "//c/*d*/",
    "]}#pagebreak()[{",
    "`raw`=head",
    "'one'\"two\"...",
    "&lt;svg&gt;",
]


def drawn(page: pypdfium2.PdfPage, *, scale: float = 2) -> Image.Image:
    return page.render(scale=scale).to_pil().convert("L")


def codes(page: pypdfium2.PdfPage) -> list[zxingcpp.Barcode]:
    """What a reader finds; it also takes a row of capital W for a bar code."""
    found = zxingcpp.read_barcodes(drawn(page))
    return [code for code in found if code.format == zxingcpp.BarcodeFormat.QRCode]


def numbered(build: Build, count: int) -> list[Poster]:
    return [
        build(url=f"https://jianyan.example.cn/s/7k3m{n:04}", code=f"7K3M{n:04}", place=f"第{n}站")
        for n in range(count)
    ]


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_posters_give_a_page_each_in_order_with_its_own_code(
    paper: Paper, poster: Build, pages_of: Pages
) -> None:
    posters = numbered(poster, 5)
    read = [[code.text for code in codes(page)] for page in pages_of(posters_pdf(posters, paper=paper))]
    assert read == [[one.url.upper()] for one in posters]


def test_stickers_fill_sheets_row_by_row_each_with_its_own_code(poster: Build, pages_of: Pages) -> None:
    posters = numbered(poster, 11)
    sheets = [codes(page) for page in pages_of(posters_pdf(posters, paper="sticker-sheet"))]
    read = [code.text for sheet in sheets for code in sorted(sheet, key=place_on_sheet)]
    assert [len(sheet) for sheet in sheets] == [8, 3]
    assert read == [one.url.upper() for one in posters]


def place_on_sheet(code: zxingcpp.Barcode) -> tuple[int, int]:
    corner = code.position.top_left
    return round(corner.y / 100), corner.x


@pytest.mark.parametrize(("paper", "least"), [("a4", 65), ("a5", 45), ("sticker-sheet", 45)])
def test_code_measures_at_least_45_mm_on_paper(
    paper: Paper, least: int, poster: Build, pages_of: Pages
) -> None:
    for page in pages_of(posters_pdf([poster()], paper=paper)):
        (code,) = codes(page)
        side = code.position.top_right.x - code.position.top_left.x
        assert side / 2 / POINTS_PER_MM >= least - 0.5  # the reader answers in whole pixels of 0.18 mm


@pytest.mark.parametrize("paper", PAPERS)
def test_code_is_drawn_with_lines_not_with_pixels(paper: Paper, poster: Build, pages_of: Pages) -> None:
    for page in pages_of(posters_pdf([poster()], paper=paper)):
        kinds = {thing.type for thing in page.get_objects(max_depth=15)}
        assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


@pytest.mark.parametrize("paper", PAPERS)
def test_poster_says_everything_a_passer_by_needs(paper: Paper, poster: Build, text_of: Text) -> None:
    text = text_of(posters_pdf([poster()], paper=paper))
    for words in (
        "夏天候车太热，您觉得站台上最需要添什么？",
        "扫码说说您的想法，一分钟就好",
        "五里牌站",
        "往火车站方向",
        "7K3M9QXT",
        "jianyan.example.cn",
        "不收费，不索要证件号和密码",
        "某市交通运输局某市公共交通集团有限公司",
        "2026年7月1日",
    ):
        assert words in text


def test_code_is_shown_in_two_groups_of_four(poster: Build, pages_of: Pages) -> None:
    for page in pages_of(posters_pdf([poster()], paper="a4")):
        assert "7K3M 9QXT" in page.get_textpage().get_text_bounded()


@pytest.mark.parametrize("paper", PAPERS)
def test_text_is_printed_literally_when_it_looks_like_typesetting(
    paper: Paper, poster: Build, text_of: Text
) -> None:
    posters = [
        poster(
            title=words,
            invitation=words,
            place=words,
            place_detail=words,
            organisers=(words,),
            domain=words,
            code="A",
        )
        for words in HOSTILE
    ]
    text = text_of(posters_pdf(posters, paper=paper)).replace("\u200b", "")
    for words in HOSTILE:
        assert text.count(words) == 6
    assert not set("“”‘’…") & set(text)


@pytest.mark.parametrize("paper", PAPERS)
def test_poster_shows_geta_and_says_so_when_a_glyph_is_missing(
    paper: Paper, poster: Build, text_of: Text
) -> None:
    odd = poster(place="南门🚌站", organisers=("𠀀局",))
    text = text_of(posters_pdf([odd], paper=paper))
    assert odd.unprintable == "🚌𠀀"
    assert "南门〓站" in text
    assert "〓局" in text
    assert poster().unprintable == ""


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("changes", [LONG, {"title": "W" * 60, "place": "W" * 40, "invitation": "W" * 40}])
def test_text_stays_on_the_paper_and_whole_when_it_is_long(
    paper: Paper, changes: dict[str, object], poster: Build, pages_of: Pages, text_of: Text
) -> None:
    long = poster(**changes)
    pdf = posters_pdf([long], paper=paper)
    text = text_of(pdf).replace("\u200b", "")
    assert all(
        "".join(words.split()) in text
        for words in (long.title, long.place, long.invitation, *long.organisers)
    )
    edge = 10 if paper == "a4" else 5
    for page in pages_of(pdf):
        right = (
            STICKERS.left_mm + STICKERS.sticker_width_mm
            if paper == "sticker-sheet"
            else page.get_width() / POINTS_PER_MM
        )
        boxes = list(letter_boxes(page))
        assert min(left for left, _, _ in boxes) >= edge
        assert max(far for _, far, _ in boxes) <= right - min(edge, 4)
        assert [code.text for code in codes(page)] == [long.url.upper()]


def test_title_breaks_where_its_author_broke_it(poster: Build, pages_of: Pages) -> None:
    for page in pages_of(posters_pdf([poster(title="您希望这个公交站\n怎么改？")], paper="a4")):
        assert page.get_textpage().get_text_bounded().splitlines()[:2] == ["您希望这个公交站", "怎么改？"]


@pytest.mark.parametrize("title", ["路灯够亮吗？", "夏天候车太热，您觉得站台上最需要添什么？", LONG["title"]])
def test_title_is_readable_at_three_metres_on_a4(title: str, poster: Build, pages_of: Pages) -> None:
    for page in pages_of(posters_pdf([poster(title=title)], paper="a4")):
        tallest = max(height for _, _, height in letter_boxes(page))
        assert tallest >= (12 if len(title) <= 30 else 9)


def letter_boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float]]:
    """Left edge, right edge and height of each visible letter, in mm."""
    words = page.get_textpage()
    for index in range(words.count_chars()):
        if words.get_text_range(index, 1).strip(" \r\n\u200b\u3000"):
            left, bottom, right, top = (edge / POINTS_PER_MM for edge in words.get_charbox(index))
            yield left, right, top - bottom


@pytest.mark.parametrize("paper", PAPERS)
def test_file_has_equal_bytes_when_made_twice(paper: Paper, poster: Build) -> None:
    first = posters_pdf([poster(), poster(place="南门")], paper=paper)
    assert first == posters_pdf([poster(), poster(place="南门")], paper=paper)
    assert first != posters_pdf([poster(), poster(place="北门")], paper=paper)


def test_file_is_dated_by_the_latest_poster_not_by_the_clock(poster: Build) -> None:
    pdf = posters_pdf([poster(), poster(date=dt.date(2026, 7, 9))], paper="a4")
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("CreationDate").startswith("D:20260709")
    document.close()


@pytest.mark.parametrize("paper", PAPERS)
def test_poster_is_printed_when_texts_are_empty(paper: Paper, poster: Build, pages_of: Pages) -> None:
    bare = poster(title="", invitation="", place="", place_detail="", organisers=(), domain="", code="")
    for page in pages_of(posters_pdf([bare], paper=paper)):
        assert [code.text for code in codes(page)] == [bare.url.upper()]


def test_nothing_is_printed_when_there_is_no_poster() -> None:
    with pytest.raises(ValueError, match="no posters"):
        posters_pdf([], paper="a4")


@pytest.mark.parametrize("brand", ["red", "#fff", "#0b5c8a;", '"#0b5c8a"', "#0b5c8a\n"])
def test_poster_is_refused_when_its_colour_is_none(brand: str, poster: Build) -> None:
    with pytest.raises(ValueError, match="colour"):
        poster(brand=brand)


def test_poster_wears_the_colour_of_its_organisation(poster: Build, pages_of: Pages) -> None:
    for page in pages_of(posters_pdf([poster(brand="#aa3300")], paper="a4")):
        colours = {colour for _, colour in page.render(scale=0.5).to_pil().convert("RGB").getcolors(100_000)}
        assert (0xAA, 0x33, 0x00) in colours
        assert (0x0B, 0x5C, 0x8A) not in colours


def test_stickers_leave_room_for_the_printer_around_the_sheet() -> None:
    assert STICKERS.left_mm >= 5
    assert STICKERS.top_mm >= 5
    assert STICKERS.columns * STICKERS.sticker_width_mm + 2 * STICKERS.left_mm == STICKERS.width_mm
