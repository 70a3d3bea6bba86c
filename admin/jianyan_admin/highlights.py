"""A text in pieces: what was found in it is marked, and what is personal is masked until it is revealed."""

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from jianyan.screening import Hit, Level, Words, public_text, screened
from jianyan.suggestions import NewHit

_HITS_MOST = 200
_SEVERITY = list(Level)


class Piece(msgspec.Struct, frozen=True):
    """A part of a text as it is shown."""

    text: str
    hit: Hit | None
    """The most severe of what was found over it."""
    is_hidden: bool
    """It is shown with asterisks."""


def pieces(words: Words, text: str, *, is_revealed: bool = False) -> list[Piece]:
    """Cut a text at whatever is found in it now; put together, the pieces are as long as the text.

    Args:
        words: the list that is in force.
        text: as it was written; its first 200 hits are marked.
        is_revealed: personal data is shown as it was written.
    """
    shown = text if is_revealed else public_text(text)
    return list(marked(text, shown, screened(text, words).hits[:_HITS_MOST]))


def not_listed_any_more(words: Words, texts: list[str], hits: list[NewHit]) -> list[NewHit]:
    """List what was found in texts on arrival and would not be found now, each once."""
    now = {(hit.kind, hit.word) for text in texts for hit in screened(text, words).hits}
    gone = {(hit.kind, hit.word): hit for hit in hits if (hit.kind, hit.word) not in now}
    return list(gone.values())


def marked(text: str, shown: str, hits: list[Hit]) -> Iterator[Piece]:
    """Walk the pieces of a text between these hits.

    Args:
        text: as it was written.
        shown: the same, masked; of the same length.
        hits: found in it.
    """
    borders = sorted({0, len(text), *(hit.start for hit in hits), *(hit.end for hit in hits)})
    for start, end in pairwise(borders):
        over = [hit for hit in hits if hit.start <= start and end <= hit.end]
        hit = min(over, key=lambda each: _SEVERITY.index(each.level), default=None)
        yield Piece(shown[start:end], hit, shown[start:end] != text[start:end])
