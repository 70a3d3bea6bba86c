"""Is there anything in a DOCX that would do something by itself when it is opened?

What is taken is listed, all else refused: parts with text and pictures, links for a person to click on, and
fields that say where in the document something stands.

Sources: ECMA-376 part 1, 17.16 (fields) and 15.2 (embedded parts); CVE-2017-0199 and CVE-2022-30190, which
began with a template or an object fetched from elsewhere.
"""

import re
from collections.abc import Iterator

from lxml import etree

from jianyan.documents.opening import Package, Relation, parsed
from jianyan.documents.packing import CONTENT_TYPES
from jianyan.documents.refusals import (
    HoldsForeignFields,
    HoldsForeignParts,
    HoldsMacros,
    LinksOutside,
    NotADocument,
)
from jianyan.documents.wordml import NAMESPACES

WORD = f"{{{NAMESPACES['w']}}}"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."

_VML = "urn:schemas-microsoft-com:vml"
_TAKEN_TYPES = re.compile(
    r"application/xml|image/(?:png|jpe?g|gif|bmp|tiff|x-[ew]mf)|"
    r"application/vnd\.openxmlformats-package\.(?:relationships|core-properties)\+xml|"
    r"application/vnd\.openxmlformats-officedocument\.(?:(?:extended|custom|customXml)-?[Pp]roperties|theme)\+xml|"
    r"application/vnd\.openxmlformats-officedocument\.(?:wordprocessingml|drawingml)\.[\w.]+\+xml|"
    r"application/vnd\.openxmlformats-officedocument\.obfuscatedFont|"
    r"application/vnd\.ms-word\.stylesWithEffects\+xml|application/vnd\.ms-office\.classificationlabels\+xml"
)
_MACROS = re.compile("macroEnabled|vba", re.IGNORECASE)
_REFUSED_RELATIONS = {"oleObject", "package", "control", "aFChunk", "subDocument", "frame", "vbaProject"}
_CLICKED = re.compile("https://|mailto:", re.IGNORECASE)
_TAKEN_FIELDS = re.compile(
    r"\s*(?:(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|TOC|REF|PAGEREF|NOTEREF|SEQ|STYLEREF|EQ)(?:\s.*)?|"
    r'HYPERLINK\s+(?:\\l\s.*|"(?:https://|mailto:)[^"]*".*))?',
    re.IGNORECASE | re.DOTALL,
)


def refuse_what_acts(package: Package) -> None:
    """Give nothing when the document only says something.

    Raises:
        HoldsMacros, NotADocument, HoldsForeignParts, LinksOutside, HoldsForeignFields: in that order.
    """
    if any(_MACROS.search(f"{name} {kind}") for name, kind in package.types.items()):
        raise HoldsMacros
    if package.types[package.main()] != f"{WORD_TYPE}document.main+xml":
        raise NotADocument
    foreign = [name for name, kind in package.types.items() if not _is_taken(name, kind)]
    relations = [relation for part in ["", *package.parts] for relation in package.relations(part)]
    foreign += [relation.target for relation in relations if relation.kind in _REFUSED_RELATIONS]
    if foreign:
        raise HoldsForeignParts(names=", ".join(foreign))
    outside = [relation.target for relation in relations if not _stays_inside(relation)]
    roots = [parsed(part) for name, part in package.parts.items() if package.types[name].endswith("xml")]
    outside += [target for root in roots for target in _fetched(root)]
    if outside:
        raise LinksOutside(names=", ".join(outside))
    fields = [code for root in roots for code in field_codes(root) if not _TAKEN_FIELDS.fullmatch(code)]
    if fields:
        raise HoldsForeignFields(names=", ".join(" ".join(code.split()) for code in fields))


def _is_taken(name: str, kind: str) -> bool:
    return name == CONTENT_TYPES or _TAKEN_TYPES.fullmatch(kind) is not None


def _stays_inside(relation: Relation) -> bool:
    if relation.external:
        return relation.kind == "hyperlink" and _CLICKED.match(relation.target) is not None
    return not _leads_away(relation.target)


def _leads_away(target: str) -> bool:
    return ":" in target or "\\" in target or target.startswith("//")


def _fetched(root: etree._Element) -> Iterator[str]:
    """Give what is named outside of relations: form letters' data, pictures of VML."""
    if root.find(f".//{WORD}mailMerge") is not None:
        yield "mailMerge"
    for element in root.iter(f"{{{_VML}}}*"):
        for name, value in element.attrib.items():
            clicked = name == "href" and _CLICKED.match(value)
            if etree.QName(name).localname in ("src", "href") and _leads_away(value) and not clicked:
                yield value


def field_codes(root: etree._Element) -> Iterator[str]:
    """Give the instruction of each field, put together where Word has split it over runs."""
    open_codes: list[str] = []
    for element in root.iter(f"{WORD}fldSimple", f"{WORD}fldChar", f"{WORD}instrText"):
        kind = element.get(f"{WORD}fldCharType")
        if element.tag == f"{WORD}fldSimple":
            yield element.get(f"{WORD}instr", "")
        elif kind == "begin":
            open_codes.append("")
        elif kind == "separate" and open_codes:
            yield open_codes[-1]
            open_codes[-1] = ""
        elif kind == "end" and open_codes:
            yield open_codes.pop()
        elif kind is None:
            open_codes = [*open_codes[:-1], (open_codes or [""])[-1] + (element.text or "")]
    yield from open_codes
