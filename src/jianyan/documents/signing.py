"""The signature of an official document: who signs, when, and how far from the right edge.

Source: GB/T 9704-2012, 7.3.5.1 (where there is a seal the date stands four characters from the right, and the
office is centred over it).
"""

import unicodedata
from datetime import date

import msgspec
from babel.dates import format_date

_SEAL_ROOM = 4.0
_PATTERNS = {"zh-CN": "y年M月d日", "en": "d MMMM y"}


class Signature(msgspec.Struct, frozen=True):
    """What stands under a document, with distances from the right edge in characters of the running text."""

    office: str
    """May be empty."""
    office_right: float
    day: str
    """May be empty."""
    day_right: float


def signature(office: str, signed_on: date | None, *, language: str) -> Signature:
    """Give the signature with the room a seal needs; a long office moves the date inwards."""
    day = day_words(signed_on, language=language)
    beyond = (_characters(office) - _characters(day)) / 2
    office_right = max(_SEAL_ROOM - beyond, 0.0) if day else _SEAL_ROOM
    return Signature(office, office_right, day, office_right + beyond if office and day else _SEAL_ROOM)


def day_words(day: date | None, *, language: str) -> str:
    """Give a day as documents write it: 2026年7月1日; nothing for no day."""
    return "" if day is None else format_date(day, _PATTERNS[language], locale=language.replace("-", "_"))


def _characters(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)
