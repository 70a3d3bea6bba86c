"""Which characters the printing fonts can show, and what stands for the others.

An empty box on 731 bus stops looks like a fault. Typesetters put the geta mark 〓 where a sort is missing, and so
do we: it says "a character belongs here" and can be searched for.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path, serif_path

GETA = "〓"
"""Stands for a character that no font of ours has (U+3013)."""

FONT_FOLDER: Path = sans_path().parent
"""Where Noto Sans SC and Noto Serif SC lie; no other font is ever used."""

_WITHOUT_WIDTH = {"Cc", "Cf", "Mn", "Me"}


def printable(text: str) -> str:
    """The text as it will stand on paper: one line, composed (NFC), 〓 for each character without a glyph.

    Characters that only steer others (direction marks, joiners, variation selectors, controls) are left out.
    """
    return "".join(letter if letter == " " or _has_glyph(letter) else GETA for letter in _letters(text))


def unprintable(text: str) -> str:
    """The characters of the text that print as 〓, each once, in order; empty when all is well."""
    return "".join(dict.fromkeys(letter for letter in _letters(text) if letter != " " and not _has_glyph(letter)))


def _letters(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c for c in line if _has_glyph(c) or unicodedata.category(c) not in _WITHOUT_WIDTH)


def _has_glyph(letter: str) -> bool:
    return any(ord(letter) in covered for covered in (_covered(sans_path()), _covered(serif_path())))


@cache
def _covered(font: Path) -> frozenset[int]:
    """The code points an OpenType font maps to glyphs.

    Source: OpenType 1.9, `cmap` table, subtable format 12 (segmented coverage), which both fonts carry.
    """
    data = font.read_bytes()
    table = _table_offset(data, b"cmap")
    (subtables,) = struct.unpack_from(">H", data, table + 2)
    for index in range(subtables):
        (offset,) = struct.unpack_from(">I", data, table + 4 + 8 * index + 4)
        start = table + offset
        if struct.unpack_from(">H", data, start) == (12,):
            (groups,) = struct.unpack_from(">I", data, start + 12)
            ranges = struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * groups])
            return frozenset(point for first, last, _ in ranges for point in range(first, last + 1))
    raise ValueError(f"{font.name} has no format 12 character map")


def _table_offset(data: bytes, wanted: bytes) -> int:
    (tables,) = struct.unpack_from(">H", data, 4)
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == wanted:
            return int(offset)
    raise ValueError(f"no table {wanted!r}")
