"""What is found in the texts of a suggestion when it arrives, and what becomes of it for that."""

from collections.abc import Iterator

import msgspec

from jianyan.screening import HOLDING, Hit, Words, screened
from jianyan.suggestions.schemas import NewHit, NewSuggestion
from jianyan.suggestions.states import SuggestionState

LISTED_WORD = "listed-word"
"""Why a suggestion is held, as its leaf says it; which word it was stands in ScreeningHit alone."""
_HITS_MOST = 50


def looked_through(new: NewSuggestion, words: Words) -> NewSuggestion:
    """Give the same suggestion with what was found in its texts; held where it waits and a word says so.

    Args:
        new: nothing was looked for in it yet.
        words: the list that is in force. The first 50 hits are kept.
    """
    found = list(_found(new, words))
    if not found:
        return new
    hits = [
        NewHit(
            field=field,
            start=hit.start,
            length=hit.end - hit.start,
            kind=hit.kind,
            level=hit.level,
            word=hit.word,
        )
        for field, hit in found[:_HITS_MOST]
    ]
    new = msgspec.structs.replace(new, hits=hits)
    if new.state is not SuggestionState.WAITING or HOLDING.isdisjoint(hit.level for _, hit in found):
        return new
    return msgspec.structs.replace(new, state=SuggestionState.HELD, held_for=LISTED_WORD)


def _found(new: NewSuggestion, words: Words) -> Iterator[tuple[str, Hit]]:
    for field, text in _texts(new):
        for hit in screened(text, words).hits:
            yield field, hit


def _texts(new: NewSuggestion) -> Iterator[tuple[str, str]]:
    if new.title:
        yield "title", new.title
    yield "body", new.body
    for answer in new.answers:
        if answer.text:
            yield f"q_{answer.question_id}", answer.text
