"""What a character is read as when its dress is taken away: width, case, script, circles, look-alikes.

Source: Unicode Standard Annex 15 (NFKD) and 44 (categories); OpenCC for traditional characters.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

GAP = " "
"""What a symbol or a space is read as."""
MARK = "\n"
"""What ends a sentence or a part of one is read as; words do not reach across it."""
NUMERALS = "〇零幺一二三四五六七八九壹贰叁肆伍陆柒捌玖"
"""Chinese numerals that stand for one digit."""
AS_DIGITS = str.maketrans(NUMERALS, "001123456789123456789")
"""What turns them into digits."""

_KEPT_MOST = 1 << 16
_MARKS = frozenset("\n\r\u2028\u2029,;:!?，；：！？。、…()（）[]【】《》〈〉“”‘’「」『』\"'")
# Hangul fillers and the empty Braille cell are letters and symbols by category, and show nothing.
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_INVISIBLE_CATEGORIES = ("Cc", "Cf", "Mn", "Me")
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def _table() -> dict[int, str]:
    lines = Path(__file__).with_name("simplified.txt").read_text(encoding="utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    table = dict(zip(map(ord, pairs[::2]), pairs[1::2], strict=True))
    # Cyrillic, then Greek, then the rest: what looks like a Latin letter, or like 口.
    table.update(_pairs("авсԁеɡнһіјкӏмопԛрѕтуѵԝх", "abcdeghhijklmonqpstyvwx"))
    table.update(_pairs("αβεικμνορτυχζ", "abeikmvoptyxz"))
    table.update(_pairs("ɑıɩ囗", "aii口"))
    for first in (0x1F150, 0x1F170, 0x1F1E6):
        table.update(_pairs(map(chr, range(first, first + 26)), _LATIN))
    for first in (0x2776, 0x2780, 0x278A, 0x24F5):
        table.update(_pairs(map(chr, range(first, first + 9)), "123456789"))
    return table | {0x24FF: "0"}


def _pairs(dressed: Iterable[str], plain: str) -> dict[int, str]:
    return dict(zip(map(ord, dressed), plain, strict=True))


_PLAIN = _table()


class Readings(dict[int, str]):
    """What `str.translate` turns each character into, worked out when it is first met; 65,536 are kept.

    Args:
        reading: gives what stands for a character.
    """

    def __init__(self, reading: Callable[[str], str]) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, code: int) -> str:
        read = self._reading(chr(code))
        if len(self) < _KEPT_MOST:
            self[code] = read
        return read


@lru_cache(maxsize=_KEPT_MOST)
def plain(character: str) -> str:
    """Give the letters and digits a character stands for, GAP, MARK, or nothing for what cannot be seen."""
    if character in _MARKS:
        return MARK
    if character in _INVISIBLE:
        return ""
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES and not character.isspace():
        return ""
    return _undressed(character) or GAP


def _undressed(character: str) -> str:
    """Give the letters and digits alone: ⑴ is (1) in Unicode, and é an e with a mark."""
    lowered = unicodedata.normalize("NFKD", character.translate(_PLAIN)).casefold()
    letters = unicodedata.normalize("NFKD", lowered).translate(_PLAIN)
    return "".join(letter for letter in letters if letter.isalnum() and letter not in _INVISIBLE)


def is_han(letter: str) -> bool:
    """Tell whether this is a Chinese character."""
    return "\u3400" <= letter <= "\u9fff" or letter == "〇" or letter >= "\U00020000"
