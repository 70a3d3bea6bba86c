"""What a document of Word does while it is read: fields, and what is named outside of relations.

Source: ECMA-376 part 1, 17.16 (fields), 17.14 (mail merge); part 4 (VML).
"""

import re
from collections.abc import Iterator

from lxml import etree

from jianyan.packages.markup import is_clicked, leads_away

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VML = "urn:schemas-microsoft-com:vml"
_TAKEN = re.compile(
    r"\s*(?:(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|TOC|REF|PAGEREF|NOTEREF|SEQ|STYLEREF|EQ)(?:\s.*)?|"
    r'HYPERLINK\s+(?:\\l\s.*|"(?:https?://|mailto:)[^"]*".*))?',
    re.IGNORECASE | re.DOTALL,
)


def fetched(root: etree._Element) -> Iterator[str]:
    """Give what is named outside of relations: form letters' data, pictures of VML."""
    if root.find(f".//{WORD}mailMerge") is not None:
        yield "mailMerge"
    for element in root.iter(f"{{{_VML}}}*"):
        for name, value in element.attrib.items():
            clicked = name == "href" and is_clicked(value)
            if etree.QName(name).localname in ("src", "href") and leads_away(value) and not clicked:
                yield value


def foreign_fields(root: etree._Element) -> Iterator[str]:
    """Give the instructions of fields that say more than where in the document something stands."""
    return (code for code in field_codes(root) if not _TAKEN.fullmatch(code))


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
