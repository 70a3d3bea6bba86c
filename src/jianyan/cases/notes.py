"""To whom the note of a step was written: other departments read that it was taken, and not the note."""

from collections.abc import Iterator, Sequence

import msgspec

from jianyan.cases.schemas import StepDetail
from jianyan.cases.states import StepKind

_GIVE = frozenset({StepKind.ASSIGNED, StepKind.CLAIMED})
_TAKE = frozenset({StepKind.OFFERED, StepKind.RETURNED})
_TO_LEAD = frozenset(
    {
        StepKind.EXTENSION_GRANTED,
        StepKind.EXTENSION_REFUSED,
        StepKind.SIGNED,
        StepKind.OBJECTED,
        StepKind.CANCELLED,
    }
)
_TO_ALL = frozenset({StepKind.OFFERED})


def addressed_notes(
    steps: Sequence[StepDetail],
    own: frozenset[int],
    *,
    is_supervisor: bool = False,
    handles: bool = False,
) -> list[StepDetail]:
    """Give the steps of a case with those notes only that concern some departments.

    Args:
        steps: all of the case, the first one first.
        own: ids of the departments that read them.
        is_supervisor: they supervise it, and read what was written about that.
        handles: they lead it now or answer with the lead, and read what was agreed with the author.
    """
    return [
        step
        if _concerns(step, lead, own, is_supervisor) or (step.kind is StepKind.MET and handles)
        else msgspec.structs.replace(step, text=None)
        for step, lead in _with_leads(steps)
    ]


def _with_leads(steps: Sequence[StepDetail]) -> Iterator[tuple[StepDetail, int | None]]:
    """Give each step with who led the case at that time."""
    lead: int | None = None
    for step in steps:
        lead = step.organisation_id if step.kind in _GIVE else lead
        yield step, lead
        lead = None if step.kind in _TAKE else lead


def _concerns(step: StepDetail, lead: int | None, own: frozenset[int], is_supervisor: bool) -> bool:
    if step.kind is StepKind.SUPERVISED:
        return is_supervisor
    if step.kind is StepKind.MET and (is_supervisor or own & {one.organisation_id for one in step.parties}):
        return True
    if step.kind in _TO_ALL or step.by_organisation_id in own:
        return True
    return step.organisation_id in own or (step.kind in _TO_LEAD and lead in own)
