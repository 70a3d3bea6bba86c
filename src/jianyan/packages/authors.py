"""Who wrote a DOCX or XLSX is nobody's business: names are taken out of its properties, and remarks refused.

Sources: ECMA-376 part 2 (core properties); part 1, 15.2.12 (file properties), 17.13 (comments and tracked
changes).
"""

import re

from jianyan.packages.fields import WORD
from jianyan.packages.markup import parsed
from jianyan.packages.opening import Package
from jianyan.packages.refusals import HoldsRemarks

_EMPTY = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{name} xmlns="http://schemas.openxmlformats.org/{of}"/>'
_PROPERTIES = {
    "core-properties": _EMPTY.format(name="coreProperties", of="package/2006/metadata/core-properties"),
    "extended-properties": _EMPTY.format(name="Properties", of="officeDocument/2006/extended-properties"),
    "custom-properties": _EMPTY.format(name="Properties", of="officeDocument/2006/custom-properties"),
}
"""Last word of the type of a part → what stands in it instead."""
_REMARKS = re.compile(r"spreadsheetml\.comments|threadedcomments|ms-excel\.person", re.IGNORECASE)
_WORD_PART = re.compile(r"wordprocessingml\..*\+xml")
_AUTHOR = f"{WORD}author"


def refuse_remarks(package: Package) -> None:
    """Give nothing when no comment and no tracked change is in the document.

    Raises:
        HoldsRemarks: one is.
    """
    if any(_REMARKS.search(kind) for kind in package.types.values()):
        raise HoldsRemarks
    names = [name for name, kind in package.types.items() if _WORD_PART.search(kind)]
    if any(_AUTHOR in element.attrib for name in names for element in parsed(package.parts[name]).iter("*")):
        raise HoldsRemarks


def without_authors(package: Package) -> dict[str, bytes]:
    """Give the parts with empty properties: no author, no company, no title, no times.

    The parts stay: what refers to them need not be changed, so nothing else is.
    """
    return {
        name: _PROPERTIES.get(_last_word(package.types[name]), "").encode() or part
        for name, part in package.parts.items()
    }


def _last_word(kind: str) -> str:
    return kind.removesuffix("+xml").rpartition(".")[2]
