"""Where a case stands after its steps, told from their records in the trail alone."""

from collections.abc import Iterable
from typing import Any

import msgspec

from jianyan.cases.states import CaseState, StepKind, after

Leaf = dict[str, Any]
"""What a step's record says beside its kind: `data` of the leaf."""
_NAMES_THE_LEAD = frozenset({StepKind.ASSIGNED, StepKind.CLAIMED, StepKind.REOPENED, StepKind.TAKEN_OVER})
_WITHOUT_A_LEAD = frozenset({StepKind.OFFERED, StepKind.RETURNED})
_SETS_THE_DAY = frozenset(
    {
        StepKind.OFFERED,
        StepKind.ASSIGNED,
        StepKind.CLAIMED,
        StepKind.EXTENSION_GRANTED,
        StepKind.RECOUNTED,
        StepKind.REOPENED,
        StepKind.TAKEN_OVER,
    }
)
_STARTS_THE_CLOCK_ANEW = frozenset({StepKind.EXTENSION_GRANTED, StepKind.REOPENED})
_ENDS_A_WISH = frozenset(
    {
        StepKind.OFFERED,
        StepKind.ASSIGNED,
        StepKind.RETURNED,
        StepKind.EXTENSION_GRANTED,
        StepKind.EXTENSION_REFUSED,
        StepKind.REPLIED,
        StepKind.CANCELLED,
    }
)
_ANSWERS = frozenset({StepKind.ANSWERED, StepKind.TAKEN_OVER})


class Contradictory(ValueError):
    """A step cannot have been taken after those before it; the message says which."""


class Standing(msgspec.Struct):
    """Where a case stands; days and moments as the trail writes them."""

    state: CaseState | None = None
    """None before its first step."""
    round: int = 1
    lead: int | None = None
    co: set[int] = msgspec.field(default_factory=set)
    """Departments that answer with the lead."""
    signed: dict[int, str] = msgspec.field(default_factory=dict)
    """Of these, who agreed to the reply of the moment, and when."""
    due: str | None = None
    counted: tuple[str, int] | None = None
    """From which day, and over how many working days; None: the day was set by hand."""
    asked: str | None = None
    return_by: str | None = None
    stage: int = 0
    """How far the clock went for this day: 0 to 3."""
    supervising: int | None = None
    person: str | None = None
    """Opaque id of who supervises it."""
    result: str | None = None
    adoption: str | None = None
    opened: str | None = None
    answered: str | None = None
    closed: str | None = None
    awaits_meeting: bool = False
    met: str | None = None
    """When the first meeting was recorded."""

    def take(self, kind: StepKind, said: Leaf) -> None:
        """Follow one step.

        Raises:
            Contradictory: it cannot be taken from here, or does not lead where its record says.
        """
        to = after(self.state, kind)
        if to is None or to.value != said["to"]:
            raise Contradictory(f"{kind.value} does not lead from {self.state} to {said['to']}")
        if self.state is None:
            self.opened = said.get("opened", said["at"])
        self.round += kind is StepKind.REOPENED
        if self.round != said["round"]:
            raise Contradictory(f"{kind.value} belongs to round {self.round}, not {said['round']}")
        self.state = to
        self._follow_people(kind, said)
        self._follow_days(kind, said)
        self._follow_answer(kind, said)
        self._follow_meetings(kind, said)

    def _follow_people(self, kind: StepKind, said: Leaf) -> None:
        named = said["organisation"]
        if kind in _NAMES_THE_LEAD:
            self.lead = named
        elif kind in _WITHOUT_A_LEAD:
            self.lead = None
        if kind is StepKind.JOINED:
            self.co.add(named)
        if kind in _NAMES_THE_LEAD or kind in {StepKind.JOINED, StepKind.LEFT}:
            self.signed.pop(named, None)
            self.co -= {named} if kind is not StepKind.JOINED else set()
        elif kind is StepKind.SIGNED:
            self.signed[named] = said["at"]
        elif kind in {StepKind.OBJECTED, StepKind.UNSIGNED}:
            self.signed.pop(named, None)
        elif kind is StepKind.SENT_BACK:
            self.signed.clear()
        elif kind is StepKind.SUPERVISED:
            self.supervising, self.person = named, said["person"]

    def _follow_days(self, kind: StepKind, said: Leaf) -> None:
        if kind in _SETS_THE_DAY:
            self.due = said["due"]
        if "counted" in said:
            self.counted = (said["counted"][0], said["counted"][1])
        elif kind in _STARTS_THE_CLOCK_ANEW:
            self.counted = None
        if kind is StepKind.EXTENSION_ASKED:
            self.asked = said["due"]
        elif kind in _ENDS_A_WISH:
            self.asked = None
        if kind in _STARTS_THE_CLOCK_ANEW:
            self.stage = 0
        self.stage = said.get("stage", self.stage)
        self.return_by = said.get("return", self.return_by)

    def _follow_answer(self, kind: StepKind, said: Leaf) -> None:
        if kind in _ANSWERS:
            self.result, self.adoption = said["result"], said["adoption"]
            self.answered = said["at"]
        if kind is StepKind.TAKEN_OVER:
            self.closed = self.answered
        elif kind is StepKind.CLOSED:
            self.closed = said["at"]
        elif kind is StepKind.REOPENED:
            self.closed = None

    def _follow_meetings(self, kind: StepKind, said: Leaf) -> None:
        self.awaits_meeting = said.get("meeting", self.awaits_meeting)
        if kind is StepKind.MET:
            self.awaits_meeting, self.met = False, self.met or said["at"]


def folded(steps: Iterable[tuple[StepKind, Leaf]]) -> Standing:
    """Give where a case stands after its steps, the first one first.

    Raises:
        Contradictory: one of them does not follow.
    """
    standing = Standing()
    for kind, said in steps:
        standing.take(kind, said)
    return standing
