"""From the leaves of the trail to where each suggestion stands: a fold without a table.

    submit ──▶ stands somewhere ── decide, refile, withdraw ──▶ stands elsewhere

A merge and a split are decisions, an appeal that succeeds is one as well, each of a batch has a leaf of its
own, and what is erased stays where it stands. Which standings there are is kept once, and a small number for
each suggestion: a million of them take some 150 MB.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from jianyan.cases import folding
from jianyan.reports import replaying_cases
from jianyan.reports.schemas import CategoryStates, Content, Standing
from jianyan.suggestions import Source, SuggestionState

KINDS = ("submit", "decide", "refile", "withdraw", "rules-set", *replaying_cases.KINDS)
"""Kinds of acts that the fold reads; it passes over all others."""
DECLINED = SuggestionState.DECLINED.value
_STATES, _SOURCES = frozenset(SuggestionState), frozenset(Source)


class _Leaf(msgspec.Struct, frozen=True, gc=False):
    type: str
    subject: str
    data: msgspec.Raw = msgspec.Raw(b"{}")
    topic: int | None = None
    chan: str | None = None


class _Submitted(msgspec.Struct, frozen=True, gc=False):
    state: str
    source: str
    day: str
    category: int | None = None


class _Moved(msgspec.Struct, frozen=True, gc=False):
    from_: str = msgspec.field(name="from")
    to: str
    category_from: int | None = None
    category_to: int | None = None
    reason: str | None = None


class _Ruled(msgspec.Struct, frozen=True, gc=False):
    to: int


_Place = tuple[str, int | None, str | None]
"""State, category, and the reason of a decline."""
_leaf = msgspec.json.Decoder(_Leaf)
_submitted = msgspec.json.Decoder(_Submitted)
_moved = msgspec.json.Decoder(_Moved)
_ruled = msgspec.json.Decoder(_Ruled)


class Contradictory(ValueError):
    """A leaf does not follow from those before it; the message names it."""


class Replay:
    """Where every suggestion of a topic stands after the leaves that were taken.

    Args:
        topic_id: leaves on other topics change nothing.
    """

    def __init__(self, topic_id: int) -> None:
        self.rules = 0
        self._topic_id = topic_id
        self._places: list[_Place] = []
        self._numbers: dict[_Place, int] = {}
        self._stands: dict[str, int] = {}
        self._channels: Counter[str | None] = Counter()
        self._sources: Counter[str] = Counter()
        self._days: Counter[str] = Counter()
        self._cases = replaying_cases.CaseReplay()

    def take(self, seq: int, leaf: str | bytes) -> None:
        """Follow one act.

        Args:
            seq: its number, for what is said of it.
            leaf: as it was hashed.

        Raises:
            Contradictory: it cannot have happened after those before it.
        """
        try:
            said = _leaf.decode(leaf)
            if said.topic == self._topic_id and said.type in KINDS:
                self._follow(seq, said)
        except msgspec.MsgspecError as broken:
            raise Contradictory(f"trail {seq}: the leaf cannot be read") from broken

    def _follow(self, seq: int, said: _Leaf) -> None:
        match said.type:
            case "submit":
                self._receive(seq, said, _submitted.decode(said.data))
            case "rules-set":
                self.rules = _ruled.decode(said.data).to
            case kind if kind in replaying_cases.KINDS:
                self._handle(seq, said)
            case _:
                self._move(seq, said.subject, _moved.decode(said.data))

    def _receive(self, seq: int, said: _Leaf, new: _Submitted) -> None:
        if said.subject in self._stands:
            raise Contradictory(f"trail {seq}: {said.subject} was received before")
        if new.state not in _STATES or new.source not in _SOURCES:
            raise Contradictory(f"trail {seq}: state or source of {said.subject} is not known")
        self._stands[said.subject] = self._number((new.state, new.category, None))
        self._channels[said.chan] += 1
        self._sources[new.source] += 1
        self._days[new.day] += 1

    def _move(self, seq: int, tracking: str, moved: _Moved) -> None:
        number = self._stands.get(tracking)
        if number is None:
            raise Contradictory(f"trail {seq}: {tracking} is moved and was never received")
        if self._places[number][:2] != (moved.from_, moved.category_from):
            raise Contradictory(f"trail {seq}: {tracking} does not stand where it is moved from")
        if moved.to not in _STATES:
            raise Contradictory(f"trail {seq}: the state of {tracking} is not known")
        reason = moved.reason if moved.to == DECLINED else None
        self._stands[tracking] = self._number((moved.to, moved.category_to, reason))

    def _handle(self, seq: int, said: _Leaf) -> None:
        try:
            self._cases.take(said.type, said.subject, said.data)
        except folding.Contradictory as found:
            raise Contradictory(f"trail {seq}: {said.subject}: {found}") from found

    def _number(self, place: _Place) -> int:
        number = self._numbers.setdefault(place, len(self._places))
        if number == len(self._places):
            self._places.append(place)
        return number

    def standing(self, tracking: str) -> Standing | None:
        """Give where a suggestion stands, or None where it never came."""
        number = self._stands.get(tracking)
        return (
            None if number is None else Standing(tracking, self._places[number][1], self._places[number][0])
        )

    @property
    def received(self) -> int:
        """Give how many came."""
        return len(self._stands)

    def standings(self) -> Iterator[Standing]:
        """Walk where every suggestion stands, by number."""
        places = self._places
        for tracking in sorted(self._stands):
            state, category, _ = places[self._stands[tracking]]
            yield Standing(tracking, category, state)

    def content(self, *, trail_size: int, root: str, listing_sha256: str) -> Content:
        """Give the figures; they belong to the position up to which leaves were taken."""
        counts = {self._places[number]: count for number, count in Counter(self._stands.values()).items()}
        return Content(
            topic=self._topic_id,
            trail_size=trail_size,
            root=root,
            rules=self.rules,
            received=self.received,
            states=_states(counts),
            categories=_categories(counts),
            declined_by_reason=_reasons(counts),
            channels=_sorted(self._channels),
            sources=_by_source(self._sources),
            days=sorted(self._days.items()),
            listing_sha256=listing_sha256,
            answers=self._cases.figures(self._category_of),
        )

    def _category_of(self, tracking: str) -> int | None:
        number = self._stands.get(tracking)
        if number is None:
            raise Contradictory(f"{tracking} was handed over and was never received")
        return self._places[number][1]


def _by_source(counts: Counter[str]) -> dict[str, int]:
    # Reports that are older than connected systems are still the same bytes.
    return {source.value: counts[source] for source in Source if counts[source] or source is not Source.API}


def _states(counts: dict[_Place, int]) -> dict[str, int]:
    states = {state.value: 0 for state in SuggestionState}
    for (state, _, _), count in counts.items():
        states[state] += count
    return states


def _categories(counts: dict[_Place, int]) -> list[CategoryStates]:
    categories: dict[int | None, dict[_Place, int]] = {}
    for place, count in counts.items():
        categories.setdefault(place[1], {})[place] = count
    order = sorted(categories, key=lambda category: (category is not None, category or 0))
    return [CategoryStates(category, _states(categories[category])) for category in order]


def _reasons(counts: dict[_Place, int]) -> list[tuple[str | None, int]]:
    reasons: Counter[str | None] = Counter()
    for (state, _, reason), count in counts.items():
        if state == DECLINED:
            reasons[reason] += count
    return _sorted(reasons)


def _sorted(counts: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (item[0] is not None, item[0] or ""))
