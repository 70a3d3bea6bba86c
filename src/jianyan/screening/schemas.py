"""What is listed, and what is found."""

import msgspec

from jianyan.screening.states import Kind, Level


class Word(msgspec.Struct, frozen=True):
    """One entry of a word list."""

    text: str
    """As it is listed; holds at least one letter or digit."""
    level: Level
    allowed: tuple[str, ...] = ()
    """Phrases inside which the word does not count."""


class Part(msgspec.Struct, frozen=True):
    """A part of a text that is personal data."""

    kind: Kind
    start: int
    end: int


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found in a text."""

    start: int
    """Its first letter in the text as written."""
    end: int
    kind: Kind
    level: Level
    written: str
    """The part of the text, in whatever dress."""
    word: str | None = None
    """The entry of the word list; None for personal data."""


class Screening(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a text."""

    level: Level | None
    """The most severe of the hits; None: nothing was found."""
    hits: list[Hit]
    """In the order of the text; words may lie over each other."""
    public: str
    """The text with masks, of the same length; what is held or blocked is not masked for that."""
