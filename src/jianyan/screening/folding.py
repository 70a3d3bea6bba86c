"""The form of a text in which words are found, and the way back to what was written.

written    法*轮 Ｖ信 ①③⑧ 一三八零零     (and whatever cannot be seen)
folded     法轮v信138一三八零零 …         one place in the original for each letter
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from jianyan.screening.characters import AS_DIGITS, GAP, MARK, NUMERALS, Readings, is_han, plain

# Four in a row are a number (二〇一九), fewer may be words (三三, 一一, 万一).
_NUMBER = re.compile(f"[0-9{NUMERALS}]{{4,}}")
# Marks around a single character are left out: 刷，单，返，利 is one word, and 好，刷 are two.
_LONE = re.compile("\n[\u3400-\u9fff]\n")
_LONE_MARKS = re.compile("(?<!\n)\n++(?=[\u3400-\u9fff]\n)|(?<=\n[\u3400-\u9fff])\n++")
_GAPS = re.compile(f"{GAP}+")
_DIGITS = frozenset("0123456789")
_REPEATED = re.compile(r"([^0-9])\1", re.DOTALL)
_ODD = "\x00"
"""Stands for a character that is read as none or as several letters."""


class Folded(msgspec.Struct, frozen=True):
    """A text as it is searched."""

    text: str
    """Plain letters; a space stands only between letters that are not Chinese."""
    places: Sequence[int]
    """Where each letter of `text` was in the original; never falls."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the part of the original, end excluded, that became `text[start:end]`; `start` < `end`."""
        return self.places[start], self.places[end - 1] + 1


def _letter(character: str) -> str:
    read = plain(character)
    return read if len(read) == 1 else _ODD


_LETTERS = Readings(_letter)


def folded(text: str) -> Folded:
    """Give a text without width, case, script, look-alikes and what was put between Chinese characters."""
    whole = text.translate(_LETTERS)
    places: Sequence[int] = range(len(text))
    if _ODD in whole:
        read = list(map(plain, text))
        whole = "".join(read)
        places = [place for place, letters in enumerate(read) for _ in letters]
    whole, places = _without(_idle_gaps(whole), whole, places)
    if _LONE.search(whole):
        whole, places = _without((mark.span() for mark in _LONE_MARKS.finditer(whole)), whole, places)
    return Folded(_NUMBER.sub(lambda run: run[0].translate(AS_DIGITS), whole), places)


def _idle_gaps(text: str) -> Iterator[tuple[int, int]]:
    """Walk the gaps that part nothing, and of those between two Latin letters all but the last space."""
    for gap in _GAPS.finditer(text):
        start, end = gap.span()
        parts = start > 0 and end < len(text) and not _joined(text[start - 1], text[end])
        if not parts or end - start > 1:
            yield start, end - parts


def _joined(before: str, after: str) -> bool:
    return is_han(before) or is_han(after) or MARK in (before, after)


def _without(spans: Iterable[tuple[int, int]], text: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Cut parts out of a text and of the places of its letters."""
    cut = list(spans)
    if not cut:
        return text, places
    ends = [0, *(end for _, end in cut)]
    starts = [*(start for start, _ in cut), len(text)]
    parts = [slice(begin, end) for begin, end in zip(ends, starts, strict=True)]
    return "".join(text[part] for part in parts), [place for part in parts for place in places[part]]


def squeezed(text: str) -> tuple[str, Sequence[int]]:
    """Give a text with each run of one letter as one letter, and where the runs begin and the last one ends.

    Digits stay as they are: 100 is another number than 1000.
    """
    if not _REPEATED.search(text):
        return text, range(len(text) + 1)
    before = chain(("",), text)
    starts = [
        at
        for at, (letter, last) in enumerate(zip(text, before, strict=False))
        if letter != last or letter in _DIGITS
    ]
    return "".join(map(text.__getitem__, starts)), [*starts, len(text)]
