"""Workbooks and OFDs as offices send them, whole and with what must not be handed out."""

import io
import random
from collections.abc import Mapping
from xml.sax.saxutils import escape

import openpyxl

from jianyan.packages import sealed, unpacked

NAMESPACE = "http://www.ofdspec.org/2016"
AUTHOR = "王主任"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(*rows: list[object]) -> bytes:
    """Give an XLSX as openpyxl writes it, with these rows and an author."""
    book = openpyxl.Workbook()
    for row in rows or ([["线路", "班次"], ["5路", 12], ["合计", "=SUM(B2:B2)"]]):
        book.active.append(row)
    book.properties.creator = AUTHOR
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_formula(formula: str, *, element: str = "f") -> bytes:
    """Give a workbook with one more formula in its sheet."""
    data, name = workbook(), "xl/worksheets/sheet1.xml"
    sheet = unpacked(data)[name].decode()
    cell = f'<sheetData><row r="9"><c r="A9"><{element}>{escape(formula)}</{element}></c></row>'
    return changed(data, {name: sheet.replace("<sheetData>", cell).encode()})


def with_part(data: bytes, name: str, kind: str, part: bytes = b"<a/>") -> bytes:
    """Give a DOCX or XLSX with one more part of a type."""
    types = unpacked(data)["[Content_Types].xml"].decode()
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    return changed(data, {"[Content_Types].xml": types.replace("</Types>", override).encode(), name: part})


def with_sheet_relation(kind: str, target: str, *, mode: str = "External") -> bytes:
    """Give a workbook whose sheet refers to one thing more."""
    relation = f'<Relationship Id="rId9" Type="{_RELATION}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    root = "http://schemas.openxmlformats.org/package/2006/relationships"
    part = f'<Relationships xmlns="{root}">{relation}</Relationships>'
    return changed(workbook(), {"xl/worksheets/_rels/sheet1.xml.rels": part.encode()})


def ofd(
    *, inside: str = "", on_page: str = "", entry: str = "", author: str = AUTHOR, **parts: bytes
) -> bytes:
    """Give an OFD of one page that says 关于路灯的答复.

    Args:
        inside: more XML in the document.
        on_page: the same on its page.
        entry: the same in the entry, as that of a seal.
        author: who wrote it; empty: nobody.
        parts: more files; two underscores in a name stand for a slash, one for the dot.
    """
    more = {name.replace("__", "/").replace("_", "."): part for name, part in parts.items()}
    return sealed({**_ofd_parts(inside, on_page, entry, author), **more})


def _ofd_parts(inside: str, on_page: str, entry: str, author: str) -> dict[str, bytes]:
    by = f"<ofd:Author>{author}</ofd:Author>" if author else ""
    body = f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>{by}</ofd:DocInfo>"
    text = '<ofd:TextObject ID="4" Boundary="20 20 100 8" Font="3" Size="6"><ofd:TextCode>{}</ofd:TextCode>'
    page = (
        f"<ofd:Content><ofd:Layer>{text.format('关于路灯的答复')}</ofd:TextObject></ofd:Layer></ofd:Content>"
    )
    return {
        "OFD.xml": _part("OFD", f"{body}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{entry}</ofd:DocBody>"),
        "Doc_0/Document.xml": _part(
            "Document",
            "<ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>' + inside,
        ),
        "Doc_0/PublicRes.xml": _part(
            "Res", '<ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts>', 'BaseLoc="Res"'
        ),
        "Doc_0/Pages/Page_0/Content.xml": _part("Page", page + on_page),
    }


def _part(root: str, inside: str, attributes: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} xmlns:ofd="{NAMESPACE}" {attributes}>'
    return f"{head}{inside}</ofd:{root}>".encode()


def changed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Give an archive with parts changed or added."""
    return sealed({**unpacked(data), **parts})


def mutated(whole: bytes, chance: random.Random) -> bytes:
    """Give a file with bytes changed, in the archive or in one of its parts."""
    if chance.random() < 0.5:
        return _damaged(whole, chance)
    parts = unpacked(whole)
    name = chance.choice(list(parts))
    return changed(whole, {name: _damaged(parts[name], chance)})


def _damaged(whole: bytes, chance: random.Random) -> bytes:
    broken = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)
