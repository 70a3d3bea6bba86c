"""The words that speak for a category, as a moderator would mark them in the text."""

from collections.abc import Mapping, Sequence

from jianyan.filing.schemas import Word
from jianyan.filing.terms import is_han, runs_of

_STRONGEST = 16
_LONGEST = 6
_EDGE_LEAST = 0.5
"""Of the strongest pair of a word; what stands at its edge with less is another word's."""
_FAINTEST = 0.1
"""Of the loudest word; what says less says nothing."""


def words_of(texts: Sequence[str], pulls: Mapping[str, float], *, most: int = 5) -> list[Word]:
    """List the words that speak loudest, loudest first: strong pairs of letters that overlap are one word.

    Args:
        texts: title and body.
        pulls: what each of their terms adds to the score of the category.
        most: of them; no two share a pair.
    """
    pairs = {term: pull for term, pull in pulls.items() if pull > 0 and len(term) > 1}
    strongest = sorted(pairs, key=lambda term: -pairs[term])[:_STRONGEST]
    strong = {term: pairs[term] for term in strongest}
    found = {word for text in texts for run in runs_of(text) for word in _joined(run, strong)}
    weighed = [Word(word, sum(strong[pair] for pair in _pairs(word))) for word in found]
    kept: dict[str, Word] = {}
    for word in sorted(weighed, key=lambda one: (-one.weight, one.word)):
        pairs_of_it = _pairs(word.word)
        if not pairs_of_it & kept.keys():
            kept |= dict.fromkeys(pairs_of_it, word)
    loud = list(dict.fromkeys(kept.values()))[:most]
    return [word for word in loud if word.weight >= _FAINTEST * loud[0].weight]


def _joined(run: str, strong: Mapping[str, float]) -> list[str]:
    """List the stretches of a run in which each pair of neighbours is strong, without weak edges."""
    if not is_han(run):
        return [run] if run in strong else []
    words: list[str] = []
    begin = 0
    for end in range(1, len(run) + 1):
        if run[end - 1 : end + 1] in strong and end - begin < _LONGEST:
            continue
        if end - begin > 1:
            words.append(_trimmed(run[begin:end], strong))
        begin = end
    return words


def _trimmed(word: str, strong: Mapping[str, float]) -> str:
    least = _EDGE_LEAST * max(strong[pair] for pair in _pairs(word))
    while strong[word[:2]] < least:
        word = word[1:]
    while strong[word[-2:]] < least:
        word = word[:-1]
    return word


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word) - 1)} if is_han(word) else {word}
