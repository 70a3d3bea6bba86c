"""What the learner says and what is kept of it."""

import msgspec


class Proposal(msgspec.Struct, frozen=True):
    """The category that fits best."""

    category: int
    confidence: float
    """0 to 1: of a hundred proposals with 0.8, eighty are right."""


class Lesson(msgspec.Struct, frozen=True):
    """What one decision taught: a row to keep beside it. All that is known is the sum of the lessons."""

    category: int
    """That was decided."""
    scores: dict[int, float]
    """Of each category known by then, before it was learned; -1 a clear no, 1 a clear yes."""
    length: float
    """Of the text as it was weighed then; more than 0."""


class Word(msgspec.Struct, frozen=True):
    """A word of the text that speaks for a category."""

    word: str
    weight: float
    """What it adds to the score; 1 alone would be a clear yes."""
