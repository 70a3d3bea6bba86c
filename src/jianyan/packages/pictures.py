"""Pictures in a document without what their camera or program wrote beside them; no pixel is touched.

What is kept is listed: all that is needed to show the picture as it was meant, upright and in its colours.

Sources: ISO/IEC 10918-1, B.1 (JPEG markers); CIPA DC-008, 4.6.4 (orientation in EXIF); W3C, PNG third
edition, 11 (chunks); CompuServe, GIF89a, 23 to 26 (extensions); for TIFF see there.
"""

from collections.abc import Iterator
from contextlib import suppress

from jianyan.packages import tiff
from jianyan.packages.refusals import NotAPackage

_JPEG, _PNG, _GIF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a")
_END_OF_JPEG, _SCAN = 0xD9, 0xDA
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_APPLICATIONS = range(0xE0, 0xF0)
_COMMENT = 0xFE
_KEPT_APPLICATIONS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Marker → what begins a segment that says how colours and sizes are meant."""
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_PNG_KEPT = frozenset(b"tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT".split())
_CRITICAL = 0x20
"""Unset in the first letter of a chunk that a picture cannot be shown without."""
_GIF_LOOPS = b"NETSCAPE2.0"


def bare(part: bytes) -> bytes:
    """Give a picture without EXIF, XMP, comments and whatever lies behind it; all else as it is.

    Args:
        part: of a package; what it is told by its first bytes, not by its name.

    Raises:
        NotAPackage: it begins like a picture and breaks off.
    """
    try:
        if part.startswith(_JPEG):
            return part[:2] + b"".join(_jpeg_kept(part))
        if part.startswith(_PNG):
            return _PNG + b"".join(_png_kept(part))
        if part.startswith(_GIF):
            return b"".join(_gif_kept(part))
        if part.startswith(tiff.LARGE_HEADS):
            raise NotAPackage
        return tiff.bare(part) if part.startswith(tiff.HEADS) else part
    except (IndexError, ValueError) as broken:
        raise NotAPackage from broken


def _jpeg_kept(picture: bytes) -> Iterator[bytes]:
    """Give the segments of a JPEG, and of what a camera says no more than which side is up."""
    at = 2
    while at < len(picture):
        if picture[at] != 0xFF:
            raise ValueError("no marker stands where one should")
        marker = picture[at + 1]
        if marker == 0xFF:  # filling before a marker
            at += 1
            continue
        if marker == _END_OF_JPEG:
            yield picture[at : at + 2]
            return
        end = at + 2 if marker in _WITHOUT_LENGTH else at + 2 + _number(picture, at + 2, 2)
        body = picture[at + 4 : end]
        end = _end_of_scan(picture, end) if marker == _SCAN else end
        if marker == 0xE1 and body.startswith(_EXIF):
            yield _upright(body[len(_EXIF) :])
        elif _is_kept(marker, body):
            yield picture[at:end]
        at = end


def _is_kept(marker: int, body: bytes) -> bool:
    if marker in _KEPT_APPLICATIONS:
        return body.startswith(_KEPT_APPLICATIONS[marker])
    return marker not in _APPLICATIONS and marker != _COMMENT


def _end_of_scan(picture: bytes, at: int) -> int:
    """Give where the pixels of a scan end: at a marker that neither fills nor restarts."""
    while (at := picture.find(b"\xff", at)) >= 0 and at + 1 < len(picture):
        following = picture[at + 1]
        if following and not 0xD0 <= following <= 0xD7:
            return at
        at += 2
    return len(picture)


def _upright(exif: bytes) -> bytes:
    """Give a segment that says only which side is up; nothing where that is as usual."""
    turned = None
    with suppress(ValueError):  # what a camera said badly is no less left out
        turned = tiff.first_number(exif, _ORIENTATION) if exif.startswith(tiff.HEADS) else None
    if turned is None or not 2 <= turned <= 8:
        return b""
    entry = b"\x00\x01" + _ORIENTATION.to_bytes(2) + b"\x00\x03" + (1).to_bytes(4) + turned.to_bytes(2)
    said = _EXIF + b"MM\x00\x2a\x00\x00\x00\x08" + entry + bytes(6)
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2) + said


def _png_kept(picture: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(picture):
        kind, end = picture[at + 4 : at + 8], at + 12 + _number(picture, at, 4)
        if end > len(picture):
            raise ValueError("a chunk breaks off")
        if not kind[0] & _CRITICAL or kind in _PNG_KEPT:
            yield picture[at:end]
        if kind == b"IEND":
            return
        at = end


def _gif_kept(picture: bytes) -> Iterator[bytes]:
    at = 13 + _colours(picture[10])
    yield picture[:at]
    while picture[at] != 0x3B:
        start = at
        if picture[at] == 0x21:
            label, named = picture[at + 1], picture[at + 3 : at + 14]
            at = _after_blocks(picture, at + 2)
            is_kept = label == 0xF9 or (label == 0xFF and named == _GIF_LOOPS)
        elif picture[at] == 0x2C:
            at, is_kept = _after_blocks(picture, at + 11 + _colours(picture[at + 9])), True
        else:
            raise ValueError("no block stands where one should")
        yield picture[start:at] if is_kept else b""
    yield picture[at : at + 1]


def _colours(flags: int) -> int:
    """Give the bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(picture: bytes, at: int) -> int:
    while picture[at]:
        at += 1 + picture[at]
    return at + 1


def _number(picture: bytes, at: int, size: int) -> int:
    if at + size > len(picture):
        raise ValueError("it breaks off")
    return int.from_bytes(picture[at : at + size])
