"""All places of many patterns, found in one passage through a text.

Source: A. Aho and M. Corasick, Efficient string matching, 1975.
"""

from collections import deque
from collections.abc import Iterable, Iterator


class Automaton:
    """A trie of patterns whose every node knows the longest of its ends that is a beginning, too.

    Args:
        patterns: none empty, each once.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._back: list[int] = [0]
        self._found: list[tuple[str, ...]] = [()]
        for pattern in patterns:
            self._plant(pattern)
        self._tie()

    def places(self, text: str) -> Iterator[tuple[int, str]]:
        """Walk what is found as start and pattern, in the order of the ends; longer ones first."""
        state = 0
        following, back, found = self._next, self._back, self._found
        for end, letter in enumerate(text, start=1):
            while state and letter not in following[state]:
                state = back[state]
            state = following[state].get(letter, 0)
            for pattern in found[state]:
                yield end - len(pattern), pattern

    def _plant(self, pattern: str) -> None:
        state = 0
        for letter in pattern:
            known = self._next[state].get(letter)
            if known is None:
                known = self._next[state][letter] = len(self._next)
                self._next.append({})
                self._back.append(0)
                self._found.append(())
            state = known
        self._found[state] = (pattern,)

    def _tie(self) -> None:
        waiting = deque(self._next[0].values())
        while waiting:
            state = waiting.popleft()
            for letter, child in self._next[state].items():
                self._back[child] = self._longest(self._back[state], letter)
                self._found[child] += self._found[self._back[child]]
                waiting.append(child)

    def _longest(self, state: int, letter: str) -> int:
        while state and letter not in self._next[state]:
            state = self._back[state]
        return self._next[state].get(letter, 0)
