"""Listed words and where they are in a text.

A word is found in whatever dress, with letters repeated three times or all of them twice; not inside one of
its allow-phrases, and not across the borders of other words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from jianyan.screening.automaton import Automaton
from jianyan.screening.borders import stands_alone
from jianyan.screening.folding import Folded, folded, squeezed
from jianyan.screening.schemas import Word

_STRETCHED = 2


class Found(msgspec.Struct, frozen=True):
    """A listed word at one place of a text."""

    word: Word
    start: int
    """In the folded text."""
    end: int


class PassedOver(msgspec.Struct, frozen=True):
    """A listed word that is there to read and does not count."""

    word: Word
    start: int
    """In the folded text."""
    end: int
    phrase: str | None
    """The allow-phrase around it; None: its letters belong to other words."""


class _Pattern(msgspec.Struct, frozen=True):
    """A word or an allow-phrase, folded: the lengths of its runs, and whom it finds or excuses."""

    counts: tuple[int, ...]
    word: Word
    excuses_at: int | None
    """Where in an allow-phrase its word begins, in runs; None for the word itself."""
    text: str
    """As it is listed."""


_Met = tuple[_Pattern, Sequence[int]]


class Words:
    """A word list made ready to search with.

    Args:
        words: in any order; of two with one folded form both are found.
    """

    def __init__(self, words: Iterable[Word]) -> None:
        self._patterns: dict[str, list[_Pattern]] = defaultdict(list)
        for word in words:
            self._add(word)
        self._automaton = Automaton(self._patterns)

    def places(self, read: Folded) -> list[Found]:
        """List where listed words are, in the order in which they end."""
        found, excused = self._met(read)
        standing = (
            _standing(read.text, pattern, runs)
            for pattern, runs in found
            if (pattern.word, runs[0]) not in excused
        )
        return [each for each in standing if each is not None]

    def passed_over(self, read: Folded) -> list[PassedOver]:
        """List where listed words are that do not count, and why, in the order in which they end."""
        found, excused = self._met(read)
        return [
            PassedOver(pattern.word, runs[0], runs[-1], excused.get((pattern.word, runs[0])))
            for pattern, runs in found
            if (pattern.word, runs[0]) in excused or _standing(read.text, pattern, runs) is None
        ]

    def _met(self, read: Folded) -> tuple[list[_Met], dict[tuple[Word, int], str]]:
        """Give the words with the beginnings of their runs, and (word, place) → the phrase around it."""
        letters, starts = squeezed(read.text)
        found: list[_Met] = []
        excused: dict[tuple[Word, int], str] = {}
        for start, pattern in self._matches(letters, starts):
            if pattern.excuses_at is None:
                found.append((pattern, starts[start : start + len(pattern.counts) + 1]))
            else:
                excused[pattern.word, starts[start + pattern.excuses_at]] = pattern.text
        return found, excused

    def _add(self, word: Word) -> None:
        letters = self._plant(word.text, word, None)
        for phrase in word.allowed:
            at = -1
            around, _ = _searched(phrase)
            while (at := around.find(letters, at + 1)) >= 0:
                self._plant(phrase, word, at)

    def _plant(self, text: str, word: Word, excuses_at: int | None) -> str:
        letters, starts = _searched(text)
        if not letters:
            raise ValueError(f"nothing of {text!r} can be searched for")
        self._patterns[letters].append(_Pattern(_counts(starts), word, excuses_at, text))
        return letters

    def _matches(self, letters: str, starts: Sequence[int]) -> Iterator[tuple[int, _Pattern]]:
        for start, text in self._automaton.places(letters):
            for pattern in self._patterns[text]:
                written = _counts(starts[start : start + len(pattern.counts) + 1])
                if _stretched(written, pattern.counts) or _ends_longer(written, pattern.counts):
                    yield start, pattern


def _searched(text: str) -> tuple[str, Sequence[int]]:
    return squeezed(folded(text).text.strip())


def _counts(starts: Sequence[int]) -> tuple[int, ...]:
    return tuple(map(int.__sub__, starts[1:], starts))


def _stretched(written: tuple[int, ...], listed: tuple[int, ...]) -> bool:
    """Tell whether runs are as listed, or too long for words: 他妈妈的 is fine, 他妈妈妈的 is not."""
    pairs = list(zip(written, listed, strict=True))
    if all(length >= _STRETCHED * wanted for length, wanted in pairs):
        return True
    return all(length == wanted or length >= wanted + _STRETCHED for length, wanted in pairs)


def _ends_longer(written: tuple[int, ...], listed: tuple[int, ...]) -> bool:
    """Tell whether inner runs are as listed, and the outer ones begin before the word or end after it."""
    return written[1:-1] == listed[1:-1] and written[0] >= listed[0] and written[-1] >= listed[-1]


def _standing(text: str, pattern: _Pattern, runs: Sequence[int]) -> Found | None:
    """Give the word with all of its stretched runs, else only where it is a word; None where it is none."""
    if _stretched(_counts(runs), pattern.counts) or len(pattern.counts) == 1:
        start, end = runs[0], runs[-1]
    else:
        start, end = runs[1] - pattern.counts[0], runs[-2] + pattern.counts[-1]
    return Found(pattern.word, start, end) if stands_alone(text, start, end) else None
