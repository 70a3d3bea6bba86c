"""Which characters the printing fonts can show, and what stands for the others.

An empty box on a poster looks like a fault. Typesetters put the geta mark 〓 where a sort is missing, and so
do we: it says "a character belongs here" and can be searched for.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path, serif_path

GETA = "〓"
"""Stands for a character that no font of ours has (U+3013)."""

FONT_FOLDER: Path = sans_path().parent
"""Where Noto Sans SC and Noto Serif SC lie; no other font is ever used."""


def printable(text: str) -> str:
    """The text as it will stand on paper: one line, composed (NFC), 〓 for each character without a glyph.

    Characters that only steer others (direction marks, joiners, variation selectors, controls) are left out.
    """
    return "".join(letter if letter in _glyphs() else GETA for letter in _letters(text))


def unprintable(text: str) -> str:
    """The characters of the text that print as 〓, each once, in order; empty when all is well."""
    return "".join(dict.fromkeys(letter for letter in _letters(text) if letter not in _glyphs()))


def _letters(text: str) -> str:
    kept = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text) if not _steers(c))
    return " ".join("".join(kept).split())


def _steers(letter: str) -> bool:
    without_width = unicodedata.category(letter) in {"Cc", "Cf", "Mn", "Me"}
    return without_width and not letter.isspace() and letter not in _glyphs()


@cache
def _glyphs() -> frozenset[str]:
    """Every character that at least one of the two fonts has."""
    return frozenset(
        chr(point) for font in (sans_path(), serif_path()) for point in _covered(font.read_bytes())
    )


def _covered(font: bytes) -> Iterator[int]:
    """The code points an OpenType font maps to glyphs.

    Source: OpenType 1.9, `cmap` table, subtable format 12 (segmented coverage), which both fonts carry.
    """
    table = _table_offset(font, b"cmap")
    (subtables,) = struct.unpack_from(">H", font, table + 2)
    for index in range(subtables):
        start = table + struct.unpack_from(">I", font, table + 4 + 8 * index + 4)[0]
        if struct.unpack_from(">H", font, start) == (12,):
            (groups,) = struct.unpack_from(">I", font, start + 12)
            for first, last, _ in struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * groups]):
                yield from range(first, last + 1)
            return
    raise ValueError("the font has no format 12 character map")


def _table_offset(font: bytes, wanted: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == wanted:
            return int(offset)
    raise ValueError(f"no table {wanted!r}")
