"""XML of strangers: looked at for entities before a parser that knows them sees it, and read as a tree.

Source: ECMA-376 part 2, 8.2.2 (encodings, no document type declarations).
"""

import re
from xml.parsers import expat

from lxml import etree

from jianyan.packages.refusals import DeclaresEntities, NotAPackage

# No other encodings, so that no two readers disagree.
_ENCODINGS = ("UTF-8", "UTF-16", "US-ASCII", "ASCII")
_CLICKED = re.compile("https?://|mailto:", re.IGNORECASE)


def refuse_entities(part: bytes) -> None:
    """Let a part pass that is well formed and declares no entities.

    Raises:
        DeclaresEntities: it has a document type declaration.
        NotAPackage: it is broken, or in an encoding that readers may take for another one.
    """

    def declared(*_: object) -> None:
        raise DeclaresEntities

    def encoded(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in _ENCODINGS:
            raise NotAPackage

    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = declared
    reader.XmlDeclHandler = encoded
    try:
        reader.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        # ValueError and LookupError: encodings that Python or expat does not know.
        raise NotAPackage from None


def parsed(part: bytes) -> etree._Element:
    """Give the tree of a part without fetching or resolving anything.

    Raises:
        NotAPackage: it is nested too deep, or damaged.
    """
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise NotAPackage from None


def unparsed(root: etree._Element) -> bytes:
    """Give the part that a tree makes."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def is_clicked(target: str) -> bool:
    """Say whether a target is a page or a mail address, which a person chooses to open."""
    return _CLICKED.match(target) is not None


def leads_away(target: str) -> bool:
    """Say whether a target lies outside of its file."""
    return ":" in target or "\\" in target or target.startswith("//")
