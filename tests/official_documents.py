"""Documents that the tests draw, and templates as offices make them."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import docx
import msgspec

from jianyan.documents import Block, ChartBlock, Document, Heading, Paragraph, Quote, TableBlock

MADE_AT = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
CATEGORIES = ["线路规划", "收发班次", "站点设置", "车辆与设施", "司机服务与行车安全", "票价与优惠"]
COUNTS = [164, 121, 88, 76, 61, 48]

BODY: list[Block] = [
    Heading("背景与方法"),
    Paragraph("2026年6月1日至7日，面向市民和委员征集建议。一周内共收到建议682条，涉及11个方面。"),
    Heading("征集范围", 2),
    Heading("点位的选择", 3),
    Heading("未覆盖人群", 4),
    Heading("总体情况"),
    TableBlock(
        "各类别收到的建议",
        ["类别", "条数"],
        [[c, str(n)] for c, n in zip(CATEGORIES, COUNTS, strict=True)],
        [1],
    ),
    ChartBlock("各类别收到的建议", "bars", list(zip(CATEGORIES, COUNTS, strict=True))),
    ChartBlock("每日收到的建议", "columns", [(f"6月{day}日", 10 * day) for day in range(1, 8)]),
    Quote("末班车太早了，晚班下班赶不上。", "公交站点"),
    Paragraph("建议每季度公布办理结果。"),
]
ATTACHMENTS: list[tuple[str, list[Block]]] = [
    (
        "建议全表",
        [TableBlock("建议", ["序号", "内容"], [[str(n), f"第{n}条建议"] for n in range(1, 41)], [0])],
    ),
    ("点位名单", [Heading("静默点位"), Paragraph("以下点位七日内没有扫码。")]),
]


def report(**changes: Any) -> Document:
    """Give a report as an office sends it, with what is asked for changed."""
    whole = Document(
        title="关于“优先发展城市公交，您说怎么改”专题征集市民和委员建议情况的报告",
        addressee="市委、市政府",
        blocks=BODY,
        attachments=ATTACHMENTS,
        signed_by="市政协办公厅",
        signed_on=date(2026, 7, 1),
        language="zh-CN",
        made_at=MADE_AT,
    )
    return msgspec.structs.replace(whole, **changes)


def template(*paragraphs: str | list[str]) -> bytes:
    """Give a DOCX as an office might make one with Word; a list is a paragraph split over runs."""
    made = docx.Document()
    for runs in paragraphs:
        paragraph = made.add_paragraph()
        for text in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(text)
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    """Give the file of a document of python-docx."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def repacked(data: bytes, parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a DOCX with parts changed or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", packing) as new:
        for name, part in ({each: old.read(each) for each in old.namelist()} | dict(parts)).items():
            new.writestr(name, part)
    return file.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """Give one part of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_type(data: bytes, name: str, kind: str, part: bytes = b"x") -> bytes:
    """Give a DOCX with one more part of a type."""
    types = part_of(data, "[Content_Types].xml").decode()
    override = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    return repacked(
        data, {"[Content_Types].xml": types.replace("</Types>", f"{override}</Types>").encode(), name: part}
    )


def with_relation(data: bytes, kind: str, target: str, mode: str = "External") -> bytes:
    """Give a DOCX whose text refers to one thing more."""
    name = "word/_rels/document.xml.rels"
    added = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return repacked(data, {name: part_of(data, name).decode().replace("</Relationships>", added).encode()})


def with_xml(data: bytes, xml: str, name: str = "word/document.xml") -> bytes:
    """Give a DOCX with more XML at the beginning of its text."""
    return repacked(
        data, {name: part_of(data, name).decode().replace("<w:body>", f"<w:body>{xml}", 1).encode()}
    )
