"""The paragraph styles of our documents, as data, and as WordprocessingML.

A size of 2号 is 22 pt, 3号 16, 4号 14, 小四 12, 五号 10.5. Lines and letters have fixed distances and leave
the grid of the page alone: LibreOffice gives a letter two cells of a grid that is narrower than the letter.

Sources: GB/T 9704-2012, 5.2 and 7.3 (typefaces and sizes); ECMA-376 part 1, 17.7 (styles).
"""

from collections.abc import Mapping

import msgspec

LATIN = "Times New Roman"
_SONG, _FANG, _KAI, _HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
_TABLE_FONTS = {
    _SONG: "方正小标宋_GBK,小标宋,华文中宋,宋体",
    _FANG: "仿宋,FangSong,华文仿宋",
    _KAI: "楷体,KaiTi,华文楷体",
    _HEI: "SimHei,微软雅黑",
}
"""Typefaces with what a machine without them shows instead, best first."""

LINE = 28.95
"""Points from line to line: 22 lines in 225 mm."""
TRACKING = -0.25
"""Points behind each letter: 28 of 16 pt in 156 mm."""


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph style; lengths in characters of its own size, or in points where the name says so."""

    name: str
    """As Word calls it, in English; a template's own style of that name is used instead."""
    font: str = _FANG
    """For Chinese; Latin letters are Times New Roman."""
    points: float = 16
    bold: bool = False
    align: str = "both"
    first_line: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    before_points: float = 0
    after_points: float = 0
    line_points: float = LINE
    """Height of a line; 0 for what its letters need."""
    with_next: bool = False
    on_new_page: bool = False
    outline: int | None = None
    """Level in the document's outline, from 0."""


_BOLD_IN_ENGLISH = ("Title", "caption", "Figure Caption", "Table Heading", "Attachment Label")
_BUILT_IN = {
    "Normal",
    "Title",
    "Body Text",
    "Quote",
    "caption",
    "footer",
    *(f"heading {level}" for level in range(1, 5)),
}
"""Names that Word has styles of itself."""
_CHINESE: Mapping[str, Style] = {
    "Title": Style(name="Title", font=_SONG, points=22, align="center", line_points=34, after_points=LINE),
    "Addressee": Style(name="Addressee", align="left"),
    "BodyText": Style(name="Body Text", first_line=2),
    "Heading1": Style(name="heading 1", font=_HEI, first_line=2, align="left", with_next=True, outline=0),
    "Heading2": Style(name="heading 2", font=_KAI, first_line=2, align="left", with_next=True, outline=1),
    "Heading3": Style(name="heading 3", bold=True, first_line=2, align="left", with_next=True, outline=2),
    "Heading4": Style(name="heading 4", first_line=2, align="left", with_next=True, outline=3),
    "Quote": Style(name="Quote", font=_KAI, first_line=2),
    "TableCaption": Style(
        name="caption",
        font=_HEI,
        points=12,
        align="center",
        before_points=10,
        after_points=6,
        line_points=0,
        with_next=True,
    ),
    "FigureCaption": Style(
        name="Figure Caption",
        font=_HEI,
        points=12,
        align="center",
        before_points=4,
        after_points=6,
        line_points=0,
    ),
    "Figure": Style(name="Figure", align="center", before_points=12, line_points=0, with_next=True),
    "TableHeading": Style(name="Table Heading", font=_HEI, points=12, align="center", line_points=0),
    "TableText": Style(name="Table Text", points=12, align="left", line_points=0),
    "AfterTable": Style(name="After Table", points=1, line_points=4),
    "AttachmentFirst": Style(
        name="Attachment First", align="left", left=6.5, hanging=4.5, before_points=LINE, with_next=True
    ),
    "AttachmentNext": Style(name="Attachment Next", align="left", left=6.5, hanging=1.5, with_next=True),
    "AttachmentOnly": Style(
        name="Attachment Only", align="left", left=5, hanging=3, before_points=LINE, with_next=True
    ),
    "Office": Style(name="Signing Office", align="right", before_points=2 * LINE, with_next=True),
    "Day": Style(name="Signing Day", align="right"),
    "AttachmentLabel": Style(
        name="Attachment Label", font=_HEI, align="left", on_new_page=True, after_points=LINE
    ),
    "Footer": Style(name="footer", points=14, line_points=14),
}


