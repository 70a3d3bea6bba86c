"""Posters and stickers as PDF, set by typst from the `.typ` files beside this module."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from .code import make_symbol
from .drawing import across_mm, svg
from .glyphs import FONT_FOLDER, printable, unprintable
from .paper import A4, A5, STICKERS, Paper

PaperName = Literal["a4", "a5", "sticker-sheet"]

_TEMPLATES = Path(__file__).parent
_PAPERS: dict[PaperName, tuple[str, Paper]] = {
    "a4": ("poster.typ", A4),
    "a5": ("poster.typ", A5),
    "sticker-sheet": ("stickers.typ", STICKERS),
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LONG_WORD = re.compile(r"[!-~]{13,}")


@dataclass(frozen=True)
class Poster:
    """What one poster or sticker says. Texts are data: no character in them has a meaning to the typesetter.

    Attributes:
        url: web address inside the code.
        code: what a person types instead, shown in groups of four.
        title: the question; up to 60 characters stay readable at 3 m on A4. Line breaks in it are kept.
        invitation: one line that says what to do.
        place: name of the stop, vehicle or hall.
        place_detail: line, side or direction; may be empty.
        organisers: who asks, the first one first.
        domain: the site without scheme and path, for typing.
        date: day of issue, printed at the foot and written into the file instead of today.
        brand: colour as `#rrggbb`, dark enough for white text on it.

    Raises:
        ValueError: the colour has another form.
    """

    url: str
    code: str
    title: str
    invitation: str
    place: str
    place_detail: str
    organisers: tuple[str, ...]
    domain: str
    date: dt.date
    brand: str = "#0b5c8a"

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.brand):
            raise ValueError(f"not a colour like #0b5c8a: {self.brand!r}")

    @property
    def unprintable(self) -> str:
        """The characters of all its texts that print as 〓; empty when all is well."""
        texts = (self.title, self.invitation, self.place, self.place_detail, *self.organisers)
        return unprintable("".join((*texts, self.domain, self.code)))


def posters_pdf(posters: Sequence[Poster], *, paper: PaperName) -> bytes:
    """One PDF with a page, or a sticker, for each poster in the order given; equal bytes for equal posters.

    Args:
        posters: at least one.
        paper: "a4" or "a5" for posters; "sticker-sheet" is A4 to be cut into eight stickers.

    Raises:
        ValueError: no poster, or an address that `make_symbol` refuses.
    """
    if not posters:
        raise ValueError("no posters to print")
    template, sheet = _PAPERS[paper]
    job = _job(posters, sheet)
    pdf = _typst().compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"job": json.dumps(job)},
        timestamp=dt.datetime.combine(_issued(posters), dt.time(), dt.UTC),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _job(posters: Sequence[Poster], sheet: Paper) -> dict[str, Any]:
    """Everything the templates read, as plain JSON values."""
    first, issued = posters[0], _issued(posters)
    return {
        "title": printable(first.title),
        "authors": [printable(name) for name in first.organisers],
        "date": {"year": issued.year, "month": issued.month, "day": issued.day},
        "paper": sheet.as_dict(),
        "posters": [_facts(poster, sheet.symbol_mm) for poster in posters],
    }


def _facts(poster: Poster, symbol_mm: float) -> dict[str, Any]:
    symbol = make_symbol(poster.url)
    return {
        "symbol": svg(symbol, side_mm=symbol_mm),
        "symbol_mm": across_mm(symbol, side_mm=symbol_mm),
        "url": symbol.url,
        "code": _in_fours(printable(poster.code)),
        "title": "\n".join(map(_breakable, poster.title.splitlines())),
        "invitation": _breakable(poster.invitation),
        "place": _breakable(poster.place),
        "place_detail": _breakable(poster.place_detail),
        "organisers": "　".join(map(_breakable, poster.organisers)),
        "domain": printable(poster.domain),
        "date": f"{poster.date.year}年{poster.date.month}月{poster.date.day}日",
        "brand": poster.brand,
    }


def _issued(posters: Sequence[Poster]) -> dt.date:
    return max(poster.date for poster in posters)


def _in_fours(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _breakable(text: str) -> str:
    """Printable text in which a Latin word too long for a line may break anywhere (zero-width spaces)."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), printable(text))


def _typst() -> Any:
    """Give the typesetter; a process that draws no poster does not hold it in memory."""
    return import_module("typst")


@cache
def _fonts() -> Any:
    return _typst().Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
