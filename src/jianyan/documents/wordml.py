"""Blocks as WordprocessingML: strings, in which every text has been escaped by `run`.

Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.4 (tables), 20.4 (pictures).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec

from jianyan.documents.columns import MANY_COLUMNS, column_shares, stays_whole
from jianyan.documents.model import Block, ChartBlock, Heading, Paragraph, Quote, TableBlock

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What XML 1.0 cannot hold (2.2), and what would turn the writing direction of a page that is signed.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_STEERING = re.compile(r"([\n\t])")
_STEPS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WITH_NEXT, _RIGHT, _REPEATED = "<w:keepNext/>", '<w:jc w:val="right"/>', "<w:tblHeader/>"
_SMALLER = '<w:sz w:val="21"/><w:szCs w:val="21"/>'
_MARGINS = "".join(
    f'<w:{side} w:w="{twips}" w:type="dxa"/>'
    for side, twips in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
)


class Look(msgspec.Struct, frozen=True):
    """How blocks look in one file: ours, or an office's template."""

    width_twips: int
    """Of the type area."""
    styles: Mapping[str, str] = {}
    """Id in the file for an id of ours that is called otherwise there."""
    running: str = '<w:pStyle w:val="BodyText"/>'
    """Inside of the `w:pPr` of running text."""
    running_type: str = ""
    """Inside of its `w:rPr`."""
    heading_numbers: bool = False
    """Whether the file numbers headings itself and has to be kept from it: the text has the numbers."""
    table_style: str = ""
    """Id of the file's own table style; an empty one draws all lines."""

    def style(self, id_: str) -> str:
        """Give the `w:pStyle` for an id of ours."""
        return f'<w:pStyle w:val="{self.styles.get(id_, id_)}"/>'


class Picture(msgspec.Struct, frozen=True):
    """A picture that is already in the file."""

    relation: str
    number: int
    width_emu: int
    height_emu: int
    said: str
    """What it shows, for who cannot see it."""


def written(text: str) -> str:
    """Give the text as a document holds it: line ends as LF, without what XML cannot hold."""
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text))


def run(text: str, properties: str = "") -> str:
    """Give a run of any text; its line ends and tabs stay."""
    pieces = [_STEPS.get(piece) or _text(piece) for piece in _STEERING.split(written(text)) if piece]
    return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}{''.join(pieces)}</w:r>"


def _text(piece: str) -> str:
    return f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


def paragraph(properties: str, *runs: str) -> str:
    """Give a paragraph of the inside of its `w:pPr` and its runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def blocks_xml(blocks: Iterable[Block], look: Look, pictures: Iterator[Picture]) -> str:
    """Give the blocks, numbered already, one below the other.

    Args:
        blocks: as `numbered` gives them.
        look: of the file they go into.
        pictures: one for each chart, in order.
    """
    return "".join(_block(block, look, pictures) for block in blocks)


def _block(block: Block, look: Look, pictures: Iterator[Picture]) -> str:
    match block:
        case Heading():
            numbering = '<w:numPr><w:numId w:val="0"/></w:numPr>' if look.heading_numbers else ""
            level = min(max(block.level, 1), 4)
            return paragraph(look.style(f"Heading{level}") + _WITH_NEXT + numbering, run(block.text))
        case Paragraph():
            lines = written(block.text).split("\n")
            return "".join(paragraph(look.running, run(line, look.running_type)) for line in lines)
        case Quote():
            return paragraph(look.style("Quote"), run(block.text))
        case TableBlock():
            return table(block, look)
        case ChartBlock():
            drawn = paragraph(look.style("Figure") + _WITH_NEXT, picture(next(pictures)))
            return drawn + paragraph(look.style("FigureCaption"), run(block.caption))


def table(block: TableBlock, look: Look) -> str:
    """Give a table under its caption; its header comes again on each page, no row is torn."""
    widths = [round(share * look.width_twips) for share in column_shares(block)]
    size = _SMALLER if len(widths) >= MANY_COLUMNS else ""
    heading, text = look.style("TableHeading"), look.style("TableText")
    whole, last = stays_whole(block), len(block.rows) - 1
    head = _row([_cell(heading + _WITH_NEXT, cell, size) for cell in block.headings], widths, _REPEATED)
    rows = []
    for place, row in enumerate(block.rows):
        style = text + (_WITH_NEXT if whole and place < last else "")
        cells = [
            _cell(style + (_RIGHT if at in block.numeric else ""), cell, size) for at, cell in enumerate(row)
        ]
        rows.append(_row(cells, widths))
    caption = paragraph(look.style("TableCaption") + _WITH_NEXT, run(block.caption)) if block.caption else ""
    drawn = f"<w:tbl>{_table_layout(block.caption, widths, look)}{head}{''.join(rows)}</w:tbl>"
    return f"{caption}{drawn}{paragraph(look.style('AfterTable'))}"


def _table_layout(caption: str, widths: Sequence[int], look: Look) -> str:
    style = look.table_style and f'<w:tblStyle w:val="{look.table_style}"/>'
    lines = "" if style else f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = f"<w:tblCaption w:val={_attribute(caption)}/>" if caption else ""
    return (
        f'<w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{lines}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{said}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def _cell(properties: str, text: str, size: str) -> str:
    return paragraph(properties, run(text, size))


def _row(cells: Sequence[str], widths: Sequence[int], kind: str = "") -> str:
    drawn = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{kind}</w:trPr>{drawn}</w:tr>"


def picture(drawn: Picture) -> str:
    """Give a run with a picture in the line."""
    size = f'cx="{drawn.width_emu}" cy="{drawn.height_emu}"'
    named = f'id="{drawn.number}" name="Figure {drawn.number}" descr={_attribute(drawn.said)}'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"<wp:docPr {named}/>"
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{drawn.relation}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r>"
    )


def _attribute(text: str) -> str:
    return quoteattr(written(text).replace("\n", " "))