def house_styles(language: str) -> Mapping[str, Style]:
    """Give the styles by their id; English documents have smaller type and no indents."""
    if language == "zh-CN":
        return _CHINESE
    return {id_: _in_english(style) for id_, style in _CHINESE.items()}


def _in_english(style: Style) -> Style:
    points = {22.0: 18.0, 16.0: 12.0}.get(style.points, style.points)
    heading = style.outline is not None
    # The word Attachment is longer than 附件.
    beyond = 2.2 if style.hanging else 0
    return msgspec.structs.replace(
        style,
        points=points,
        first_line=0,
        left=2 if style.name == "Quote" else style.left + beyond,
        hanging=style.hanging + (beyond if style.hanging > 2 else 0),
        bold=style.bold or heading or style.name in _BOLD_IN_ENGLISH,
        line_points=24 if style.points == 22 else 18 if style.line_points == LINE else style.line_points,
        before_points=8 if heading else style.before_points,
        after_points=6 if style.points == 16 and not style.after_points else style.after_points,
    )


def style_xml(id_: str, style: Style, *, kind: str = "", based: str = "Normal") -> str:
    """Give the `w:style` of a style under an id.

    Args:
        kind: attribute that says what kind of style it is; by itself told from the name.
        based: id of the style that it takes the rest from; an empty one for none.
    """
    kind = kind or ("" if style.name in _BUILT_IN else 'w:customStyle="1"')
    above = based and f'<w:basedOn w:val="{based}"/>'
    switches = {
        "<w:keepNext/>": style.with_next,
        "<w:pageBreakBefore/>": style.on_new_page,
    }
    switched = "".join(switch for switch, on in switches.items() if on)
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    aligned = f'<w:jc w:val="{style.align}"/>{outline}'
    layout = f'{switched}<w:snapToGrid w:val="0"/>{_spacing(style)}{_indents(style)}{aligned}'
    return (
        f'<w:style w:type="paragraph" {kind} w:styleId="{id_}"><w:name w:val="{style.name}"/>{above}'
        f"<w:qFormat/><w:pPr>{layout}</w:pPr>{_type(style)}</w:style>"
    )


def _spacing(style: Style) -> str:
    line, rule = (twips(style.line_points), "exact") if style.line_points else (240, "auto")
    before, after = twips(style.before_points), twips(style.after_points)
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def _indents(style: Style) -> str:
    lengths = {"left": style.left, "right": style.right}
    lengths |= {"hanging": style.hanging} if style.hanging else {"firstLine": style.first_line}
    return indents_xml(lengths, points=style.points)


def indents_xml(lengths: Mapping[str, float], *, points: float) -> str:
    """Give `w:ind` with lengths in characters of a size, and in twips for readers that know no characters."""
    pairs = [
        f'w:{side}Chars="{round(100 * length)}" w:{side}="{twips(length * points)}"'
        for side, length in lengths.items()
    ]
    return f"<w:ind {' '.join(pairs)}/>"


def _type(style: Style) -> str:
    half_points = round(2 * style.points)
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    tracking = twips(TRACKING) if style.points == 16 else 0
    tracked = f'<w:snapToGrid w:val="0"/><w:spacing w:val="{tracking}"/>'
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return f"<w:rPr>{_fonts(style.font)}{bold}{tracked}{size}</w:rPr>"


def _fonts(east_asian: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east_asian}" w:cs="{LATIN}"/>'


def twips(points: float) -> int:
    """Give points in twentieths."""
    return round(20 * points)


def styles_xml(language: str) -> str:
    """Give all styles with their defaults, without the root element."""
    styles = house_styles(language)
    normal = Style(name="Normal", points=styles["BodyText"].points)
    locale = {"zh-CN": ("en-US", "zh-CN"), "en": ("en-GB", "zh-CN")}[language]
    spoken = f'<w:lang w:val="{locale[0]}" w:eastAsia="{locale[1]}"/>'
    first = style_xml("Normal", normal, kind='w:default="1"', based="")
    rest = "".join(style_xml(id_, style) for id_, style in styles.items())
    defaults = _type(normal).replace("</w:rPr>", f"{spoken}</w:rPr>")
    return f"<w:docDefaults><w:rPrDefault>{defaults}</w:rPrDefault></w:docDefaults>{first}{rest}"


def fonts_xml() -> str:
    """Give the fonts with what stands in for them, without the root element."""
    chinese = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in _TABLE_FONTS.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    return chinese + latin
