"""Aspects of a text: found by the words with which they begin and end, marked, and told for a whole text."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from jianyan.cases.queries import SUMMARY, summary_of
from jianyan.cases.schemas import AspectDetail
from jianyan.cases.tables import Case
from jianyan.errors import Invalid
from jianyan.i18n import N_


class Piece(msgspec.Struct, frozen=True):
    """Letters that are about the same cases."""

    text: str
    numbers: list[int]
    """Of these cases; empty: about none of them."""


def marked(text: str, aspects: Iterable[tuple[int, int | None, int | None]]) -> list[Piece]:
    """Give a text in pieces that are together the whole of it.

    Args:
        text: of a suggestion.
        aspects: number of a case, first letter and letters of its aspect; None: the whole text, which marks
            nothing.
    """
    spans = [
        (number, start, start + length)
        for number, start, length in aspects
        if start is not None and length is not None
    ]
    borders = sorted({0, len(text), *(place for _, *ends in spans for place in ends)})
    return [
        Piece(text[first:last], [number for number, start, end in spans if start <= first and last <= end])
        for first, last in pairwise(borders)
    ]


def span_between(text: str, first: str, last: str) -> tuple[int, int]:
    """Give the first letter and the number of letters of the part between some words, with both of them.

    Args:
        text: in which it is looked for.
        first: the words with which it begins; they stand there once.
        last: those with which it ends, once after its beginning; empty: it is `first` itself.

    Raises:
        Invalid: words are not there, or more than once; `field` is "first" or "last".
    """
    start = _only(text, first.strip(), 0, field="first")
    if not last.strip():
        return start, len(first.strip())
    ending = last.strip()
    end = _only(text, ending, start, field="last") + len(ending)
    if end < start + len(first.strip()):
        raise Invalid(N_("The last words have to stand after the first ones."), field="last")
    return start, end - start


def _only(text: str, words: str, start: int, *, field: str) -> int:
    """Give where words stand that are there once."""
    place = text.find(words, start) if words else -1
    if place < 0:
        raise Invalid(N_("These words do not stand in the text. Please copy them from it."), field=field)
    if text.find(words, place + 1) >= 0:
        raise Invalid(N_("These words stand there more than once. Please add a few more."), field=field)
    return place


async def aspects_of(suggestion_id: int) -> list[AspectDetail]:
    """List the cases that a suggestion was handed over as, cancelled ones too, the first one first."""
    rows = (
        await Case.select(*SUMMARY, Case.start, Case.length)
        .where(Case.suggestion == suggestion_id)
        .order_by(Case.id)
    )
    return [AspectDetail(summary=summary_of(row), start=row["start"], length=row["length"]) for row in rows]
