"""Personal data in a text, and the text as the public may read it."""

import re
from collections.abc import Iterable, Iterator

from jianyan.screening.addresses import addresses
from jianyan.screening.characters import NUMERALS
from jianyan.screening.numbers import numbers
from jianyan.screening.schemas import Part
from jianyan.screening.states import Kind
from jianyan.screening.widths import INVISIBLE, narrowed, spoken

_HIDDEN = {
    Kind.MOBILE: slice(-8, -4),
    Kind.LANDLINE: slice(-6, -2),
    Kind.IDENTITY: slice(3, -2),
    Kind.CARD: slice(0, -4),
    Kind.PLATE: slice(2, -2),
    Kind.ACCOUNT: slice(1, -2),
}
"""Which of the digits and letters are hidden; counted from the end, a country code changes nothing."""
HIDDEN = "*"
# Each has a Latin letter, five digits, or seven signs in a row: digits, spoken or not, and what parts them.
_POSSIBLE = re.compile(f"[a-z]|[0-9]{{5}}|[0-9{NUMERALS}][0-9{NUMERALS} .\\-)(+{INVISIBLE}]{{6}}")


def personal_data(text: str) -> list[Part]:
    """List the personal data of a text in its order, none over another; the places are those of the text."""
    narrow = narrowed(text)
    if not _POSSIBLE.search(narrow):
        return []
    read = spoken(narrow)
    found = [*addresses(narrow), *numbers(narrow)]
    if read != narrow:
        found += [*addresses(read), *numbers(read)]
    return list(_apart(found))


def public_text(text: str) -> str:
    """Give a text as the public may read it: personal data is masked, the length stays."""
    pieces = list(text)
    for part in personal_data(text):
        pieces[part.start : part.end] = masked(text[part.start : part.end], part.kind)
    return "".join(pieces)


def _apart(found: Iterable[Part]) -> Iterator[Part]:
    end = 0
    for part in sorted(found, key=lambda each: (each.start, -each.end)):
        if part.start >= end:
            yield part
            end = part.end


def masked(text: str, kind: Kind) -> str:
    """Give what was found as the public may read it: the same length, enough left to know one's own by."""
    if kind is Kind.WORD:
        return HIDDEN * len(text)
    if kind is Kind.EMAIL:
        at = narrowed(text).index("@")
        kept = text[: min(1, at - 1)]
        return kept + HIDDEN * (at - len(kept)) + text[at:]
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    hidden = set(places[_HIDDEN[kind]])
    return "".join(HIDDEN if place in hidden else sign for place, sign in enumerate(text))
