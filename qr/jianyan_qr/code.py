"""From a web address to the dark and light modules of its QR code.

Source: ISO/IEC 18004:2015 (modes §7.4, error correction §7.5, quiet zone §9.1).
"""

import re
from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

QUIET_MODULES = 4
"""Width of the light border that a reader needs on every side, in modules."""

SMALLEST_SIDE_MM = 45.0
"""Side below which no code of ours is printed: comfortable at arm's length (0.5 m)."""

_ADDRESS = re.compile(r"(https?|otpauth)://[^\s/?#]+\S*", re.IGNORECASE)
_CASELESS = re.compile(r"https?://[a-z0-9.-]+(:\d+)?(/|/s/[0-9a-z]+)?", re.IGNORECASE | re.ASCII)
ERROR_CORRECTION = {"Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}


@dataclass(frozen=True)
class Symbol:
    """A QR code as facts, before anything is drawn.

    Attributes:
        url: the text inside the code, exactly as a phone will read it.
        version: size class 1 to 40; the side is `4 * version + 17` modules.
        level: "Q" (about 25 % of the code words may be lost) or "H" (about 30 %).
        modules: rows from the top, each from the left; True is dark. Without the quiet zone.
    """

    url: str
    version: int
    level: str
    modules: tuple[tuple[bool, ...], ...]


def make_symbol(url: str) -> Symbol:
    """The smallest code for an address at level Q, or H where that costs no growth.

    Args:
        url: an http or https address, written as `compact_url` gives it, or an otpauth address as it is.

    Raises:
        ValueError: another kind of address, white space in it, or too long for any code.
    """
    if not _ADDRESS.fullmatch(url):
        raise ValueError(f"not a web address: {url!r}")
    text = compact_url(url)
    version = _smallest_version(text, "Q")
    if version is None:
        raise ValueError(f"too long for a QR code: {len(url)} characters")
    level = "H" if _smallest_version(text, "H") == version else "Q"
    return Symbol(url=text, version=version, level=level, modules=_modules(text, version, level))


def compact_url(url: str) -> str:
    """The address in capitals where case carries no meaning, otherwise exactly as given.

    Capitals fit the alphanumeric mode (5.5 bits a character instead of 8). Caseless are scheme and host
    (RFC 3986 §6.2.2.1) and our own path `/S/CODE`; any other path, a query, a fragment or a user name
    leaves the whole address alone.
    """
    return url.upper() if _CASELESS.fullmatch(url) else url


def side_mm(reading_distance_mm: float) -> float:
    """The least side of a code, without its quiet zone, for a reader that far away (both in mm).

    Source: a tenth of the distance is the printers' rule of thumb, not part of ISO/IEC 18004.
    """
    return max(SMALLEST_SIDE_MM, reading_distance_mm / 10)


def _smallest_version(text: str, level: str) -> int | None:
    code = QRCode(error_correction=ERROR_CORRECTION[level])
    code.add_data(text)
    try:
        return int(code.best_fit())
    except (DataOverflowError, ValueError):  # which of the two depends on where the library notices
        return None


def _modules(text: str, version: int, level: str) -> tuple[tuple[bool, ...], ...]:
    code = QRCode(version=version, error_correction=ERROR_CORRECTION[level])
    code.add_data(text)
    code.make(fit=False)
    return tuple(tuple(map(bool, row)) for row in code.modules)
