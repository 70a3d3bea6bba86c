"""Many codes that differ in their last characters only, each in microseconds instead of milliseconds.

Error correction and masking are linear over GF(2): flipping one bit of the text flips a fixed set of modules.
The set of each bit is found once, by drawing; after that a code is the exclusive or of a few numbers.

Source: ISO/IEC 18004:2015, 7.5 (Reed-Solomon codes are linear) and 7.8 (a mask is added modulo 2).
"""

import struct
import zlib

from qrcode import QRCode
from qrcode.util import MODE_8BIT_BYTE, QRData

from .code import ERROR_CORRECTION, QUIET_MODULES, make_symbol

_MASK = 2
"""The same for all, so that only the text decides; every mask can be read."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT_BITS = 7


class SymbolFamily:
    """The codes of one address with endings of one length.

    `side_pixels` is the side of each picture, quiet zone included.

    Args:
        prefix: what all begin with: an http or https address.
        length: characters of an ending, at least 1.

    Raises:
        ValueError: as `make_symbol`.
    """

    def __init__(self, prefix: str, length: int) -> None:
        shape = make_symbol(prefix + "a" * length)  # in small letters, so that all are written in bytes
        self._version, self._level = shape.version, shape.level
        self._prefix, self._length = prefix, length
        self.side_pixels = len(shape.modules) + 2 * QUIET_MODULES
        self._row_bytes = (self.side_pixels + 7) // 8
        header = struct.pack(">IIBBBBB", self.side_pixels, self.side_pixels, 1, 0, 0, 0, 0)
        self._head = _SIGNATURE + _chunk(b"IHDR", header)
        blank = bytes(length)
        self._blank = self._drawn(blank)
        self._flips = [self._flips_at(place, blank) for place in range(length)]

    def png(self, ending: str) -> bytes:
        """Give the code of one ending with its quiet zone: a PNG file of one pixel a module.

        Args:
            ending: ASCII, as long as the family's endings are.

        Raises:
            ValueError: it is longer, shorter or not ASCII.
        """
        if len(ending) != self._length or not ending.isascii():
            raise ValueError(f"an ending has {self._length} ASCII characters, not {ending!r}")
        modules = self._blank
        for flips, character in zip(self._flips, ending.encode(), strict=True):
            modules ^= flips[character]
        return self._picture(modules)

    def _flips_at(self, place: int, blank: bytes) -> list[int]:
        """Give what each of the 128 characters flips at a place of the ending."""
        flips = [0]
        for bit in range(_TEXT_BITS):
            one = self._drawn(blank[:place] + bytes([1 << bit]) + blank[place + 1 :]) ^ self._blank
            flips += [other ^ one for other in flips]
        return flips

    def _drawn(self, ending: bytes) -> int:
        """Draw one code and give the pixels of its picture, as PNG has them before compression, as a number.

        One bit a pixel, light is 1; a row begins with a zero byte (no filter) and ends on a byte.
        """
        code = QRCode(
            version=self._version, error_correction=ERROR_CORRECTION[self._level], mask_pattern=_MASK
        )
        code.add_data(QRData(self._prefix.encode() + ending, mode=MODE_8BIT_BYTE), optimize=0)
        code.make(fit=False)
        quiet = "1" * QUIET_MODULES
        border = ["1" * self.side_pixels] * QUIET_MODULES
        middle = [f"{quiet}{''.join('0' if dark else '1' for dark in row)}{quiet}" for row in code.modules]
        return int(
            "".join("0" * 8 + row.ljust(8 * self._row_bytes, "1") for row in border + middle + border), 2
        )

    def _picture(self, pixels: int) -> bytes:
        rows = pixels.to_bytes(self.side_pixels * (1 + self._row_bytes))
        return self._head + _chunk(b"IDAT", _stored(rows)) + _END


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Write one chunk; source: the PNG specification, 5.3."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _stored(data: bytes) -> bytes:
    """Write a zlib stream that is not squeezed: that would take longer than all the rest of the picture.

    Source: RFC 1950, 2.2 (the stream), RFC 1951, 3.2.4 (a last block that is stored: at most 65,535 bytes).
    """
    size = len(data)
    return (
        struct.pack("<2sBHH", b"\x78\x01", 1, size, size ^ 0xFFFF)
        + data
        + struct.pack(">I", zlib.adler32(data))
    )


_END = _chunk(b"IEND", b"")
