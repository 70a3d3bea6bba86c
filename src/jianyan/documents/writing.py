"""Documents as DOCX, by the layout of GB/T 9704-2012.

Source: GB/T 9704-2012, 5.1 (A4, margins 37 mm and 28 mm), 5.2 (22 lines of 28 characters in 156 mm × 225 mm),
7.5 (page numbers); ECMA-376 part 1, 17.6 (sections and the grid of a page).
"""

import struct
from collections.abc import Iterator, Sequence

from jianyan.documents.model import Block, ChartBlock, Document, Paragraph
from jianyan.documents.numbering import numbered
from jianyan.documents.packing import (
    DOCUMENT,
    FIRST_IMAGE,
    application_part,
    content_types_part,
    core_part,
    document_relations_part,
    package_relations_part,
    xml_part,
)
from jianyan.documents.signing import signature
from jianyan.documents.styles import fonts_xml, house_styles, indents_xml, styles_xml
from jianyan.documents.titles import title_lines
from jianyan.documents.typesetting import CHART_PIXELS_PER_INCH, chart_pngs
from jianyan.documents.wordml import NAMESPACES, Look, Picture, blocks_xml, paragraph, run, written
from jianyan.i18n import N_, say
from jianyan.packages import CONTENT_TYPES, sealed

# Twips: 210 mm − 28 mm − 156 mm leave 26 mm to the right, 297 mm − 37 mm − 225 mm leave 35 mm below.
_WIDTH = 8845
_PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'
# The foot of the page number, 14 pt high, lies 7 mm and its own height under the type area.
_MARGINS = (
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"'
    ' w:header="851" w:footer="1307" w:gutter="0"/>'
)
# 12756 twips in 22 lines; 8845 twips in 28 characters of 16 pt, in 4096ths of a point.
_GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"/>'
_EMU_PER_INCH = 914_400
_SAID_POINTS = 40
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/><w:compatSetting"
    ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat>"
)


def house_docx(document: Document, *, attached: bool = True) -> bytes:
    """Give the document as DOCX by GB/T 9704.

    Args:
        document: as it was built; numbers are made here.
        attached: whether the attachments follow; without it they are only listed.
    """
    drawn = numbered(document)
    pngs = chart_pngs(charts_of(drawn), language=drawn.language)
    look = Look(width_twips=_WIDTH)
    images = {f"media/image{number}.png": png for number, png in enumerate(pngs, start=1)}
    relations = [f"rId{FIRST_IMAGE + place}" for place in range(len(pngs))]
    text = _body(drawn, look, pictures(drawn, pngs, relations), attached=attached)
    parts = {
        CONTENT_TYPES: content_types_part(),
        "_rels/.rels": package_relations_part(),
        DOCUMENT: xml_part("w:document", text, NAMESPACES),
        "word/_rels/document.xml.rels": document_relations_part(images),
        "word/styles.xml": xml_part("w:styles", styles_xml(drawn.language), NAMESPACES),
        "word/settings.xml": xml_part("w:settings", _SETTINGS, NAMESPACES),
        "word/fontTable.xml": xml_part("w:fonts", fonts_xml(), NAMESPACES),
        "word/footer1.xml": xml_part("w:ftr", _page_number("right"), NAMESPACES),
        "word/footer2.xml": xml_part("w:ftr", _page_number("left"), NAMESPACES),
        "docProps/core.xml": properties_part(document),
        "docProps/app.xml": application_part(),
    }
    return sealed(parts | {f"word/{name}": png for name, png in images.items()})


def charts_of(document: Document) -> list[ChartBlock]:
    """List the charts in the order in which they are drawn."""
    blocks = [*document.blocks, *(block for _, each in document.attachments for block in each)]
    return [block for block in blocks if isinstance(block, ChartBlock)]


def pictures(
    document: Document, pngs: Sequence[bytes], relations: Sequence[str], *, first: int = 1
) -> Iterator[Picture]:
    """Give the pictures of the charts, in order.

    Args:
        document: numbered.
        pngs: one for each chart.
        relations: ids under which the file has them.
        first: number of the first picture; no other picture of the file may have it or one of the next.
    """
    charts = charts_of(document)
    for number, (chart, png, relation) in enumerate(zip(charts, pngs, relations, strict=True), start=first):
        # Width and height stand behind the signature and the head of the first chunk (PNG, 11.2.2).
        width, height = (
            pixels * _EMU_PER_INCH // CHART_PIXELS_PER_INCH for pixels in struct.unpack(">II", png[16:24])
        )
        yield Picture(relation, number, width, height, _said(chart))


