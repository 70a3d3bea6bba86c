"""Does a listed word stand in a text as a word, or only across the borders of others (路口|交通)?

The surroundings are read in the cheapest way, once with the listed word as a word and once as they like.
Where the other reading is cheaper, the letters belong to other words.

Source: A. Viterbi, Error bounds for convolutional codes, 1967 (the cheapest way). Costs are bits, -log2 of a
word's share.
"""

from functools import cache, lru_cache
from pathlib import Path

from jianyan.screening.characters import is_han

_REACH = 6
_LONGEST = 4
# The most a listed word costs. Measured with 3,000 rare words in 4,568 real messages: at 16 bits letters of
# two words are taken for one at 124 more of 2,262 places; at 24 one real word in a hundred is missed, at 20
# half as many.
_LISTED_BITS = 20
_UNKNOWN_BITS = 20
_IN_NUMBERS = frozenset("0123456789〇零一二三四五六七八九十百千万亿")


@cache
def _lexicon() -> dict[str, int]:
    """Give word → bits; read when first a listed word is met, for it takes 20 MB."""
    words: dict[str, int] = {}
    for line in Path(__file__).with_name("lexicon.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            bits, length, row = line.split(" ")
            size = int(length)
            words.update(dict.fromkeys((row[at : at + size] for at in range(0, len(row), size)), int(bits)))
    return words


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` is a word where it stands.

    Args:
        text: folded; what is around the word counts six letters far, and no word reaches across a mark.
    """
    word = text[start:end]
    if _inside_a_run(text, start, word) or _inside_a_run(text, end, word):
        return False
    return _cheapest_with(text[max(0, start - _REACH) : start], word, text[end : end + _REACH])


@lru_cache(maxsize=4096)
def _cheapest_with(before: str, word: str, after: str) -> bool:
    text = before + word + after
    return _bits(text, len(before), len(before) + len(word)) <= _bits(text)


def _bits(text: str, start: int = 0, end: int = 0) -> int:
    """Give the cost of the cheapest reading in which no word holds a part of `text[start:end]` and more."""
    costs, lexicon = [0], _lexicon()
    for to in range(1, len(text) + 1):
        cost = costs[-1] + lexicon.get(text[to - 1], _UNKNOWN_BITS)
        for at in range(max(0, to - _LONGEST), to - 1):
            bits = lexicon.get(text[at:to])
            if bits is not None and not _breaks(at, to, start, end):
                cost = min(cost, costs[at] + bits)
        if to == end:
            cost = min(cost, costs[start] + _LISTED_BITS)
        costs.append(cost)
    return costs[-1]


def _breaks(at: int, to: int, start: int, end: int) -> bool:
    """Tell whether a word takes a part of the listed one; 法轮功 lengthens 法轮, 行政法规 breaks 政法."""
    beside = to <= start or at >= end
    inside = start <= at and to <= end
    longer = end - start > 1 and ((at == start and to > end) or (at < start and to == end))
    return not (beside or inside or longer)


def _inside_a_run(text: str, border: int, word: str) -> bool:
    """Tell whether a border is inside a Latin word or a number: 第六四八条 is one, 2六合彩 is none."""
    pair = text[max(0, border - 1) : border + 1]
    if len(pair) < 2:
        return False
    if _IN_NUMBERS.issuperset(pair):
        return _IN_NUMBERS.issuperset(word) or pair.isascii()
    return pair.isalpha() and not any(map(is_han, pair))
