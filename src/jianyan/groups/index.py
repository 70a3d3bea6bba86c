"""Texts by what they say: which of a hundred thousand say nearly what a new one says, in a few milliseconds.

A shared pair of letters says the more the fewer matters it is in: that many say it in one makes it no less
telling. Pairs are looked up the rarest first, until enough texts were met; the best are compared exactly.

Source: K. Spärck Jones, A statistical interpretation of term specificity, 1972 (inverse document frequency).
"""

import heapq
import math
from array import array
from collections.abc import Iterable, Mapping
from operator import mul

import msgspec

from jianyan.groups.grams import Amounts

Vector = dict[int, float]
"""Number of a gram → how much of it."""
Packed = tuple["array[int]", "array[float]"]
"""The same in a tenth of the room: the numbers, and how much of each."""

COMPARED_MOST = 40
_MET_MOST = 20_000
# So many imagined texts without any of the grams: in the first real ones nothing is rare or frequent yet.
_IMAGINED = 100


def packed(vector: Vector) -> Packed:
    """Give a vector packed."""
    return array("I", vector), array("f", vector.values())


class Alike(msgspec.Struct, frozen=True):
    """A text and how alike it is."""

    text: int
    likeness: float
    """0 (no gram in common) to 1 (the same grams)."""


class Index:
    """Texts that can be compared. Each takes about 12 bytes a gram, 40 to 150 of which a text has."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts_of: list[array[int]] = []
        self._counts: list[int] = []
        self._packed: dict[int, Packed] = {}
        self._matters = 0
        self._logs = [0.0]
        self._log_of_all = math.log(_IMAGINED + 1)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, text: int) -> bool:
        return text in self._packed

    def numbered(self, amounts: Amounts) -> Vector:
        """Give the amounts by the numbers of their grams; new grams get one."""
        return {self._number(gram): amount for gram, amount in amounts.items()}

    def add(self, text: int, vector: Vector, *, said: Iterable[int] | None = None) -> None:
        """Add a text.

        Args:
            text: a number of 32 bits that is not in it yet.
            vector: what it says.
            said: what others said in the same matter; it does not become frequent by being said again.
        """
        self._packed[text] = packed(vector)
        if said is None:
            self._matters += 1
            self._logs.append(math.log(self._matters + 1))
            self._log_of_all = math.log(self._matters + _IMAGINED + 1)
        for number in vector:
            self._texts_of[number].append(text)
        for number in vector.keys() - (said or ()):
            self._counts[number] = min(self._matters, self._counts[number] + 1)

    def packed(self, text: int) -> Packed:
        """Give what a text in it says."""
        return self._packed[text]

    def share(self, gram: str) -> float:
        """Give the share of matters that a gram is in, below 1: a hundred imagined ones have none."""
        number = self._numbers.get(gram)
        return 0.0 if number is None else self._counts[number] / (self._matters + _IMAGINED)

    def alike(self, vector: Vector, *, least: float, most: int = COMPARED_MOST) -> list[Alike]:
        """List the texts that are alike, the most alike first.

        Args:
            vector: of any text, in the index or not.
            least: likeness, more than 0.
            most: at most this many, of the 40 that promise most.
        """
        likenesses = self.likenesses(vector, {text: self._packed[text] for text in self.promising(vector)})
        found = [Alike(text, likeness) for text, likeness in likenesses.items() if likeness >= least]
        return sorted(found, key=lambda one: (-one.likeness, one.text))[:most]

    def promising(self, vector: Vector) -> list[int]:
        """List at most 40 texts that share the rarest grams of a vector, in no order that means anything."""
        weights: dict[int, float] = {}
        met = 0
        for number in sorted(vector, key=lambda number: len(self._texts_of[number])):
            met += len(self._texts_of[number])
            if met > _MET_MOST:
                break
            weight = self._rarity(number) * vector[number]
            for text in self._texts_of[number]:
                weights[text] = weights.get(text, 0.0) + weight
        return heapq.nlargest(COMPARED_MOST, weights, key=weights.__getitem__)

    def likenesses(self, vector: Vector, others: Mapping[int, Packed]) -> dict[int, float]:
        """Give key of another vector → how alike it is, 0 to 1: the cosine, rare grams weighing more."""
        weighed = {number: self._rarity(number) * amount for number, amount in vector.items()}
        own = sum(map(mul, weighed.values(), vector.values()))
        return {key: self._cosine(weighed, own, other) for key, other in others.items()}

    def strongest(self, vector: Vector, most: int) -> Vector:
        """Give the grams that weigh most in likeness, at most so many of them."""
        kept = heapq.nlargest(most, vector, key=lambda at: self._rarity(at) * vector[at] * vector[at])
        return {number: vector[number] for number in kept}

    def _cosine(self, weighed: Vector, own: float, other: Packed) -> float:
        shared = sum([weighed[at] * amount for at, amount in zip(*other, strict=True) if at in weighed])
        if not shared:
            return 0.0
        all_of_them, counts, logs = self._log_of_all, self._counts, self._logs
        rarities = [all_of_them - logs[counts[at]] for at in other[0]]
        square = sum(map(mul, rarities, map(mul, other[1], other[1])))
        return shared / math.sqrt(own * square)

    def _rarity(self, number: int) -> float:
        """Give how much a gram says, more than 0: the logarithm of how few matters have it."""
        return self._log_of_all - self._logs[self._counts[number]]

    def _number(self, gram: str) -> int:
        number = self._numbers.setdefault(gram, len(self._counts))
        if number == len(self._counts):
            self._counts.append(0)
            self._texts_of.append(array("I"))
        return number
