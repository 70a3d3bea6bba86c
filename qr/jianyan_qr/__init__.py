"""QR codes, posters and stickers: from a web address to paper.

    url ── code.make_symbol ──► Symbol ── drawing.svg / drawing.png ──► picture
                                   └───── poster.posters_pdf ─────────► A4 | A5 | sticker sheet

Stands alone: it imports nothing else of the project, and works by itself:
`python -m jianyan_qr URL -o code.svg`.
Nothing here reads a clock, a network or the machine's fonts, so equal inputs give equal bytes everywhere.
"""

from .code import Symbol, compact_url, make_symbol, side_mm
from .drawing import png, svg
from .family import SymbolFamily
from .glyphs import unprintable
from .poster import Poster, posters_pdf

__all__ = [
    "Poster",
    "Symbol",
    "SymbolFamily",
    "compact_url",
    "make_symbol",
    "png",
    "posters_pdf",
    "side_mm",
    "svg",
    "unprintable",
]
