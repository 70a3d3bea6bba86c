"""What becomes of a text on arrival: how severe, why, and how the public may read it."""

from jianyan.screening.folding import folded
from jianyan.screening.personal import masked, personal_data
from jianyan.screening.schemas import Hit, Screening
from jianyan.screening.states import Kind, Level, severest
from jianyan.screening.words import Words


def screened(text: str, words: Words) -> Screening:
    """Give the verdict on a text; words of one list are made ready once and used for all texts."""
    hits = sorted(_listed(text, words) + _personal(text), key=lambda hit: (hit.start, hit.end))
    level = severest([hit.level for hit in hits])
    return Screening(level=level, hits=hits, public=_public(text, hits) if hits else text)


def _listed(text: str, words: Words) -> list[Hit]:
    read = folded(text)
    hits = []
    for found in words.places(read):
        start, end = read.span(found.start, found.end)
        hits.append(
            Hit(
                start=start,
                end=end,
                kind=Kind.WORD,
                level=found.word.level,
                written=text[start:end],
                word=found.word.text,
            )
        )
    return hits


def _personal(text: str) -> list[Hit]:
    return [
        Hit(start=one.start, end=one.end, kind=one.kind, level=Level.MASK, written=text[one.start : one.end])
        for one in personal_data(text)
    ]


def _public(text: str, hits: list[Hit]) -> str:
    pieces = list(text)
    for hit in hits:
        if hit.level is Level.MASK:
            for place, sign in enumerate(masked(hit.written, hit.kind), start=hit.start):
                if sign != text[place]:
                    pieces[place] = sign
    return "".join(pieces)
