"""What a text says, as numbers: its pairs of neighbouring Han letters, and words of Latin letters and digits.

Texts of twenty letters share few whole words when they say the same, and a hash of the whole (SimHash)
differs; pairs need no dictionary, and no wrong cut between words loses any. Title and body get one length
each before they are added, else a title of twenty letters would vanish beside a long body.

Source: G. Salton, C. Buckley, Term-weighting approaches in automatic text retrieval, 1988 (1 + log count,
unit length).
"""

import math
import re
import unicodedata
from collections import Counter
from operator import add

Amounts = dict[str, float]
"""How much of each gram is in a text: more than 0."""

READ_MOST = 400
_TITLE_WEIGHT = 0.7
_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}|[a-z0-9]{2,}")
_FIRST_HAN = "\u3400"


def amounts_of(title: str | None, body: str) -> Amounts:
    """Give the grams of a suggestion and how much it has of each; empty where there is nothing to compare.

    Args:
        title: or None; it counts 0.7 of the body, however short it is.
        body: of any length; its first 400 letters count.
    """
    amounts = _of_unit_length(body)
    for gram, amount in _of_unit_length(title or "").items():
        amounts[gram] = amounts.get(gram, 0.0) + _TITLE_WEIGHT * amount
    return amounts


def grams_of(text: str) -> list[str]:
    """List the grams of a text in their order, each as often as it stands there."""
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text[:READ_MOST]).casefold()):
        if run < _FIRST_HAN:
            found.append(run)
        else:
            found += map(add, run, run[1:])
    return found


def _of_unit_length(text: str) -> Amounts:
    amounts = {gram: 1 + math.log(count) for gram, count in Counter(grams_of(text)).items()}
    length = math.sqrt(sum(amount * amount for amount in amounts.values()))
    return {gram: amount / length for gram, amount in amounts.items()}
