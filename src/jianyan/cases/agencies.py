"""Which department deals with a suggestion, until when, and whether it has answered: for other systems."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from piccolo.columns.combination import And, Or

from jianyan.cases.states import ANSWERED, OPEN, CaseState
from jianyan.cases.tables import Case
from jianyan.suggestions.tables import Suggestion


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """How the cases of one suggestion stand together."""

    names: list[str]
    """Of the lead departments, in the order in which it was handed over."""
    due_on: date | None
    """The last day by which somebody still owes an answer; None: nobody does."""
    answered_at: datetime | None
    """When the last answer was published; None: somebody still owes one."""


async def agencies_of(suggestion_ids: Sequence[int]) -> dict[int, Agency]:
    """Give suggestion id → how its cases stand; those that were not handed over are left out."""
    shown = And(Case.suggestion.is_in(list(suggestion_ids) or [0]), Case.state != CaseState.CANCELLED.value)
    columns = (Case.suggestion, Case.state, Case.due_on, Case.answered_at, Case.lead.name.as_alias("lead"))
    found: dict[int, list[dict[str, Any]]] = {}
    for row in await Case.select(*columns).where(shown).order_by(Case.id):
        found.setdefault(row["suggestion"], []).append(row)
    return {suggestion_id: _agency(rows) for suggestion_id, rows in found.items()}


def whether_answered(*, answered: bool) -> Any:
    """Give the condition of suggestions all of whose cases are answered, or of all others."""
    owing = Case.select(Case.suggestion).where(Case.state.is_in([state.value for state in OPEN]))
    done = Case.select(Case.suggestion).where(Case.state.is_in([state.value for state in ANSWERED]))
    if answered:
        return And(Suggestion.id.is_in(done), Suggestion.id.not_in(owing))
    return Or(Suggestion.id.not_in(done), Suggestion.id.is_in(owing))


def _agency(rows: list[dict[str, Any]]) -> Agency:
    owing = [row for row in rows if CaseState(row["state"]) in OPEN]
    days = [row["due_on"] for row in owing if row["due_on"]]
    moments = [row["answered_at"] for row in rows if row["answered_at"]]
    return Agency(
        names=list(dict.fromkeys(row["lead"] for row in rows if row["lead"])),
        due_on=max(days, default=None),
        answered_at=None if owing else max(moments, default=None),
    )
