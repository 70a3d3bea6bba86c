import io
import os
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Read

from jianyan.documents import ChartBlock, Document, Paragraph, Quote, TableBlock, docx_bytes
from official_documents import ATTACHMENTS, CATEGORIES, MADE_AT, report

MADE_TWICE = """
import sys
from jianyan.documents import docx_bytes, pdf_bytes
from official_documents import report
sys.stdout.buffer.write(docx_bytes(report()) + pdf_bytes(report()))
"""


def opened(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(docx_bytes(document)))


def paragraphs(document: Document) -> list[Read]:
    return opened(document).paragraphs


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document)]


def part(document: Document, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(document))) as archive:
        return archive.read(name).decode()


def test_the_page_is_that_of_the_standard() -> None:
    section = opened(report()).sections[0]
    mm = 36_000
    assert section.page_width == pytest.approx(Mm(210), abs=mm / 20)
    assert section.page_height == pytest.approx(Mm(297), abs=mm / 20)
    assert section.top_margin == pytest.approx(Mm(37), abs=mm / 20)
    assert section.left_margin == pytest.approx(Mm(28), abs=mm / 20)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert width == pytest.approx(Mm(156), abs=mm / 20)
    assert height == pytest.approx(Mm(225), abs=mm / 20)


def test_the_grid_and_the_running_text_hold_22_lines_of_28_characters() -> None:
    read = opened(report())
    grid = read.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    height, width = 12756 / 20, 8845 / 20
    assert height // (int(grid.get(qn("w:linePitch"))) / 20) == 22
    assert width // (16 + int(grid.get(qn("w:charSpace"))) / 4096) == 28
    running = read.styles["Body Text"]
    assert running.font.size.pt == 16
    assert height // running.paragraph_format.line_spacing.pt == 22
    tracking = int(running.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert width // (16 + tracking) == 28


@pytest.mark.parametrize(
    ("style", "points", "chinese"),
    [
        ("Title", 22, "方正小标宋简体"),
        ("Body Text", 16, "仿宋_GB2312"),
        ("Heading 1", 16, "黑体"),
        ("Heading 2", 16, "楷体_GB2312"),
        ("Heading 3", 16, "仿宋_GB2312"),
        ("Heading 4", 16, "仿宋_GB2312"),
        ("Footer", 14, "仿宋_GB2312"),
    ],
)
def test_each_style_has_its_typeface_and_size(style: str, points: float, chinese: str) -> None:
    found = opened(report()).styles[style]
    assert found.font.size.pt == points
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == chinese
    assert found.font.name == "Times New Roman"
    assert f'w:name="{chinese}"' in part(report(), "word/fontTable.xml")


def test_what_it_says_stands_in_the_order_of_the_standard() -> None:
    said = texts(report())
    assert said[0] == "关于“优先发展城市公交，您说怎么改”\n专题征集市民和委员建议情况的报告"
    assert said[1:4] == ["市委、市政府：", "一、背景与方法", report().blocks[1].text]
    end = said.index("建议每季度公布办理结果。")
    assert said[end + 1 : end + 5] == ["附件：1.\t建议全表", "2.\t点位名单", "市政协办公厅", "2026年7月1日"]
    assert [text for text in said if text.startswith("附件") and "：" not in text] == ["附件1", "附件2"]
    assert said[-2:] == ["一、静默点位", "以下点位七日内没有扫码。"]


def test_one_attachment_has_no_number() -> None:
    said = texts(report(attachments=ATTACHMENTS[:1]))
    assert "附件：建议全表" in said
    assert "附件" in said


def test_nothing_stands_for_what_is_empty() -> None:
    empty = report(addressee="", attachments=[], signed_by="", signed_on=None, blocks=[])
    assert len(paragraphs(empty)) == 1


def test_the_last_lines_go_along_with_the_signature() -> None:
    read = paragraphs(report())
    day = next(place for place, one in enumerate(read) if one.text == "2026年7月1日")
    before = read[day - 4 : day]
    assert [
        one.paragraph_format.keep_with_next or one.style.paragraph_format.keep_with_next for one in before
    ] == [True] * 4


def test_tables_repeat_their_header_and_set_numbers_to_the_right() -> None:
    table = opened(report()).tables[0]
    header, row = table.rows[0]._tr, table.rows[1]._tr
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert row.trPr.find(qn("w:cantSplit")) is not None
    alignments = [cell.paragraphs[0].paragraph_format.alignment for cell in table.rows[1].cells]
    assert [str(one) for one in alignments] == ["None", "RIGHT (2)"]
    assert [cell.text for cell in table.rows[1].cells] == ["线路规划", "164"]


def test_a_chart_is_a_picture_that_is_also_said_in_words() -> None:
    read = opened(report())
    pictures = read.inline_shapes
    assert len(pictures) == 2
    assert pictures[0].width == pytest.approx(Mm(156), rel=0.01)
    said = pictures[0]._inline.docPr.get("descr")
    assert said.startswith("图1　各类别收到的建议")
    assert f"{CATEGORIES[0]} 164" in said


def test_page_numbers_stand_outside() -> None:
    settings = part(report(), "word/settings.xml")
    assert "<w:evenAndOddHeaders/>" in settings
    odd, even = part(report(), "word/footer1.xml"), part(report(), "word/footer2.xml")
    assert '<w:jc w:val="right"/>' in odd
    assert '<w:jc w:val="left"/>' in even
    for footer in (odd, even):
        assert "— </w:t>" in footer
        assert 'w:instr=" PAGE "' in footer


def test_the_file_bears_no_other_moment_than_the_documents_own() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(report()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(report()).core_properties
    assert properties.created == properties.modified == MADE_AT
    assert properties.author == "市政协办公厅"
    other = report(made_at=datetime.fromisoformat("2026-07-01T16:30:00+08:00"))
    assert docx_bytes(other) == docx_bytes(report())


def test_made_twice_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    made = []
    for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        environment = os.environ | {
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", MADE_TWICE]
        made.append(
            subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True).stdout
        )
    assert len(made[0]) > 50_000
    assert made[0] == made[1]


def test_an_english_document_has_english_words_and_smaller_type() -> None:
    english = report(
        language="en", title="Report on public transport", addressee="The Council", signed_by="The Office"
    )
    said = texts(english)
    assert said[:2] == ["Report on public transport", "The Council:"]
    assert "1. 背景与方法" in said
    assert "Table 1. 各类别收到的建议" in said
    assert "1 July 2026" in said
    assert opened(english).styles["Body Text"].font.size.pt == 12
    assert "docGrid" not in part(english, "word/document.xml")


def test_lines_of_a_text_stay_lines() -> None:
    blocks = [Paragraph("一\r\n二\r三"), Quote("四\n五", ""), TableBlock("", ["甲"], [["六\n七\t八"]])]
    read = opened(report(blocks=blocks, attachments=[], addressee="", signed_by="", signed_on=None))
    assert [one.text for one in read.paragraphs[1:6]] == ["一", "二", "三", "“四\n五”", "表1"]
    assert read.tables[0].cell(1, 0).text == "六\n七\t八"


def test_an_empty_chart_and_an_empty_table_are_drawn() -> None:
    blocks = [ChartBlock("无", "bars", []), ChartBlock("无", "columns", []), TableBlock("无", ["甲"], [])]
    assert len(opened(report(blocks=blocks, attachments=[])).inline_shapes) == 2
