"""Text that a spreadsheet takes for text, not for a formula, when it opens a CSV file.

Source: OWASP, CSV Injection; ASVS 5.0, 1.2.10. East Asian editions of Excel also calculate what begins with
the full-width or the small forms of these characters.
"""

import unicodedata
from functools import lru_cache

_TRIGGERS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫\t\r\n\0")
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Zs", "Zl", "Zp"})
# Letters and marks that have no shape: joiner, Hangul fillers, empty braille, variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(0xFE00 + n) for n in range(16)
}
_MARK = "'"


def guarded(text: str) -> str:
    """Give the text with `'` before it if its first visible character would begin a formula.

    Text that already begins with `'` before such a character gets one more, so `unguarded` always gives
    back exactly what went in.
    """
    return text if _begins_calmly(text[:1]) or not _would_calculate(text) else _MARK + text


def unguarded(text: str) -> str:
    """Give what `guarded` was given; text that it would not have changed comes back as it is."""
    return text[1:] if text.startswith(_MARK) and _would_calculate(text[1:]) else text


@lru_cache(maxsize=8_192)
def _begins_calmly(first: str) -> bool:
    """Say whether what begins with this character never calculates; few characters begin most texts."""
    return not first or not (first == _MARK or first in _TRIGGERS or _is_invisible(first))


def _would_calculate(text: str) -> bool:
    for character in text.lstrip(_MARK):
        if character in _TRIGGERS:
            return True
        if not _is_invisible(character):
            return False
    return False


def _is_invisible(character: str) -> bool:
    return character in _INVISIBLE or unicodedata.category(character) in _INVISIBLE_CATEGORIES
