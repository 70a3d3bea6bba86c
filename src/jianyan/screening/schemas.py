"""What is listed, and what is found."""

from datetime import datetime

import msgspec

from jianyan.screening.states import Kind, Level


class Word(msgspec.Struct, frozen=True):
    """One entry of a word list."""

    text: str
    """As it is listed; holds at least one letter or digit."""
    level: Level
    allowed: tuple[str, ...] = ()
    """Phrases inside which the word does not count."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the word list as a person keeps it."""

    text: str
    level: Level
    allowed: tuple[str, ...] = ()
    note: str = ""
    """For those who keep the list, at most 200 characters."""
    is_active: bool = True
    """False: it is kept, and nothing is searched for."""

    @property
    def word(self) -> Word:
        """Give what is searched for."""
        return Word(self.text, self.level, self.allowed)


class ListedWord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list that is in force."""

    entry: Entry
    folded: str
    """What tells it from the others: the form in which it is searched for."""
    is_own: bool
    """False: it came with the service and was never changed here."""
    changed_at: datetime | None
    """None where it came with the service."""
    changed_by: str | None


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
