"""One letter that was answered elsewhere, as the rows and the leaf that it becomes."""

from collections.abc import Mapping
from typing import Any

from jianyan import trail
from jianyan.accounts import Person
from jianyan.cases.committing import told
from jianyan.cases.importing import TakenAnswer
from jianyan.cases.schemas import TITLE_MOST
from jianyan.cases.states import CaseKind, CaseState, StepKind
from jianyan.cases.stepping import told_minute, trail_kind, trail_subject
from jianyan.cases.tables import Case, CaseStep, Reply

Row = dict[str, Any]


class Taken:
    """What is written of a letter and its answer.

    Args:
        row: `id`, `tracking`, `topic`, `title` and `body` of the suggestion that the letter became.
        answer: what was answered.
        departments: name → id of whoever may have answered.
        root: the top of the tree in which the topic stands.
        by: who takes it over; None at the command line.
    """

    def __init__(
        self,
        row: Row,
        answer: TakenAnswer,
        departments: Mapping[str, int],
        root: int | None,
        *,
        by: Person | None,
    ) -> None:
        self.row, self.answer, self.root, self._by = row, answer, root, by
        self.case_id = 0
        self._lead = departments[answer.department] if answer.department else None
        self._title = _shortened(row["title"] or row["body"])
        self._title_salt, self._text_salt = trail.fresh_salt(), trail.fresh_salt()

    def case(self) -> Case:
        """Give the row of the case."""
        answer = self.answer
        return Case(
            suggestion=self.row["id"],
            topic=self.row["topic"],
            root=self.root,
            kind=CaseKind.SUGGESTION.value,
            title=self._title,
            title_salt=self._title_salt,
            state=CaseState.CLOSED.value,
            lead=self._lead,
            opened_at=answer.received_at,
            answered_at=answer.answered_at,
            closed_at=answer.answered_at,
            result=answer.result,
            adoption=answer.adoption,
        )

    def step(self) -> CaseStep:
        """Give its only step."""
        kind, at = StepKind.TAKEN_OVER.value, self.answer.answered_at
        by = self._by and self._by.account_id
        return CaseStep(
            case=self.case_id, number=0, kind=kind, at=at, by=by, organisation=self._lead, is_told=True
        )

    def reply(self) -> Reply:
        """Give what was answered."""
        answer = self.answer
        return Reply(
            case=self.case_id,
            round=1,
            organisation=self._lead,
            result=answer.result or "",
            adoption=answer.adoption or "",
            text=answer.text,
            text_salt=self._text_salt,
            written_at=answer.answered_at,
            published_at=answer.answered_at,
            published_by=self._by and self._by.account_id,
        )

    def entry(self) -> trail.Entry:
        """Give its record."""
        said = told({**self.reply().to_dict(), "id": 0}, [], [], [])
        data = {
            "number": 0,
            "to": CaseState.CLOSED.value,
            "round": 1,
            "organisation": self._lead,
            "due": None,
            "at": told_minute(self.answer.answered_at),
            "opened": told_minute(self.answer.received_at),
            "tracking": self.row["tracking"],
            "kind": CaseKind.SUGGESTION.value,
            "root": self.root,
        }
        return trail.Entry(
            kind=trail_kind(StepKind.TAKEN_OVER),
            subject=trail_subject(self.case_id),
            actor=self._by.actor if self._by else None,
            topic=self.row["topic"],
            data={**data, **said.data},
            commitments={
                "title": trail.commitment(self._title_salt, "title", self._title),
                **said.commitments,
            },
            is_first=True,
        )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_MOST else f"{line[: TITLE_MOST - 1]}…"
