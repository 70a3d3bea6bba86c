"""From the leaves of the trail to what departments made of what was handed over: a fold without a table."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import msgspec

from jianyan.cases import CaseState, Result, Satisfaction, StepKind
from jianyan.cases.adoption import Outcomes, best, outcomes_of
from jianyan.cases.folding import Contradictory, Standing
from jianyan.reports.schemas import CaseFigures, DepartmentFigures

_PREFIX = "case-"
KINDS = tuple(f"{_PREFIX}{kind.value}" for kind in StepKind)
"""Kinds of acts that this fold reads."""
_CANCELLED = CaseState.CANCELLED


class CaseReplay:
    """Where the cases of a topic stand after the leaves that were taken."""

    def __init__(self) -> None:
        self._standings: defaultdict[str, Standing] = defaultdict(Standing)
        self._trackings: dict[str, str] = {}
        self._rated: dict[tuple[str, int], tuple[str, bool]] = {}

    def take(self, kind: str, subject: str, data: msgspec.Raw) -> None:
        """Follow one step.

        Raises:
            Contradictory: it cannot have been taken after those before it.
            msgspec.MsgspecError: it says something else than a step does.
        """
        said: dict[str, Any] = msgspec.json.decode(data)
        step = StepKind(kind.removeprefix(_PREFIX))
        try:
            self._standings[subject].take(step, said)
            if "tracking" in said:
                self._trackings[subject] = said["tracking"]
            if step is StepKind.RATED:
                self._rated[subject, said["suggestion"]] = (said["satisfaction"], said["solved"])
        except KeyError as missing:
            raise Contradictory(f"it does not say its {missing}") from missing

    def figures(self, category_of: Callable[[str], int | None]) -> CaseFigures | msgspec.UnsetType:
        """Give what the cases come to; UNSET where there are none.

        Args:
            category_of: gives the category in which a suggestion lies.
        """
        cases = {subject: one for subject, one in self._standings.items() if one.state is not _CANCELLED}
        if not cases:
            return msgspec.UNSET
        states = Counter(one.state for one in cases.values())
        handed = self._handed_over(cases)
        rated = [word for (subject, _), word in self._rated.items() if subject in cases]
        words = Counter(satisfaction for satisfaction, _ in rated)
        return CaseFigures(
            cases=len(cases),
            states={state.value: states[state] for state in CaseState if state is not _CANCELLED},
            handed_over=len(handed),
            outcomes=_outcomes(handed.values()),
            categories=_by_category(handed, category_of),
            departments=_by_department(cases.values()),
            satisfaction={one.value: words[one.value] for one in Satisfaction},
            solved=sum(is_solved for _, is_solved in rated),
        )

    def _handed_over(self, cases: dict[str, Standing]) -> dict[str, str | None]:
        """Give suggestion → the best of its answers; None while there is none."""
        answers: dict[str, list[str | None]] = defaultdict(list)
        for subject, one in cases.items():
            own = answers[self._trackings[subject]]
            if one.answered is not None:
                own.append(one.adoption)
        return {tracking: best(own) if own else None for tracking, own in answers.items()}


def _outcomes(handed: Any) -> Outcomes:
    return outcomes_of(one for one in handed if one is not None)


def _by_category(
    handed: dict[str, str | None], category_of: Callable[[str], int | None]
) -> list[tuple[int | None, int, Outcomes]]:
    parts: dict[int | None, list[str | None]] = defaultdict(list)
    for tracking, outcome in handed.items():
        parts[category_of(tracking)].append(outcome)
    return [(part, len(parts[part]), _outcomes(parts[part])) for part in _by_id(parts)]


def _by_department(cases: Any) -> list[DepartmentFigures]:
    parts: dict[int | None, list[Standing]] = defaultdict(list)
    for one in cases:
        parts[one.lead].append(one)
    found = []
    for lead in _by_id(parts):
        results = Counter(one.result for one in parts[lead])
        outcomes = outcomes_of(one.adoption for one in parts[lead] if one.answered is not None)
        figures = DepartmentFigures(
            id=lead,
            cases=len(parts[lead]),
            outcomes=outcomes,
            results={result.value: results[result.value] for result in Result},
        )
        found.append(figures)
    return found


def _by_id(parts: dict[int | None, Any]) -> list[int | None]:
    return sorted(parts, key=lambda part: (part is not None, part or 0))
