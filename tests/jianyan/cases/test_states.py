import itertools

from jianyan.cases import CaseState, StepKind
from jianyan.cases.states import ANSWERED, OPEN, after


def reached(first: set[CaseState]) -> set[CaseState]:
    found = set(first)
    while (
        more := {to for state, kind in itertools.product(found, StepKind) if (to := after(state, kind))}
        - found
    ):
        found |= more
    return found


def test_a_case_begins_by_being_offered_handed_over_or_taken_over_with_its_answer() -> None:
    begun = {kind: after(None, kind) for kind in StepKind if after(None, kind)}
    assert begun == {
        StepKind.OFFERED: CaseState.OFFERED,
        StepKind.ASSIGNED: CaseState.ASSIGNED,
        StepKind.TAKEN_OVER: CaseState.CLOSED,
    }


def test_every_state_is_reached_and_only_a_cancelled_case_never_moves_again() -> None:
    assert reached({CaseState.OFFERED}) == set(CaseState)
    ends = {state for state in CaseState if not any(after(state, kind) for kind in StepKind)}
    assert ends == {CaseState.CANCELLED}
    assert reached({CaseState.CLOSED}) - {CaseState.CLOSED} == set(CaseState) - {CaseState.CLOSED}


def test_nothing_is_published_that_was_not_put_before_the_office() -> None:
    assert {state for state in CaseState if after(state, StepKind.ANSWERED)} == {CaseState.REPLIED}
    assert {state for state in CaseState if after(state, StepKind.RATED)} == ANSWERED


def test_who_owes_an_answer_owes_one_until_it_is_published_or_cancelled() -> None:
    left = {after(state, kind) for state in OPEN for kind in StepKind} - OPEN - {None}
    assert left == {CaseState.ANSWERED, CaseState.CANCELLED}
