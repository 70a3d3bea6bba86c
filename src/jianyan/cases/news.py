"""Steps that somebody has still to be told of: no act can forget to tell, for its step is the reminder."""

import msgspec
from piccolo.columns.combination import And

from jianyan.cases.states import StepKind
from jianyan.cases.stepping import Changes
from jianyan.cases.tables import CaseStep, CoDepartment


class News(msgspec.Struct, frozen=True, kw_only=True):
    """A step, and whom its case concerns."""

    step_id: int
    kind: StepKind
    case_id: int
    topic_id: int
    tracking: str
    root: int | None
    organisation: int | None
    """Whom the step names."""
    lead: int | None
    """Who leads the case now."""
    supervisor: int | None
    """Account."""
    supervising: int | None
    """Organisation."""
    author: int | None
    """Account of a member; None: a citizen."""
    co_departments: list[int]


async def untold(*, most: int = 100) -> list[News]:
    """List the steps that nobody was told of yet, the first ones first."""
    columns = (
        CaseStep.id.as_alias("step_id"),
        CaseStep.kind,
        CaseStep.case.as_alias("case_id"),
        CaseStep.case.topic.as_alias("topic_id"),
        CaseStep.case.suggestion.tracking.as_alias("tracking"),  # type: ignore[union-attr]
        CaseStep.case.suggestion.author.as_alias("author"),  # type: ignore[union-attr]
        CaseStep.case.root.as_alias("root"),
        CaseStep.organisation,
        CaseStep.case.lead.as_alias("lead"),
        CaseStep.case.supervisor.as_alias("supervisor"),
        CaseStep.case.supervising.as_alias("supervising"),
    )
    is_new = CaseStep.is_told == False  # noqa: E712 - Piccolo's operator
    rows = await CaseStep.select(*columns).where(is_new).order_by(CaseStep.id).limit(most)
    ids = {row["case_id"] for row in rows}
    joined: dict[int, list[int]] = {}
    if ids:
        query = CoDepartment.select(CoDepartment.case, CoDepartment.organisation)
        for each in await query.where(CoDepartment.case.is_in(sorted(ids))):
            joined.setdefault(each["case"], []).append(each["organisation"])
    return [
        News(**{**row, "kind": StepKind(row["kind"])}, co_departments=joined.get(row["case_id"], []))
        for row in rows
    ]


async def mark_told(step_id: int) -> bool:
    """Say that a step was told, and whether it was not before; joins the transaction of the telling."""
    is_new = And(CaseStep.id == step_id, CaseStep.is_told == False)  # noqa: E712 - Piccolo's operator
    told: Changes = {"is_told": True}
    return bool(await CaseStep.update(told).where(is_new).returning(CaseStep.id))
