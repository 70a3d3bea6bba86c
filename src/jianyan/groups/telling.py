"""The words that tell an issue from others: frequent in it, rare elsewhere, and as long as they stay so.

A run of letters is a word here when few of the texts that have it have a longer one: 丽水新 is always
followed by 城, so 丽水新城 is the word; what follows that differs.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from jianyan.groups.grams import READ_MOST, grams_of

_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_ANONYMOUS = re.compile("[A-Z][0-9]{0,2}[省市区县镇乡]|[0-9]+号线?")
_EDGES = "的了在是我你他们和与及对于请把被给有为由等之其这那"
_LONGEST = 8
_TEXTS_MOST = 60
_SHARE_LEAST = 0.4
_LIFT_LEAST = 5.0
_LONGER_SHARE = 0.8
"""Of the texts that have a run: when so many have a longer one, the run is a part of that."""


def telling_words(texts: Sequence[str], *, share: Callable[[str], float], most: int = 12) -> list[str]:
    """List the words of an issue, the most telling first; none stands in another.

    Args:
        texts: of the issue; of more than 60 the first ones count.
        share: of all texts that have a gram, below 1.
        most: at most this many.
    """
    read = [text[:READ_MOST] for text in texts[:_TEXTS_MOST]]
    counts = Counter(run for text in read for run in _runs_of(text))
    least = max(min(2, len(read)), _SHARE_LEAST * len(read))
    frequent = {run: count for run, count in counts.items() if count >= least}
    lifts = {run: count / len(read) / _rarest(run, share) for run, count in frequent.items()}
    whole = [run for run in frequent if lifts[run] >= _LIFT_LEAST and not _is_part(run, frequent)]
    ranked = sorted(whole, key=lambda run: (-frequent[run] * min(len(run), 4), -lifts[run], run))
    return _apart(ranked)[:most]


def _runs_of(text: str) -> set[str]:
    return {
        run[start:end]
        for run in _RUN.findall(_ANONYMOUS.sub(" ", unicodedata.normalize("NFKC", text)))
        for start in range(len(run) - 1)
        for end in range(start + 2, min(len(run), start + _LONGEST) + 1)
        if run[start] not in _EDGES and run[end - 1] not in _EDGES
    }


def _rarest(run: str, share: Callable[[str], float]) -> float:
    return max(min(map(share, grams_of(run))), 1e-9)


def _is_part(run: str, frequent: dict[str, int]) -> bool:
    least = _LONGER_SHARE * frequent[run]
    return any(
        count >= least for other, count in frequent.items() if len(other) == len(run) + 1 and run in other
    )


def _apart(ranked: Iterable[str]) -> list[str]:
    """List the words that share no pair of letters with one before."""
    kept: list[str] = []
    taken: set[str] = set()
    for word in ranked:
        grams = set(grams_of(word))
        if not grams & taken:
            kept.append(word)
            taken |= grams
    return kept
