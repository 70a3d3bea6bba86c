"""Kind and size of a picture, read from its head: nothing is decoded, so nothing can swell.

Source: PNG third edition (W3C) 11.2.1; JPEG (ITU-T T.81) B.2.2; WebP (RFC 9649) 2.5 to 2.7, RFC 6386 9.1.
"""

from collections.abc import Callable

import msgspec

from jianyan.errors import Invalid, TooLarge
from jianyan.i18n import N_

BYTES_MOST = 8 * 1024 * 1024
PIXELS_MOST = 40_000_000
_SEGMENTS_MOST = 1_000
_PLAIN_MARKERS = {0x01, *range(0xD0, 0xD8)}
"""Markers of JPEG that stand alone."""
_NO_FRAMES = {0xC4, 0xC8, 0xCC}
"""Markers among those of frames that are none."""


class NotAPicture(Invalid):
    """It is none of the kinds that are taken."""

    sentence = N_("This is no photo that can be taken. Please choose a JPEG, PNG or WebP picture.")


class TooManyBytes(TooLarge):
    """The file is too large."""

    sentence = N_("This photo is larger than %(megabytes)s MB. Please choose a smaller one.")


class TooManyPixels(TooLarge):
    """The picture is too large once it is opened, however small its file is."""

    sentence = N_("This photo has %(megapixels)s million pixels; at most %(most)s million fit.")


class Measured(msgspec.Struct, frozen=True):
    """What a picture says of itself."""

    kind: str
    """`JPEG`, `PNG` or `WEBP`."""
    width: int
    """Pixels, ≥ 1, as is the height."""
    height: int


def measured(content: bytes) -> Measured:
    """Give kind and size of a picture.

    Raises:
        NotAPicture: it is none, or of another kind, or its head is broken.
        TooManyBytes, TooManyPixels: it is more than is taken.
    """
    if len(content) > BYTES_MOST:
        raise TooManyBytes(megabytes=BYTES_MOST >> 20, field="photo")
    for kind, is_one, size in _KINDS:
        if is_one(content):
            width, height = size(content)
            if width < 1 or height < 1:
                break
            if width * height > PIXELS_MOST:
                most, pixels = PIXELS_MOST // 1_000_000, -(-width * height // 1_000_000)
                raise TooManyPixels(megapixels=pixels, most=most, field="photo")
            return Measured(kind, width, height)
    raise NotAPicture(field="photo")


def _png(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR":
        return 0, 0
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg(content: bytes) -> tuple[int, int]:
    """Walk from segment to segment up to the frame's head."""
    at = 2
    for _ in range(_SEGMENTS_MOST):
        if content[at : at + 1] != b"\xff" or at + 9 > len(content):
            return 0, 0
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        if marker == 0xFF:
            at += 1
        elif marker in _PLAIN_MARKERS:
            at += 2
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return 0, 0


def _webp(content: bytes) -> tuple[int, int]:
    form, body = content[12:16], content[20:30]
    if len(body) < 10:
        return 0, 0
    match form:
        case b"VP8X":
            return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
        case b"VP8L" if body[0] == 0x2F:
            bits = int.from_bytes(body[1:5], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 " if body[3:6] == b"\x9d\x01\x2a":
            sides = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
            return sides[0] & 0x3FFF, sides[1] & 0x3FFF
    return 0, 0


_KINDS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], tuple[int, int]]], ...] = (
    ("JPEG", lambda content: content.startswith(b"\xff\xd8"), _jpeg),
    ("PNG", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    ("WEBP", lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", _webp),
)
