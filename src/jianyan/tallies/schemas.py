"""A tally as it is shown, and the exact cells it is added up from."""

from datetime import date, datetime

import msgspec

from jianyan.topics import QuestionKind


class CategoryTally(msgspec.Struct, frozen=True, kw_only=True):
    """How many lie in one drawer; each suggestion lies in one at most."""

    id: int
    name: str
    offered: bool
    """False once the topic offers it no more; it is listed while something lies in it."""
    count: int
    states: dict[str, int]
    """All states, also those with 0."""


class PlacementTally(msgspec.Struct, frozen=True, kw_only=True):
    """How many came from one place or link."""

    code: str | None
    """None: imported, or sent by a member, without a place."""
    name: str
    """Empty where there is no code."""
    line: str
    kind: str
    """`place` or `link`; empty where there is no code."""
    count: int


class DayTally(msgspec.Struct, frozen=True):
    """How many came on one day in the installation's time zone."""

    date: date
    count: int


class OptionTally(msgspec.Struct, frozen=True):
    """How many chose one answer."""

    id: int
    label: str
    count: int


class QuestionTally(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered to one question, by suggestions that were neither declined nor withdrawn."""

    id: int
    kind: QuestionKind
    text: str
    answered: int
    """Suggestions with an answer; a multiple choice counts once here and once at each option."""
    options: list[OptionTally]
    """In their order; empty for rating and text."""
    mean: float | None
    """Of the ratings, 1 to 5; None without ratings."""
    distribution: dict[str, int]
    """`"1"` to `"5"` → how many gave that rating; empty for the other kinds."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many suggestions a topic received, and how they divide.

    `received` = Σ states = Σ categories.count + uncategorised = Σ placements.count = Σ days.count
    = Σ sources.
    """

    topic: str
    """Its slug."""
    title: str
    as_of: datetime
    trail_size: int
    """Acts recorded when this was read; the same size is the same tally."""
    received: int
    states: dict[str, int]
    """All six, in the order of a suggestion's life."""
    categories: list[CategoryTally]
    """Offered ones in their order, then those out of use that hold something."""
    uncategorised: int
    uncategorised_states: dict[str, int]
    placements: list[PlacementTally]
    """The topic's in the order of adding, then those retargeted since that it received from, then None."""
    days: list[DayTally]
    """Without a gap from the first to the last; a gap of more than ten years is left open."""
    sources: dict[str, int]
    questions: list[QuestionTally]
    """Asked ones in their order, then those out of use that were answered."""

    def first_gap(self) -> str | None:
        """Name the first division whose parts do not add up to the whole, or None."""
        sums = {
            "states": sum(self.states.values()),
            "categories": sum(one.count for one in self.categories) + self.uncategorised,
            "placements": sum(one.count for one in self.placements),
            "days": sum(one.count for one in self.days),
            "sources": sum(self.sources.values()),
        }
        for division, total in sums.items():
            if total != self.received:
                return f"{division} add up to {total}, received are {self.received}"
        return None


class Cell(msgspec.Struct, frozen=True, gc=False):
    """How many share all of these; cells with 0 are left out."""

    category: str | None
    """Name of the drawer; None: uncategorised."""
    code: str | None
    placement: str
    """Name of the place; empty where there is no code."""
    day: date
    state: str
    source: str
    count: int
