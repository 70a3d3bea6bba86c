"""What waits for somebody at a desk, counted up to a hundred: one more makes no difference there."""

from datetime import date
from typing import Any

import msgspec
from piccolo.columns.combination import And

from jianyan.accounts import OFFICE_ROLES, Person, Role
from jianyan.appeals.queries import is_waiting
from jianyan.appeals.tables import Appeal
from jianyan.calendars import calendar_within
from jianyan.cases import Tab, Timing
from jianyan.cases.due_days import due_days
from jianyan.cases.tables import Case
from jianyan.cases.tabs import condition_of, is_new
from jianyan.motions.queries import is_waiting as motion_waits
from jianyan.motions.tables import Motion
from jianyan.proposals.queries import is_waiting as proposal_waits
from jianyan.proposals.tables import Proposal
from jianyan.suggestions import SuggestionFilter, SuggestionState
from jianyan.suggestions.queries import matching
from jianyan.suggestions.tables import Suggestion

COUNTED_MOST = 100
"""An index is read no further: a hundred stands for all that is more."""
_OFFICE = """
SELECT (SELECT COUNT(*) FROM ({}) AS found) AS suggestions,
    (SELECT COUNT(*) FROM ({}) AS found) AS appeals,
    (SELECT COUNT(*) FROM ({}) AS found) AS cases
"""
_STAFF = """
SELECT (SELECT COUNT(*) FROM ({}) AS found) AS suggestions,
    (SELECT COUNT(*) FROM ({}) AS found) AS appeals,
    (SELECT COUNT(*) FROM ({}) AS found) AS cases,
    (SELECT COUNT(*) FROM ({}) AS found) AS motions,
    (SELECT COUNT(*) FROM ({}) AS found) AS proposals
"""
_DEPARTMENT = """
SELECT (SELECT COUNT(*) FROM ({}) AS found) AS cases, (SELECT COUNT(*) FROM ({}) AS found) AS overdue
"""
_WAITING = SuggestionFilter(states=(SuggestionState.WAITING,))


_EXAMINES = frozenset({Role.ADMIN, Role.STAFF})


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits for somebody, each at most COUNTED_MOST; 0 also for what their desk has not."""

    suggestions: int = 0
    """Wait for a moderator."""
    appeals: int = 0
    """Wait to be heard."""
    cases: int = 0
    """The office's: a reply under review, more time asked for, returned. A department's: new ones."""
    motions: int = 0
    """Wait to be examined."""
    proposals: int = 0
    """Topics that members propose: to be examined, or supported and to be decided on."""
    overdue: int = 0
    """Of the cases that somebody's department leads, by its own calendar."""


async def waiting_for(person: Person, *, today: date) -> Waiting:
    """Count what waits for somebody, within the current scope, in one statement; two for a department.

    Args:
        person: whose desk it is.
        today: their day.
    """
    if person.role in OFFICE_ROLES:
        suggestions = Suggestion.select(Suggestion.id).where(matching(_WAITING))
        appeals = Appeal.select(Appeal.id).where(is_waiting())
        looked_at = Case.select(Case.id).where(condition_of(Tab.LOOK, person))
        every = (suggestions, appeals, looked_at)
        if person.role not in _EXAMINES:
            return await _counted(_OFFICE, *every)
        motions = Motion.select(Motion.id).where(motion_waits())
        proposals = Proposal.select(Proposal.id).where(proposal_waits())
        return await _counted(_STAFF, *every, motions, proposals)
    late = due_days(Timing.OVERDUE, today, await calendar_within(person.scope))
    new = Case.select(Case.id).where(is_new(person))
    overdue = Case.select(Case.id).where(And(condition_of(Tab.MINE, person), late))
    return await _counted(_DEPARTMENT, new, overdue)


async def _counted(statement: str, *queries: Any) -> Waiting:
    found = [query.limit(COUNTED_MOST).querystrings[0] for query in queries]
    return Waiting(**(await Suggestion.raw(statement, *found))[0])