def _said(chart: ChartBlock) -> str:
    figures = "; ".join(f"{label} {count}" for label, count in chart.points[:_SAID_POINTS])
    return f"{chart.caption}: {figures}{' …' if len(chart.points) > _SAID_POINTS else ''}"


def properties_part(document: Document) -> bytes:
    """Give the properties of a file with the document in it."""
    title, creator = (" ".join(written(text).split()) for text in (document.title, document.signed_by))
    return core_part(title=title, creator=creator, language=document.language, made_at=document.made_at)


def _body(document: Document, look: Look, drawn: Iterator[Picture], *, attached: bool) -> str:
    grid = _GRID if document.language == "zh-CN" else ""
    footers = (
        '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    )
    return (
        f"<w:body>{_opening(document)}{_running(document.blocks, look, drawn)}{_attachment_list(document)}"
        f"{_signature(document)}{attachments_xml(document, look, drawn) if attached else ''}"
        f"<w:sectPr>{footers}{_PAGE}{_MARGINS}{grid}</w:sectPr></w:body>"
    )


def _opening(document: Document) -> str:
    title = paragraph('<w:pStyle w:val="Title"/>', run("\n".join(title_lines(document.title))))
    if not document.addressee:
        return title
    colon = "：" if document.language == "zh-CN" else ":"
    return title + paragraph('<w:pStyle w:val="Addressee"/>', run(document.addressee.rstrip(colon) + colon))


def _running(blocks: Sequence[Block], look: Look, drawn: Iterator[Picture]) -> str:
    """Give the blocks; the last paragraph goes along with the signature, which may not be alone on a page."""
    if not blocks or not isinstance(blocks[-1], Paragraph):
        return blocks_xml(blocks, look, drawn)
    *before, last = written(blocks[-1].text).split("\n")
    kept = Look(width_twips=look.width_twips, running=f"{look.running}<w:keepNext/>")
    ending = blocks_xml([Paragraph(line) for line in before], look, drawn) + blocks_xml(
        [Paragraph(last)], kept, drawn
    )
    return blocks_xml(blocks[:-1], look, drawn) + ending


def _attachment_list(document: Document) -> str:
    titles = [" ".join(title.split()) for title, _ in document.attachments]
    lead = say(document.language, N_("Attachment")) + ("：" if document.language == "zh-CN" else ": ")
    if len(titles) == 1:
        return paragraph('<w:pStyle w:val="AttachmentOnly"/>', run(lead + titles[0]))
    lines = []
    for number, title in enumerate(titles, start=1):
        style, before = ("AttachmentFirst", lead) if number == 1 else ("AttachmentNext", "")
        lines.append(paragraph(f'<w:pStyle w:val="{style}"/>', run(f"{before}{number}.\t{title}")))
    return "".join(lines)


def _signature(document: Document) -> str:
    signed = signature(document.signed_by, document.signed_on, language=document.language)
    points = house_styles(document.language)["BodyText"].points
    lines = [("Office", signed.office, signed.office_right), ("Day", signed.day, signed.day_right)]
    return "".join(
        paragraph(f'<w:pStyle w:val="{style}"/>{indents_xml({"right": right}, points=points)}', run(text))
        for style, text, right in lines
        if text
    )


def attachments_xml(document: Document, look: Look, drawn: Iterator[Picture]) -> str:
    """Give the attachments, numbered already, each on a new page under the word 附件 and its title."""
    word = say(document.language, N_("Attachment")) + ("" if document.language == "zh-CN" else " ")
    pages = []
    for number, (title, blocks) in enumerate(document.attachments, start=1):
        label = f"{word}{number}" if len(document.attachments) > 1 else word.strip()
        pages.append(paragraph(look.style("AttachmentLabel"), run(label)))
        pages.append(paragraph(look.style("Title"), run("\n".join(title_lines(title)))))
        pages.append(blocks_xml(blocks, look, drawn))
    return "".join(pages)


def _page_number(side: str) -> str:
    indent = indents_xml({side: 1}, points=14)
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return paragraph(
        f'<w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/>', run("— "), number, run(" —")
    )
