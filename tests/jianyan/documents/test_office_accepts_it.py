"""Word finds nothing to repair in any document, in our layout or in an office's own."""

import io

import docx
import pytest
from docx.shared import Mm, Pt

import pictures
from jianyan.documents import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Paragraph,
    Quote,
    TableBlock,
    docx_bytes,
    template_docx,
)
from office_check import VERSIONS, findings
from official_documents import ATTACHMENTS, part_of, repacked, report, saved, template

STRANGE = "<w:p>&amp;\"'{{标题}}]]>\x00\ud800\u202e _x0041_ =1+1\r\n二\t三"
EVERYTHING: list[Block] = [
    *(Heading(STRANGE, level) for level in (1, 2, 3, 4)),
    Paragraph(STRANGE),
    Quote(STRANGE, STRANGE),
    Quote("", ""),
    TableBlock(STRANGE, [STRANGE] * 7, [[STRANGE] * 7] * 3, [1, 6]),
    TableBlock("无", ["甲"], []),
    ChartBlock(STRANGE, "bars", [(STRANGE, 1)]),
    ChartBlock("无", "columns", []),
    Heading("", 1),
    Paragraph(""),
]
EMPTY = report(title="", addressee="", blocks=[], attachments=[], signed_by="", signed_on=None)
DOCUMENTS = {
    "report": report(),
    "english": report(language="en"),
    "one attachment": report(attachments=ATTACHMENTS[:1]),
    "everything": report(title=STRANGE, addressee=STRANGE, signed_by=STRANGE, blocks=EVERYTHING),
    "ends in a table": report(blocks=EVERYTHING[7:8], attachments=[(STRANGE, EVERYTHING), ("空", [])]),
    "empty": EMPTY,
}


BARE, PLAIN = template("{{正文}}"), template("{{标题}}", "{{主送}}：", "{{正文}}", "{{署名}}", "{{日期}}")


def letterhead() -> bytes:
    """Give a template as offices make them: a head, styles of its own, a picture, several sections."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "{{署名}}文件"
    made.styles["Heading 1"].font.size = made.styles["Quote"].font.size = Pt(15)
    made.add_picture(io.BytesIO(pictures.saved(pictures.picture(), "PNG")), width=Mm(40))
    made.add_table(1, 2, style="Table Grid").cell(0, 0).text = "{{标题}}"
    body = made.add_paragraph("{{正文}}", style="List Number")
    body.paragraph_format.first_line_indent = Pt(32)
    body.paragraph_format.keep_together = body.paragraph_format.page_break_before = True
    body.runs[0].font.size, body.runs[0].font.bold = Pt(16), True
    made.add_section()
    made.add_paragraph("{{日期}}")
    return saved(made)


TEMPLATES = {
    "bare": BARE,
    "plain": PLAIN,
    "letterhead": letterhead(),
    "our own": template_docx(
        report(title="{{标题}}", addressee="{{主送}}", blocks=[Paragraph("{{正文}}")], signed_by="{{署名}}")
    ),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_word_finds_nothing_to_repair_in_our_layout(document: Document) -> None:
    assert findings(docx_bytes(document), "docx") == []


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_word_finds_nothing_to_repair_in_an_offices_own_layout(template: bytes) -> None:
    assert findings(docx_bytes(DOCUMENTS["everything"], template=template), "docx") == []


def test_word_finds_nothing_to_repair_in_an_empty_report_in_an_offices_own_layout() -> None:
    assert findings(letterhead(), "docx") == []
    assert findings(docx_bytes(EMPTY, template=letterhead()), "docx") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # An element before its turn, a value that there is not, a picture that is not in the file.
        (b'<w:jc w:val="center"/><w:tblBorders>', b'<w:tblBorders/><w:jc w:val="center"/><w:tblBorders>'),
        (b'w:lineRule="exact"', b'w:lineRule="quite"'),
        (b'r:embed="rId6"', b'r:embed="rId99"'),
    ],
)
def test_what_word_would_repair_is_found_in_every_version(right: bytes, wrong: bytes) -> None:
    made = docx_bytes(report())
    part = next(name for name in ("word/document.xml", "word/styles.xml") if right in part_of(made, name))
    found = findings(repacked(made, {part: part_of(made, part).replace(right, wrong, 1)}), "docx")
    assert {line.split()[0] for line in found} == set(VERSIONS)
    assert all(part in line for line in found)
