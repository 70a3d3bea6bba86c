"""All places of many patterns, found in one passage through a text."""

from collections.abc import Iterable, Iterator

from ahocorasick import Automaton as Trie


class Automaton:
    """The patterns, made ready to be searched for.

    Args:
        patterns: none empty, each once.

    Source: A. Aho and M. Corasick, Efficient string matching, 1975.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._trie = Trie()
        for pattern in patterns:
            self._trie.add_word(pattern, pattern)
        self._trie.make_automaton()

    def places(self, text: str) -> Iterator[tuple[int, str]]:
        """Walk what is found as start and pattern, in the order of the ends; longer ones first."""
        if self._trie:
            for last, pattern in self._trie.iter(text):
                yield last + 1 - len(pattern), pattern
