"""The form of a text in which words are found, and the way back to what was written.

written    法*轮 Ｖ信 ①③⑧ 一三八零零     (and whatever cannot be seen)
folded     法轮v信138一三八零零 …         one place in the original for each letter
"""

import re
from itertools import chain

import msgspec

from jianyan.screening.characters import AS_DIGITS, GAP, MARK, NUMERALS, is_han, plain

# Four in a row are a number (二〇一九), fewer may be words (三三, 一一, 万一).
_NUMBER = re.compile(f"[0-9{NUMERALS}]{{4,}}")
_LONE_MARKS = re.compile("(?<!\n)\n++(?=[\u3400-\u9fff]\n)|(?<=\n[\u3400-\u9fff])\n++")
_RUN = re.compile(r"([^0-9])\1*|[0-9]", re.DOTALL)


class Folded(msgspec.Struct, frozen=True):
    """A text as it is searched."""

    text: str
    """Plain letters; a space stands only between letters that are not Chinese."""
    places: list[int]
    """Where each letter of `text` was in the original; never falls."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the part of the original, end excluded, that became `text[start:end]`; `start` < `end`."""
        return self.places[start], self.places[end - 1] + 1


def folded(text: str) -> Folded:
    """Give a text without width, case, script, look-alikes and what was put between Chinese characters."""
    letters: list[str] = []
    places: list[int] = []
    gap = False
    for place, read in enumerate(map(plain, text)):
        if read == GAP:
            gap = True
        elif read:
            if gap and letters and not _joined(letters[-1], read[0]):
                letters.append(GAP)
                places.append(place - 1)
            gap = False
            letters.extend(read)
            places.extend([place] * len(read))
    whole, kept = _without_lone_marks("".join(letters), places)
    return Folded(_NUMBER.sub(lambda run: run[0].translate(AS_DIGITS), whole), kept)


def _joined(before: str, after: str) -> bool:
    return is_han(before) or is_han(after) or MARK in (before, after)


def _without_lone_marks(text: str, places: list[int]) -> tuple[str, list[int]]:
    """Leave out marks around a single character: 刷，单，返，利 is one word, and 好，刷 are two."""
    spans = [mark.span() for mark in _LONE_MARKS.finditer(text)]
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    parts = [slice(begin, end) for begin, end in zip(ends, starts, strict=True)]
    return "".join(text[part] for part in parts), [place for part in parts for place in places[part]]


def squeezed(text: str) -> tuple[str, list[int]]:
    """Give a text with each run of one letter as one letter, and where the runs begin and the last one ends.

    Digits stay as they are: 100 is another number than 1000.
    """
    starts = [run.start() for run in _RUN.finditer(text)]
    return "".join(map(text.__getitem__, starts)), list(chain(starts, (len(text),)))
