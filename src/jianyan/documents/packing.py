"""Parts of a file of Word that are alike in all of ours.

Source: ECMA-376 part 2 (packages, relationships, core properties).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DOCUMENT = "word/document.xml"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
IMAGE_RELATION = f"{_OFFICE}/image"


def xml_part(root: str, inside: str, namespaces: Mapping[str, str]) -> bytes:
    """Give a part whose root element, with its prefix, has the namespaces and holds what is inside."""
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in namespaces.items())
    return f"{DECLARATION}<{root} {declared}>{inside}</{root}>".encode()


def content_types_part() -> bytes:
    """Give the types of our own parts."""
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    named = {
        f"/{DOCUMENT}": f"{_WORD_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        "/word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    lines = [
        f'<Default Extension="{end}" ContentType="{kind}"/>'
        for end, kind in (defaults | {"png": "image/png"}).items()
    ]
    lines += [f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in named.items()]
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{"".join(lines)}</Types>'.encode()


def package_relations_part() -> bytes:
    """Give what a reader looks for first."""
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    targets = [(f"{_OFFICE}/officeDocument", DOCUMENT), (core, "docProps/core.xml")]
    return _relations([*targets, (f"{_OFFICE}/extended-properties", "docProps/app.xml")])


def document_relations_part(images: Iterable[str]) -> bytes:
    """Give what the document refers to, from rId1 on: styles, settings, fonts, two footers, the images."""
    targets = [(f"{_OFFICE}/{kind}", f"{kind}.xml") for kind in ("styles", "settings", "fontTable")]
    targets += [(f"{_OFFICE}/footer", f"footer{number}.xml") for number in (1, 2)]
    return _relations([*targets, *((IMAGE_RELATION, image) for image in images)])


FIRST_IMAGE = 6
"""Number of the first image among the relations of the document."""


def _relations(targets: Iterable[tuple[str, str]]) -> bytes:
    lines = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    opened = f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    return f"{opened}{''.join(lines)}</Relationships>".encode()


def core_part(*, title: str, creator: str, language: str, made_at: datetime) -> bytes:
    """Give the file's properties; the only moment in them is the one that is given."""
    moment = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    said = f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
    namespaces = {
        "cp": f"{_PACKAGE}/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    return xml_part(
        "cp:coreProperties", f"{said}{times}<dc:language>{escape(language)}</dc:language>", namespaces
    )


def application_part() -> bytes:
    """Give the name of the program, as Word wants one."""
    address = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    inside = "<Application>Jianyan</Application>"
    return f"{DECLARATION}<Properties xmlns={quoteattr(address)}>{inside}</Properties>".encode()
