"""Documents as PDF and charts as PNG, set by typst from the `.typ` files beside this module.

Every text goes in as JSON, never as source, so that no character in it has a meaning to the typesetter.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from jianyan.documents.columns import column_shares, stays_whole
from jianyan.documents.glyphs import FONT_FOLDER, printable_lines
from jianyan.documents.model import Block, ChartBlock, Document, TableBlock
from jianyan.documents.numbering import numbered
from jianyan.documents.signing import signature
from jianyan.documents.titles import title_lines
from jianyan.i18n import N_, say

CHART_PIXELS_PER_INCH = 200

_MOST_BARS, _LONGEST_LABEL = 30, 40

_TEMPLATES = Path(__file__).parent
_FAMILIES = {
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "小标宋"),
    "text": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体"),
    "hei": ("SimHei", "黑体", "STHeiti", "华文黑体"),
}
"""Names under which the standard's typefaces are installed, best first."""


def pdf_bytes(document: Document, *, fonts: Path | None = None) -> bytes:
    """Give the document as PDF by GB/T 9704: equal bytes for an equal document and equal fonts.

    Args:
        document: as it was built; numbers are made here.
        fonts: folder of an office's own typefaces. Of 小标宋, 仿宋, 楷体 and 黑体 those found in it are used;
            Noto Serif SC and Noto Sans SC stand in for the others. A process reads a folder once.
    """
    made_at = document.made_at.astimezone(UTC)
    job = _job(numbered(document)) | {"fonts": chosen_families(fonts), "made_at": _moment(made_at)}
    pdf = _compiled("document.typ", job, fonts, timestamp=made_at)
    assert isinstance(pdf, bytes)
    return pdf


def chart_pngs(charts: Sequence[ChartBlock], *, language: str) -> list[bytes]:
    """Give each chart as PNG without its caption, 156 mm wide at CHART_PIXELS_PER_INCH."""
    if not charts:
        return []
    facts = [_texts(_chart(chart, language)) for chart in charts]
    job = {"charts": facts, "language": language, "fonts": chosen_families(None)}
    drawn = _compiled("charts.typ", job, None, format="png", ppi=CHART_PIXELS_PER_INCH)
    return drawn if isinstance(drawn, list) else [drawn]


def _job(document: Document) -> dict[str, Any]:
    """Everything the template reads, as plain JSON values."""
    signed = signature(document.signed_by, document.signed_on, language=document.language)
    facts = {
        "title": "\n".join(title_lines(document.title)),
        "addressee": document.addressee,
        "blocks": [_block(block, document.language) for block in document.blocks],
        "attachments": [
            {
                "title": "\n".join(title_lines(title)),
                "name": title,
                "blocks": [_block(one, document.language) for one in blocks],
            }
            for title, blocks in document.attachments
        ],
        "attachment_word": say(document.language, N_("Attachment")),
        "signature": signed,
        "language": document.language,
    }
    return dict(_texts(facts))


def _block(block: Block, language: str) -> dict[str, Any]:
    if isinstance(block, ChartBlock):
        return _chart(block, language)
    facts: dict[str, Any] = msgspec.to_builtins(block)
    if isinstance(block, TableBlock):
        return facts | {"shares": column_shares(block), "whole": stays_whole(block)}
    return facts


def _chart(chart: ChartBlock, language: str) -> dict[str, Any]:
    """Give a chart that fits on a page; its whole labels and all its bars stand in the table below it."""
    facts: dict[str, Any] = msgspec.to_builtins(chart)
    drawn = chart.points[:_MOST_BARS] if chart.kind == "bars" else chart.points
    left_out = len(chart.points) - len(drawn)
    more = say(language, N_("%(count)s more in the table below"), count=left_out) if left_out else ""
    return facts | {"points": [[_short(label), count] for label, count in drawn], "more": more}


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _texts(facts: object) -> Any:
    """Give the same as JSON values, every text in it printable."""

    def printed(value: Any) -> Any:
        match value:
            case str():
                return printable_lines(value)
            case dict():
                return {key: printed(each) for key, each in value.items()}
            case list() | tuple():
                return [printed(each) for each in value]
            case _:
                return value

    return printed(msgspec.to_builtins(facts))


def _moment(made_at: datetime) -> dict[str, int]:
    return {part: getattr(made_at, part) for part in ("year", "month", "day", "hour", "minute", "second")}


def _compiled(template: str, job: dict[str, Any], fonts: Path | None, **options: Any) -> bytes | list[bytes]:
    compiled: bytes | list[bytes] = _typst().compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(fonts),
        ignore_system_fonts=True,
        sys_inputs={"job": json.dumps(job)},
        **options,
    )
    return compiled


def chosen_families(fonts: Path | None) -> dict[str, str]:
    """Give the family of an office for each typeface it has; an empty name where ours stands in."""
    there = {family.casefold(): family for family in _fonts(fonts).families()}
    return {
        use: next((there[name.casefold()] for name in names if name.casefold() in there), "")
        for use, names in _FAMILIES.items()
    }


def _typst() -> Any:
    """Give the typesetter; a worker that sets nothing does not hold it in memory."""
    return import_module("typst")


@lru_cache(maxsize=8)
def _fonts(folder: Path | None) -> Any:
    paths = [FONT_FOLDER] if folder is None else [folder, FONT_FOLDER]
    return _typst().Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
