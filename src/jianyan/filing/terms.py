"""What a text says, as numbers: its Han letters, the pairs of neighbouring ones, and words in Latin letters.

Letters and pairs need no dictionary, and no wrong cut between words loses any. The title and the body get one
length each before they are added, else a title of twenty letters would vanish in a long body.

Source: G. Salton, C. Buckley, Term-weighting approaches in automatic text retrieval, 1988 (1 + log count,
unit length).
"""

import math
import re
import unicodedata
from collections import Counter
from operator import add, mul

Terms = dict[str, float]
"""How much of each term is in a text: more than 0."""

READ_MOST = 1_000
_TITLE_WEIGHT = 0.8
_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+|[A-Za-zＡ-Ｚａ-ｚ]{2,}")
_DAMPED = [1 + math.log(max(1, count)) for count in range(READ_MOST + 1)]
_FIRST_HAN, _AFTER_HAN = "\u3400", "\ua000"


def terms_of(title: str | None, body: str) -> Terms:
    """Give the terms of a suggestion; empty where nothing in it is a letter.

    Args:
        title: or None; it counts 0.8 of the body, however short it is.
        body: of any length; its first 1,000 letters count.
    """
    terms = _of_unit_length(body[:READ_MOST])
    for term, amount in _of_unit_length((title or "")[:READ_MOST]).items():
        terms[term] = terms.get(term, 0.0) + _TITLE_WEIGHT * amount
    return terms


def runs_of(text: str) -> list[str]:
    """List what stands without a break in a text: runs of Han letters, and words in Latin ones, folded."""
    return [run if is_han(run) else _folded(run) for run in _RUN.findall(text)]


def is_han(run: str) -> bool:
    """Say whether a run is of Han letters."""
    return _FIRST_HAN <= run < _AFTER_HAN


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _of_unit_length(text: str) -> Terms:
    found: list[str] = []
    for run in runs_of(text):
        if is_han(run):
            found += run
            found += map(add, run, run[1:])
        else:
            found.append(run)
    counts = Counter(found)
    amounts = list(map(_DAMPED.__getitem__, counts.values()))
    length = math.sqrt(sum(map(mul, amounts, amounts)))
    return {term: amount / length for term, amount in zip(counts, amounts, strict=True)}
