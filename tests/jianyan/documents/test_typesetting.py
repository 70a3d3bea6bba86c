import io
import struct
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pylopdf_fonts_zh_cn import serif_path

from jianyan.documents import ChartBlock, Document, Heading, Paragraph, Quote, TableBlock, pdf_bytes
from jianyan.documents.glyphs import printable_lines
from jianyan.documents.typesetting import CHART_PIXELS_PER_INCH, chart_pngs, chosen_families
from official_documents import MADE_AT, report

MM = 72 / 25.4
SYNTAX = '#panic() #{1+1} #image("/etc/passwd") $x^2$ *b* _i_ `raw` <label> @ref = H \\u{41} // c /* d */ ]['
# Characters that the fonts have and that do not change order or join with others when they are set.
LETTERS = st.sampled_from("公交线路，。！？“”（）《》abcXYZ019 #$*_`<>@=-+/\\[]{}\"'~^&|;:.%")


def pages(document: Document) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(pdf_bytes(document)))


def text_of(document: Document) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pages(document))


def squeezed(text: str) -> str:
    """Give the text without what breaking lines brings in; pdfium has U+FFFE for a hyphen there."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufffe", "-").replace("\x02", "-")


def bare(*blocks: object) -> Document:
    """Give a document of nothing but the blocks."""
    return report(title="", addressee="", blocks=list(blocks), attachments=[], signed_by="", signed_on=None)


def lines_of(page: pypdfium2.PdfPage) -> list[list[tuple[str, float, float]]]:
    """Give the lines of a page as letters with their left edge and their foot, in points."""
    text = page.get_textpage()
    letters = text.get_text_range()
    boxes = [text.get_charbox(place, loose=True) for place in range(text.count_chars())]
    rows: dict[float, list[tuple[str, float, float]]] = {}
    for letter, (left, bottom, _, _) in zip(letters, boxes, strict=True):
        if not letter.isspace():
            rows.setdefault(round(bottom), []).append((letter, left, bottom))
    return [rows[foot] for foot in sorted(rows, reverse=True)]


def test_a_full_page_holds_22_lines_of_28_characters() -> None:
    whole = pages(bare(Paragraph("车" * 28 * 60)))
    second = lines_of(whole[1])
    *running, number = second
    assert "".join(letter for letter, _, _ in number) == "—2—"
    assert len(running) == 22
    assert {len(line) for line in running} == {28}
    lefts = {round(line[0][1] / MM, 1) for line in running}
    assert lefts == {28.0}
    rights = {(line[-1][1] + 16) / MM for line in running}
    assert max(rights) == pytest.approx(28 + 156, abs=0.3)


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    page = pages(bare(Paragraph("车" * 28 * 60)))[1]
    assert page.get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    running = lines_of(page)[:-1]
    assert running[0][0][2] + 16 == pytest.approx((297 - 37) * MM, abs=4)
    assert running[-1][0][2] > 35 * MM - 4


def test_page_numbers_stand_outside() -> None:
    first, second = (lines_of(page)[-1] for page in pages(bare(Paragraph("车" * 28 * 30))))
    assert first[0][1] > 150 * MM
    assert second[0][1] < 40 * MM
    assert ["".join(letter for letter, _, _ in line) for line in (first, second)] == ["—1—", "—2—"]


def test_everything_it_says_can_be_read_from_the_pdf() -> None:
    said = squeezed(text_of(report()))
    for words in (
        "关于“优先发展城市公交，您说怎么改”专题征集市民和委员建议情况的报告",
        "市委、市政府：",
        "（一）征集范围",
        "表1各类别收到的建议",
        "图2每日收到的建议",
        "“末班车太早了，晚班下班赶不上。”（公交站点）",
        "附件：1.建议全表2.点位名单市政协办公厅2026年7月1日",
        "第40条建议",
    ):
        assert words in said


def test_a_whole_table_header_stands_on_each_of_its_pages() -> None:
    rows = [[str(number), "长" * 60] for number in range(60)]
    whole = [
        page.get_textpage().get_text_range()
        for page in pages(bare(TableBlock("", ["序号", "内容"], rows, [0])))
    ]
    assert len(whole) > 2
    assert all("序号" in text for text in whole)


def test_a_cell_longer_than_a_page_loses_nothing() -> None:
    text = "".join(f"第{number}句。" for number in range(3_000))
    assert squeezed(text) in squeezed(
        "".join(
            "".join(letter for line in lines_of(page)[:-1] for letter, _, _ in line)
            for page in pages(bare(TableBlock("", [""], [[text]])))
        )
    )


def test_what_the_typesetter_would_obey_is_only_printed() -> None:
    blocks = [
        Heading(SYNTAX),
        Paragraph(SYNTAX),
        Quote(SYNTAX, SYNTAX),
        TableBlock(SYNTAX, [SYNTAX], [[SYNTAX]]),
    ]
    chart = ChartBlock(SYNTAX, "bars", [(SYNTAX, 1)])
    hostile = report(
        title=SYNTAX,
        addressee=SYNTAX,
        blocks=[*blocks, chart],
        attachments=[(SYNTAX, blocks)],
        signed_by=SYNTAX,
    )
    assert squeezed(text_of(hostile)).count(squeezed(SYNTAX)) >= 14


def test_five_hundred_texts_are_printed_as_they_are() -> None:
    count = 0

    @settings(max_examples=25, deadline=None, database=None, derandomize=True)
    @given(st.lists(st.text(LETTERS, min_size=1, max_size=80), min_size=20, max_size=20))
    def printed(written: list[str]) -> None:
        nonlocal count
        whole = text_of(bare(*map(Paragraph, written)))
        for number in range(1, 20):
            whole = whole.replace(f"— {number} —", "")
        assert squeezed(whole) == squeezed("".join(map(printable_lines, written)))
        count += len(written)

    printed()
    assert count >= 500


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("一\x00二\x0b三\x1b四", "一二三四"),
        ("一\ud800二\udfff三", "一〓二〓三"),
        ("一\u202e二\u2066三", "一二三"),
        ("挤😡", "挤〓"),
    ],
)
def test_what_has_no_glyph_is_left_out_or_marked(text: str, printed: str) -> None:
    assert squeezed(text_of(bare(Paragraph(text)))) == f"{printed}—1—"


def test_twenty_thousand_characters_and_an_endless_word_are_printed() -> None:
    whole = pages(bare(Paragraph("车" * 20_000), Paragraph("x" * 3_000)))
    letters = [letter for page in whole for line in lines_of(page)[:-1] for letter, _, _ in line]
    assert (letters.count("车"), letters.count("x")) == (20_000, 3_000)
    assert max(left for page in whole for line in lines_of(page) for _, left, _ in line) < 186 * MM


def test_the_signature_is_never_alone_on_a_page() -> None:
    for lines in range(15, 24):
        blocks = [Paragraph("车" * 28 * lines), Paragraph("建议每季度公布办理结果。")]
        whole = pages(report(title="报告", addressee="", blocks=blocks, attachments=[]))
        last = squeezed(whole[-1].get_textpage().get_text_range())
        assert "公布办理结果。市政协办公厅2026年7月1日" in last


def test_the_file_says_when_it_was_made_and_by_whom() -> None:
    facts = pypdfium2.PdfDocument(pdf_bytes(report())).get_metadata_dict()
    assert facts["CreationDate"].startswith(MADE_AT.strftime("D:%Y%m%d%H%M%S"))
    assert facts["Author"] == "市政协办公厅"


def test_headings_are_the_bookmarks() -> None:
    found = [one.get_title() for one in pypdfium2.PdfDocument(pdf_bytes(report())).get_toc()]
    assert found[:3] == ["一、背景与方法", "（一）征集范围", "1.点位的选择"]


def renamed(font: bytes, family: str) -> bytes:
    """Give an OpenType font whose family is called otherwise; the new name may not be longer."""
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = [struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables)]
    start = next(offset for tag, _, offset, _ in entries if tag == b"name")
    count, strings = struct.unpack_from(">HH", font, start + 2)
    changed = bytearray(font)
    for record in range(start + 6, start + 6 + 12 * count, 12):
        name, length, offset = struct.unpack_from(">HHH", font, record + 6)
        if name in (1, 4, 6, 16):
            written = family.encode("utf-16-be")[:length]
            struct.pack_into(">H", changed, record + 8, len(written))
            changed[start + strings + offset : start + strings + offset + len(written)] = written
    return bytes(changed)


def test_an_offices_own_typefaces_are_used(tmp_path: Path) -> None:
    (tmp_path / "fang.otf").write_bytes(renamed(serif_path().read_bytes(), "STFangsong"))
    assert chosen_families(tmp_path) == {"title": "", "text": "STFangsong", "kai": "", "hei": ""}
    own = pdf_bytes(report(), fonts=tmp_path)
    assert own != pdf_bytes(report())
    assert own == pdf_bytes(report(), fonts=tmp_path)


def test_a_folder_without_such_typefaces_changes_nothing(tmp_path: Path) -> None:
    assert pdf_bytes(report(), fonts=tmp_path) == pdf_bytes(report())


def test_a_chart_of_many_bars_fits_on_a_page_and_says_what_it_leaves_to_its_table() -> None:
    bars = [(f"第{number}个点位", 100 - number) for number in range(60)]
    said = squeezed(text_of(bare(ChartBlock("点位", "bars", bars))))
    assert "另有30项见下表" in said
    assert all(said.count(f"第{number}个点位") == (2 if number < 30 else 1) for number in range(60))
    [picture] = chart_pngs([ChartBlock("点位", "bars", bars)], language="zh-CN")
    assert Image.open(io.BytesIO(picture)).height < 225 / 25.4 * CHART_PIXELS_PER_INCH


def test_a_chart_of_a_year_of_days_is_as_wide_as_the_text() -> None:
    days = [(f"2026-{1 + day // 31:02}-{1 + day % 31:02}", day % 40) for day in range(365)]
    [picture] = chart_pngs([ChartBlock("", "columns", days)], language="zh-CN")
    drawn = Image.open(io.BytesIO(picture)).convert("L").point(lambda light: 255 * (light < 200)).getbbox()
    assert drawn is not None
    assert drawn[2] / CHART_PIXELS_PER_INCH * 25.4 == pytest.approx(155, abs=3)


def test_a_chart_is_drawn_to_scale_and_in_one_hue() -> None:
    png, columns = chart_pngs(
        [
            ChartBlock("", "bars", [("甲", 100), ("乙", 50)]),
            ChartBlock("", "columns", [("甲", 4), ("乙", 0)]),
        ],
        language="zh-CN",
    )
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.width == pytest.approx(156 / 25.4 * CHART_PIXELS_PER_INCH, abs=2)
    widths = [
        sum(picture.getpixel((x, y)) == (0x0B, 0x5C, 0x8A) for x in range(picture.width))
        for y in range(picture.height)
    ]
    drawn = sorted({width for width in widths if width > 100})
    assert drawn[0] * 2 == pytest.approx(drawn[-1], rel=0.02)
    assert columns.startswith(b"\x89PNG")
