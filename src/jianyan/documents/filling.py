"""The text of a document brought into an office's template.

Paragraphs look like the one the text replaces. Headings, quotes and tables have the template's own styles
where it has one of that name (heading 1, Quote, caption, Title, Table Grid), else ours under other ids.
"""

from collections.abc import Mapping, Sequence

from lxml import etree

from jianyan.documents.model import Document
from jianyan.documents.packing import IMAGE_RELATION
from jianyan.documents.refusals import NotADocument
from jianyan.documents.styles import house_styles, style_xml
from jianyan.documents.typesetting import chart_pngs
from jianyan.documents.wordml import NAMESPACES, Look, blocks_xml
from jianyan.documents.writing import attachments_xml, charts_of, pictures
from jianyan.packages import CONTENT_TYPES, WORD, Package, parsed, relations_name, resolved, unparsed

_OURS = "Jianyan"
_USUAL_WIDTH = 8845
# What belongs to that one paragraph, or has to come last in it.
_NOT_COPIED = {
    f"{WORD}{name}" for name in ("sectPr", "rPr", "pPrChange", "rPrChange", "numPr", "pageBreakBefore")
}


def with_text(
    package: Package, root: etree._Element, place: etree._Element, document: Document
) -> dict[str, bytes]:
    """Give the parts that change.

    Args:
        package: the template.
        root: of its own text, with values put; it is changed.
        place: the paragraph in it that the text replaces.
        document: numbered.

    Raises:
        NotADocument: the template has no styles at all.
    """
    main = package.main()
    styles = _styles_of(package, main)
    look = _look(parsed(package.parts[styles]), place, root)
    pngs = chart_pngs(charts_of(document), language=document.language)
    names = [f"{_OURS.lower()}{number}.png" for number in range(1, len(pngs) + 1)]
    drawn = pictures(document, pngs, [_relation_id(name) for name in names], first=_first_free(root))
    text, appended = blocks_xml(document.blocks, look, drawn), attachments_xml(document, look, drawn)
    _put_text(place, text)
    _append(root, appended)
    changed = {
        main: unparsed(root),
        styles: _with_ours(package.parts[styles], text + appended, document.language),
    }
    return changed | _with_pictures(package, main, dict(zip(names, pngs, strict=True)))


def _styles_of(package: Package, main: str) -> str:
    for relation in package.relations(main):
        name = resolved(main, relation.target)
        if relation.kind == "styles" and name in package.parts:
            return name
    raise NotADocument


def _look(styles: etree._Element, place: etree._Element, root: etree._Element) -> Look:
    ids = {
        (style.get(f"{WORD}type"), name.get(f"{WORD}val", "").casefold()): style.get(f"{WORD}styleId", "")
        for style in styles.iter(f"{WORD}style")
        for name in style.iterfind(f"{WORD}name")
    }
    ours = house_styles("zh-CN")
    properties, run = place.find(f"{WORD}pPr"), place.find(f".//{WORD}r/{WORD}rPr")
    return Look(
        width_twips=_width(place, root),
        styles={
            id_: ids.get(("paragraph", style.name.casefold()), f"{_OURS}{id_}") for id_, style in ours.items()
        },
        running=_inside(properties),
        running_type=_inside(run),
        heading_numbers=True,
        table_style=ids.get(("table", "table grid"), ""),
    )


def _inside(properties: etree._Element | None) -> str:
    if properties is None:
        return ""
    kept = [each for each in properties if each.tag not in _NOT_COPIED]
    return "".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in kept)


def _width(place: etree._Element, root: etree._Element) -> int:
    """Give the width of the type area of the section that a paragraph is in, in twips."""
    sections = [each for each in root.iter(f"{WORD}sectPr") if _is_after(place, each, root)]
    for section in sections[:1]:
        size, margins = section.find(f"{WORD}pgSz"), section.find(f"{WORD}pgMar")
        if size is not None and margins is not None:
            lengths = [size.get(f"{WORD}w"), margins.get(f"{WORD}left"), margins.get(f"{WORD}right")]
            if all(length and length.isdecimal() for length in lengths):
                whole, left, right = map(int, lengths)
                return max(whole - left - right, _USUAL_WIDTH // 4)
    return _USUAL_WIDTH


def _is_after(place: etree._Element, section: etree._Element, root: etree._Element) -> bool:
    body = root.find(f"{WORD}body")
    top = next((each for each in [section, *section.iterancestors()] if each.getparent() is body), None)
    return top is not None and body.index(top) >= body.index(place)


def _first_free(root: etree._Element) -> int:
    numbers = [found.get("id", "0") for found in root.iter(f"{{{NAMESPACES['wp']}}}docPr")]
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1


def _elements(text: str) -> Sequence[etree._Element]:
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    reader = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return list(etree.fromstring(f"<w:body {declared}>{text}</w:body>", reader))


def _put_text(place: etree._Element, text: str) -> None:
    for element in _elements(text):
        place.addprevious(element)
    section = place.find(f"{WORD}pPr/{WORD}sectPr")
    if section is None:
        place.getparent().remove(place)
        return
    # The end of a section stands in this paragraph and stays where it is.
    for each in list(place):
        if each.tag != f"{WORD}pPr":
            place.remove(each)


def _append(root: etree._Element, text: str) -> None:
    body = root.find(f"{WORD}body")
    last = body.find(f"{WORD}sectPr")
    for element in _elements(text):
        if last is None:
            body.append(element)
        else:
            last.addprevious(element)


def _with_ours(styles: bytes, text: str, language: str) -> bytes:
    """Give the styles with those of ours that the text asks for."""
    root = parsed(styles)
    for id_, style in house_styles(language).items():
        if f'w:val="{_OURS}{id_}"' in text:
            for element in _elements(style_xml(f"{_OURS}{id_}", style, based="")):
                root.append(element)
    return unparsed(root)


def _relation_id(name: str) -> str:
    return name.removesuffix(".png")


def _with_pictures(package: Package, main: str, pngs: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the pictures, with the type and the relation of each."""
    if not pngs:
        return {}
    types = parsed(package.parts[CONTENT_TYPES])
    relations = parsed(package.parts[relations_name(main)])
    for name in pngs:
        _child(types, "Override", PartName=f"/{name}", ContentType="image/png")
        _child(relations, "Relationship", Id=_relation_id(name), Type=IMAGE_RELATION, Target=f"/{name}")
    return {CONTENT_TYPES: unparsed(types), relations_name(main): unparsed(relations), **pngs}


def _child(parent: etree._Element, name: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}", attributes)
