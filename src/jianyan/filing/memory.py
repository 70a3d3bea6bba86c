"""What is known of each term, in columns: its decisions by category, and what it speaks for.

A term has a place in every column. Columns are gathered and moved along in one call each, which is some times
quicker than an object a term, and garbage collection has nothing to look through.
"""

import heapq
from array import array
from collections.abc import Iterable, MutableSequence, Sequence
from math import log
from operator import itemgetter
from typing import Any

_IMAGINED = 3.0
_IMAGINED_TOP = _IMAGINED / 7
_NOWHERE = 0
"""The place of every unknown term: in no decision, and speaking for nothing."""

Places = Sequence[int]


class Memory:
    """The terms that are known.

    Attributes:
        weights: what each term speaks for (above 0) and against, a column a category.
    """

    def __init__(self) -> None:
        self.weights: list[array[float]] = []
        self._places: dict[str, int] = {}
        self._free: list[int] = []
        self._decided: list[array[int]] = []
        self._decisions = array("l", [0])
        self._top = array("l", [0])
        self._rarity = array("d", [0.0])
        self._telling = array("d", [_IMAGINED_TOP / _IMAGINED])

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, term: str) -> bool:
        return term in self._places

    def widen(self) -> None:
        """Add a category."""
        self.weights.append(array("d", bytes(8 * len(self._decisions))))
        self._decided.append(array("l", [0]) * len(self._decisions))

    def found(self, terms: Iterable[str]) -> Places:
        """Give the place of each term, in their order; unknown ones share one that is empty."""
        place_of = self._places.get
        return [place_of(term, _NOWHERE) for term in terms]

    def familiar(self, terms: Iterable[str]) -> set[str]:
        """Give those of the terms that stood in two decisions or more."""
        return {
            term for term, place in zip(terms, self.found(terms), strict=True) if self._decisions[place] > 1
        }

    def made(self, terms: Iterable[str]) -> Places:
        """Give the place of each term, in their order; unknown ones get one."""
        return [self._places.get(term) or self._place(term) for term in terms]

    def multipliers(self, places: Places, amounts: Iterable[float], *, decisions: int) -> list[float]:
        """Give what the weights of each place are multiplied by to score a text.

        That is the amount of its term times the square of how rare it is (inverse document frequency) and the
        share that the category of most of its decisions has of them, three imagined ones being spread evenly.

        Args:
            places: at least two.
            amounts: of their terms in the text.
            decisions: that were learned.
        """
        gather = itemgetter(*places)
        most = 1 + log(1 + decisions)
        known = zip(gather(self._rarity), gather(self._telling), amounts, strict=True)
        return [(most - rarity) * (most - rarity) * telling * amount for rarity, telling, amount in known]

    def count(self, places: Places, column: int, by: int) -> None:
        """Count `by` more decisions of a category at each place."""
        decided, decisions, top = self._decided[column], self._decisions, self._top
        rarity, telling = self._rarity, self._telling
        for place in places:
            decided[place] += by
            decisions[place] = count = decisions[place] + by
            if decided[place] > top[place]:
                top[place] = decided[place]
            elif by < 0:
                top[place] = max(each[place] for each in self._decided)
            rarity[place] = log(1 + count)
            telling[place] = (top[place] + _IMAGINED_TOP) / (count + _IMAGINED)

    def move(self, column: int, places: Places, amounts: Iterable[float], step: float) -> None:
        """Move the weights of a category at each place by the step times the amount there."""
        weights = self.weights[column]
        for place, amount in zip(places, amounts, strict=True):
            weights[place] += step * amount

    def forget(self, count: int) -> None:
        """Forget so many terms: those of the fewest decisions, the oldest first."""
        for term in heapq.nsmallest(
            count, self._places, key=lambda term: self._decisions[self._places[term]]
        ):
            self._leave(term)

    def forget_unfounded(self, terms: Iterable[str]) -> None:
        """Forget those of the terms that stand in no decision any more."""
        for term in terms:
            if term in self._places and self._decisions[self._places[term]] <= 0:
                self._leave(term)

    def _place(self, term: str) -> int:
        if self._free:
            place = self._free.pop()
        else:
            place = len(self._decisions)
            for column in self._all():
                column.append(column[_NOWHERE])
        self._places[term] = place
        return place

    def _leave(self, term: str) -> None:
        place = self._places.pop(term)
        for column in self._all():
            column[place] = column[_NOWHERE]
        self._free.append(place)

    def _all(self) -> Iterable[MutableSequence[Any]]:
        return (*self.weights, *self._decided, self._decisions, self._top, self._rarity, self._telling)
