"""Where a case stands, what moves it, and how an answer counts."""

from enum import StrEnum


class CaseKind(StrEnum):
    """What is asked of a department; it decides how long the answer may take."""

    ENQUIRY = "enquiry"
    REQUEST = "request"
    SUGGESTION = "suggestion"
    MICRO = "micro"
    MOTION = "motion"


class CaseState(StrEnum):
    """The state of a case; see the package's drawing for the moves."""

    OFFERED = "offered"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    IN_HAND = "in-hand"
    REPLIED = "replied"
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class StepKind(StrEnum):
    """What somebody did to a case."""

    OFFERED = "offered"
    ASSIGNED = "assigned"
    CLAIMED = "claimed"
    RETURNED = "returned"
    JOINED = "joined"
    LEFT = "left"
    EXTENSION_ASKED = "extension-asked"
    EXTENSION_GRANTED = "extension-granted"
    EXTENSION_REFUSED = "extension-refused"
    MET = "met"
    """Its author was consulted before the answer (面商, 协商)."""
    RECOUNTED = "recounted"
    """By the clock: days off have changed, and with them the day of the answer."""
    SUPERVISED = "supervised"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    SIGNED = "signed"
    OBJECTED = "objected"
    UNSIGNED = "unsigned"
    """The reply says something else now: who had agreed to it agrees anew."""
    REPLIED = "replied"
    SENT_BACK = "sent-back"
    ANSWERED = "answered"
    CARRIED_OUT = "carried-out"
    RATED = "rated"
    REOPENED = "reopened"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    TAKEN_OVER = "taken-over"
    """With its answer, from a list that was kept elsewhere."""


class Manner(StrEnum):
    """How a department and an author met.

    Source: the ways in which rules on 提案办理 let a lead department consult (走访、座谈、电话、书面、网络).
    """

    IN_PERSON = "in-person"
    VISIT = "visit"
    """The department went to the author."""
    PHONE = "phone"
    WRITING = "writing"
    """On paper, or online."""


class Result(StrEnum):
    """How far a department has come, as Chinese offices class their answers.

    Source: 全国政协提案办理 practice of A, B and C classes (解决或基本解决、列入计划、留作参考).
    """

    SOLVED = "A"
    PLANNED = "B"
    REFERENCE = "C"


class Adoption(StrEnum):
    """What the department makes of what was suggested."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    REFERENCE = "reference"
    DECLINED = "declined"


class Satisfaction(StrEnum):
    """What the author says of the answer."""

    SATISFIED = "satisfied"
    FAIRLY = "fairly"
    DISSATISFIED = "dissatisfied"


_EARLY = frozenset({CaseState.OFFERED, CaseState.ASSIGNED, CaseState.RETURNED})
OPEN = _EARLY | {CaseState.IN_HAND, CaseState.REPLIED}
"""In these somebody still owes an answer."""
WITH_A_LEAD = frozenset({CaseState.ASSIGNED, CaseState.IN_HAND, CaseState.REPLIED})
ANSWERED = frozenset({CaseState.ANSWERED, CaseState.CLOSED})
ROUNDS_MOST = 2
"""An answer that satisfies nobody is asked for once more, and not again."""

_MOVES: dict[StepKind, tuple[frozenset[CaseState], CaseState]] = {
    StepKind.OFFERED: (frozenset({CaseState.ASSIGNED, CaseState.RETURNED}), CaseState.OFFERED),
    StepKind.ASSIGNED: (_EARLY | {CaseState.IN_HAND}, CaseState.ASSIGNED),
    StepKind.CLAIMED: (frozenset({CaseState.OFFERED, CaseState.ASSIGNED}), CaseState.IN_HAND),
    StepKind.RETURNED: (frozenset({CaseState.ASSIGNED, CaseState.IN_HAND}), CaseState.RETURNED),
    StepKind.REPLIED: (frozenset({CaseState.IN_HAND}), CaseState.REPLIED),
    StepKind.SENT_BACK: (frozenset({CaseState.REPLIED}), CaseState.IN_HAND),
    StepKind.ANSWERED: (frozenset({CaseState.REPLIED}), CaseState.ANSWERED),
    StepKind.REOPENED: (ANSWERED, CaseState.IN_HAND),
    StepKind.CLOSED: (frozenset({CaseState.ANSWERED}), CaseState.CLOSED),
    StepKind.CANCELLED: (_EARLY | {CaseState.IN_HAND}, CaseState.CANCELLED),
    StepKind.TAKEN_OVER: (frozenset(), CaseState.CLOSED),
}
_STAYS: dict[StepKind, frozenset[CaseState]] = {
    StepKind.JOINED: _EARLY | {CaseState.IN_HAND},
    StepKind.LEFT: _EARLY | {CaseState.IN_HAND},
    StepKind.EXTENSION_ASKED: frozenset({CaseState.IN_HAND}),
    StepKind.EXTENSION_GRANTED: frozenset({CaseState.IN_HAND}),
    StepKind.EXTENSION_REFUSED: frozenset({CaseState.IN_HAND}),
    StepKind.MET: frozenset({CaseState.IN_HAND}),
    StepKind.RECOUNTED: OPEN,
    StepKind.SUPERVISED: OPEN,
    StepKind.REMINDED: OPEN,
    StepKind.ESCALATED: OPEN,
    StepKind.SIGNED: frozenset({CaseState.IN_HAND}),
    StepKind.OBJECTED: frozenset({CaseState.IN_HAND}),
    StepKind.UNSIGNED: frozenset({CaseState.IN_HAND}),
    StepKind.CARRIED_OUT: ANSWERED,
    StepKind.RATED: ANSWERED,
}
_FIRST = {
    StepKind.OFFERED: CaseState.OFFERED,
    StepKind.ASSIGNED: CaseState.ASSIGNED,
    StepKind.TAKEN_OVER: CaseState.CLOSED,
}


def after(state: CaseState | None, kind: StepKind) -> CaseState | None:
    """Give where a step leads from a state, or None where it cannot be taken there.

    Args:
        state: None before the first step.
        kind: of the step.
    """
    if state is None:
        return _FIRST.get(kind)
    if kind in _STAYS:
        return state if state in _STAYS[kind] else None
    allowed, to = _MOVES[kind]
    return to if state in allowed else None
