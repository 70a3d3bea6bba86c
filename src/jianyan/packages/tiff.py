"""TIFF, and EXIF which is made like it: what its directories say beside the pixels is blotted out in place.

Source: Adobe, TIFF 6.0, 2 (structure); CIPA DC-008, 4.6 (EXIF and GPS directories); XMP part 3, 2.2.2.3.
"""

import struct
from collections.abc import Iterator
from typing import Literal

import msgspec

HEADS = b"II\x2a\x00", b"MM\x00\x2a"
LARGE_HEADS = b"II\x2b\x00", b"MM\x00\x2b"
"""Of files beyond 4 GB, which no document holds."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Type of a value → its bytes."""
_TELLING = frozenset({269, 270, 271, 272, 285, 305, 306, 315, 316, 700, 33432, 33723, 34377, 37724, 50341})
"""Tags of names, makers, times, XMP, IPTC and what Photoshop keeps."""
_DIRECTORIES = frozenset({34665, 34853, 40965})
"""Tags of the directories of EXIF, GPS and how they fit together."""
_ENTRY = 12
_DIRECTORIES_MOST = 200


class _Entry(msgspec.Struct, frozen=True):
    at: int
    tag: int
    kind: int
    count: int
    value_at: int
    """Where its value stands: in the entry itself, or elsewhere."""

    @property
    def size(self) -> int:
        """Give the bytes of its value."""
        return self.count * _SIZES.get(self.kind, 1)


def bare(picture: bytes) -> bytes:
    """Give a TIFF of the same length in which nothing is told but how its pixels are shown.

    Raises:
        ValueError: its directories lead outside of it.
    """
    blotted = bytearray(picture)
    for directory, is_telling in _directories(picture):
        for entry in _entries(picture, directory):
            if is_telling or entry.tag in _TELLING or entry.tag in _DIRECTORIES:
                blotted[entry.value_at : entry.value_at + entry.size] = bytes(entry.size)
    return bytes(blotted)


def first_number(picture: bytes, tag: int) -> int | None:
    """Give the number under a tag of the first directory; None where there is none, or it is no short one.

    Raises:
        ValueError: its directory leads outside of it.
    """
    order = _order(picture)
    for entry in _entries(picture, _long(picture, 4)):
        if (entry.tag, entry.kind, entry.count) == (tag, 3, 1):
            return int.from_bytes(picture[entry.value_at : entry.value_at + 2], order)
    return None


def _directories(picture: bytes) -> Iterator[tuple[int, bool]]:
    """Give where each directory stands, and whether it tells only of where and how it was taken."""
    waiting, seen = [(_long(picture, 4), False)], set[int]()
    while waiting:
        at, is_telling = waiting.pop()
        if at == 0 or at in seen:
            continue
        seen.add(at)
        if len(seen) > _DIRECTORIES_MOST:
            raise ValueError("more directories than pages")
        yield at, is_telling
        entries = _entries(picture, at)
        waiting += [(_long(picture, one.at + 8), True) for one in entries if one.tag in _DIRECTORIES]
        if not is_telling:
            waiting.append((_long(picture, at + 2 + _ENTRY * len(entries)), False))


def _entries(picture: bytes, at: int) -> list[_Entry]:
    order = _order(picture)
    count = int.from_bytes(_bytes(picture, at, 2), order)
    found = []
    for number in range(count):
        start = at + 2 + _ENTRY * number
        tag, kind, values = struct.unpack(f"{_sign(order)}HHI", _bytes(picture, start, 8))
        entry = _Entry(start, tag, kind, values, start + 8)
        if entry.size > 4:
            entry = msgspec.structs.replace(entry, value_at=_long(picture, start + 8))
        _bytes(picture, entry.value_at, entry.size)
        found.append(entry)
    return found


def _order(picture: bytes) -> Literal["little", "big"]:
    return "little" if picture.startswith(b"II") else "big"


def _sign(order: str) -> str:
    return "<" if order == "little" else ">"


def _long(picture: bytes, at: int) -> int:
    return int.from_bytes(_bytes(picture, at, 4), _order(picture))


def _bytes(picture: bytes, at: int, size: int) -> bytes:
    found = picture[at : at + size]
    if len(found) < size:
        raise ValueError("it leads outside of the file")
    return found
