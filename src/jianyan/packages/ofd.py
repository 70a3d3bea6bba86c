"""Is there anything in an OFD that acts, or hands out more than its pages?

Taken are pages, pictures, fonts and seals, and links that a person clicks on; refused are actions that happen
by themselves or play something, attachments, sound and film, locks, and places outside of the file.

Sources: GB/T 33190-2016, 7 (structure), 14 (actions), 20 (attachments); GM/T 0099-2020 (encryption).
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from jianyan.packages.markup import is_clicked, leads_away, parsed, refuse_entities, unparsed
from jianyan.packages.opening import ARCHIVES
from jianyan.packages.refusals import (
    DocumentHasPassword,
    HoldsActions,
    HoldsForeignParts,
    LinksOutside,
    NotAPackage,
    PackageRefused,
    refuse_named,
)

Finding = tuple[type[PackageRefused], str]
"""What is wrong, and the name under which it is told."""

ENTRY = "OFD.xml"
ENDING = "ofd"
_PICTURES = ("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "jb2", "gbig2")
_TAKEN = tuple(f".{ending}" for ending in ("xml", *_PICTURES, "ttf", "otf", "ttc", "cff", "esl", "dat"))
_ACTS = frozenset({"GotoA", "Movie", "Sound"})
_LOCKED = ("Encrypt", "Decrypt", "Decypt")
_BY_ITSELF = frozenset({"DO", "PO"})
"""When the document or a page is opened."""
_PLACES = frozenset(
    {
        "Annotations",
        "Attachments",
        "BaseLoc",
        "CustomTags",
        "DocRoot",
        "DocumentRes",
        "ExtendData",
        "Extensions",
        "FileLoc",
        "FontFile",
        "MediaFile",
        "PageRes",
        "PublicRes",
        "SchemaLoc",
        "Signatures",
        "SignedValue",
        "Thumbnail",
        "Versions",
    }
)
"""Elements that name a file."""


def refuse_what_acts(parts: Mapping[str, bytes]) -> None:
    """Give nothing when the document only says something.

    Raises:
        NotAPackage, DeclaresEntities: a part is damaged, or the entry is that of something else.
        DocumentHasPassword, HoldsForeignParts, LinksOutside, HoldsActions: in that order.
    """
    for name in _xml_parts(parts):
        refuse_entities(parts[name])
    if ENTRY not in parts or _name(parsed(parts[ENTRY])) != "OFD":
        raise NotAPackage
    found: list[Finding] = [
        (HoldsForeignParts, name) for name, part in parts.items() if not _is_taken(name, part)
    ]
    found += [each for name in _xml_parts(parts) for each in _findings(parsed(parts[name]))]
    for refusal in (DocumentHasPassword, HoldsForeignParts, LinksOutside, HoldsActions):
        refuse_named(refusal, [name for kind, name in found if kind is refusal])


def is_sealed(parts: Mapping[str, bytes]) -> bool:
    """Say whether the document names signatures or seals."""
    return any(_name(element) == "Signatures" for element in parsed(parts[ENTRY]).iter("*"))


def without_author(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the parts without the names of who wrote it; all of them as they are where it is sealed.

    A seal holds for the content of the parts, and not for the archive that they lie in.
    """
    if is_sealed(parts):
        return dict(parts)
    root = parsed(parts[ENTRY])
    authors = [element for element in root.iter("*") if _name(element) == "Author"]
    for element in authors:
        element.getparent().remove(element)
    return {**parts, ENTRY: unparsed(root)} if authors else dict(parts)


def _is_taken(name: str, part: bytes) -> bool:
    return name.lower().endswith(_TAKEN) and not part.startswith(ARCHIVES)


def _xml_parts(parts: Mapping[str, bytes]) -> list[str]:
    return [name for name in parts if name.lower().endswith(".xml")]


def _findings(root: etree._Element) -> Iterator[Finding]:
    """Give what is wrong with the elements of a part."""
    for element in root.iter("*"):
        name = _name(element)
        if name.startswith(_LOCKED):
            yield DocumentHasPassword, name
        elif name == "Attachment" or (name == "MultiMedia" and element.get("Type") != "Image"):
            yield HoldsForeignParts, element.get("Name") or element.get("Type") or name
        elif name in _ACTS or "script" in name.lower():
            yield HoldsActions, name
        elif name == "URI" and not _is_link(element):
            yield HoldsActions, element.get("URI") or name
        else:
            yield from ((LinksOutside, place) for place in _places(element) if leads_away(place))


def _places(element: etree._Element) -> Iterator[str]:
    """Give the files that an element names."""
    yield element.get("BaseLoc", "")
    if _name(element) in _PLACES:
        yield (element.text or "").strip()


def _is_link(element: etree._Element) -> bool:
    """Say whether this opens a page or a mail address, and only when somebody clicks."""
    is_by_itself = any(above.get("Event") in _BY_ITSELF for above in element.iterancestors())
    return not is_by_itself and not element.get("Base") and is_clicked(element.get("URI", ""))


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
