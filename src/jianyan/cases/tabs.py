"""Which lists a desk has, which cases stand in each, and in which order."""

from enum import StrEnum
from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.columns.combination import And, Or, WhereRaw

from jianyan.accounts import OFFICE_ROLES, Person, within
from jianyan.cases.seeing import claimable_by, handled_by, led_by, shared_with, supervised_by
from jianyan.cases.states import ANSWERED, OPEN, WITH_A_LEAD, CaseState
from jianyan.cases.tables import Case
from jianyan.topics import topic_ids


class Tab(StrEnum):
    """One list of a desk."""

    LOOK = "look"
    """Waits for the office: a reply under review, more time asked for, a returned case."""
    OPEN = "open"
    MINE = "mine"
    OFFERED = "offered"
    TOGETHER = "together"
    SUPERVISED = "supervised"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


class Order(msgspec.Struct, frozen=True):
    """In which order a list stands; the id decides between equals."""

    column: Column | None
    """None: the id alone."""
    is_ascending: bool

    @property
    def columns(self) -> tuple[Column, ...]:
        """Give the columns by which it is ordered."""
        return (Case.id,) if self.column is None else (self.column, Case.id)


_OFFICE = (Tab.LOOK, Tab.OPEN, Tab.SUPERVISED, Tab.ANSWERED, Tab.CANCELLED)
_DEPARTMENT = (Tab.MINE, Tab.OFFERED, Tab.TOGETHER, Tab.SUPERVISED, Tab.ANSWERED)
FINISHED = frozenset({Tab.ANSWERED, Tab.CANCELLED})
"""They grow for ever, and nothing in them is due."""
_STATES: dict[Tab, frozenset[CaseState]] = {
    Tab.LOOK: frozenset({CaseState.RETURNED, CaseState.IN_HAND, CaseState.REPLIED}),
    Tab.MINE: WITH_A_LEAD,
    Tab.OFFERED: frozenset({CaseState.OFFERED}),
    Tab.ANSWERED: ANSWERED,
    Tab.CANCELLED: frozenset({CaseState.CANCELLED}),
}
_BY_DUE_DAY = Order(Case.due_on, is_ascending=True)
_BY_ANSWER = Order(Case.answered_at, is_ascending=False)
_NEWEST_FIRST = Order(None, is_ascending=False)

# Written out and not bound: an index over some rows only is used where the statement says which. SQLite would
# look the states of an IN up one by one and sort what it finds; a NOT IN leaves it the index in order.
_IS_OPEN = WhereRaw("\"case\".state NOT IN ('answered', 'closed', 'cancelled')")
_HAS_LEAD = WhereRaw("\"case\".state IN ('assigned', 'in-hand', 'replied')")
_IS_ANSWERED = WhereRaw(
    "\"case\".state NOT IN ('offered', 'assigned', 'returned', 'in-hand', 'replied', 'cancelled')"
)
_IS_CANCELLED = WhereRaw("\"case\".state = 'cancelled'")
_WAITS = WhereRaw("(\"case\".state IN ('replied', 'returned') OR \"case\".asked_due_on IS NOT NULL)")
_IS_ASSIGNED = WhereRaw("\"case\".state = 'assigned'")
IS_SUPERVISED = WhereRaw('("case".supervisor IS NOT NULL OR "case".supervising IS NOT NULL)')
_IN_ORDER = '+"case".topic IN ({})'
"""Among these topics; the sign keeps SQLite from going topic by topic and sorting then."""


def tabs_of(person: Person) -> tuple[Tab, ...]:
    """List what somebody's desk has; the first one is opened first."""
    return _OFFICE if person.role in OFFICE_ROLES else _DEPARTMENT


def states_in(tab: Tab) -> list[CaseState]:
    """List the states that a case of a list can be in, in the order of a case's life."""
    return [state for state in CaseState if state in _STATES.get(tab, OPEN)]


def order_of(tab: Tab) -> Order:
    """Give in which order a list stands."""
    return {Tab.ANSWERED: _BY_ANSWER, Tab.CANCELLED: _NEWEST_FIRST}.get(tab, _BY_DUE_DAY)


def condition_of(tab: Tab, person: Person) -> Any:
    """Give the condition of the cases in a list of somebody's desk."""
    if tab is Tab.SUPERVISED:
        return And(_IS_OPEN, And(IS_SUPERVISED, supervised_by(person)))
    if person.role in OFFICE_ROLES:
        states = {Tab.LOOK: _WAITS, Tab.ANSWERED: _IS_ANSWERED, Tab.CANCELLED: _IS_CANCELLED}
        with within(person.scope):
            return And(states.get(tab, _IS_OPEN), WhereRaw(_IN_ORDER, topic_ids().querystrings[0]))
    match tab:
        case Tab.OFFERED:
            return claimable_by(person)
        case Tab.TOGETHER:
            return And(_IS_OPEN, shared_with(person))
        case Tab.ANSWERED:
            return And(_IS_ANSWERED, handled_by(person))
        case _:
            return And(_HAS_LEAD, led_by(person))


def is_new(person: Person) -> Any:
    """Give the condition of the cases that somebody's department may claim, or was given and has yet to."""
    return Or(claimable_by(person), And(_IS_ASSIGNED, led_by(person)))
