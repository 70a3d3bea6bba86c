"""A text with its aspects marked: which letters are about which of its cases."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from jianyan.cases.schemas import CaseDetail


class Piece(msgspec.Struct, frozen=True):
    """Letters that are about the same cases."""

    text: str
    numbers: list[int]
    """Places of these cases in the list, from 1; empty: about none of them."""


def marked(text: str, cases: Sequence[CaseDetail], suggestion_id: int) -> list[Piece]:
    """Give a text in pieces that are together the whole of it.

    Args:
        text: of a suggestion.
        cases: as they are listed beside it; what is about the whole text or about another one marks nothing.
        suggestion_id: of the suggestion.
    """
    spans = [
        (number, each.start, each.start + each.length)
        for number, each in enumerate(cases, start=1)
        if each.suggestion_id == suggestion_id and each.start is not None and each.length is not None
    ]
    borders = sorted({0, len(text), *(place for _, *ends in spans for place in ends)})
    return [
        Piece(text[first:last], [number for number, start, end in spans if start <= first and last <= end])
        for first, last in pairwise(borders)
    ]
