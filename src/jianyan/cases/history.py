"""The steps of cases as they are read, and who took part in a meeting."""

from collections import defaultdict
from collections.abc import Sequence

from jianyan.cases.schemas import PartyDetail, StepDetail
from jianyan.cases.states import Manner, StepKind
from jianyan.cases.tables import CaseStep, MeetingParty


async def steps_of(case_ids: Sequence[int]) -> dict[int, list[StepDetail]]:
    """Give case id → its steps, the first one first; two queries however many there are."""
    found: dict[int, list[StepDetail]] = defaultdict(list)
    parties = await _parties(case_ids)
    wanted = CaseStep.case.is_in([*case_ids] or [0])
    for row in await CaseStep.select(*_STEP).where(wanted).order_by(CaseStep.id):
        case_id, step_id, email = row.pop("case"), row.pop("id"), row.pop("email")
        manner = row["manner"]
        read = {
            "kind": StepKind(row["kind"]),
            "by": row["by"] or email,
            "manner": Manner(manner) if manner else None,
            "parties": parties[step_id],
        }
        found[case_id].append(StepDetail(**{**row, **read}))
    return found


async def _parties(case_ids: Sequence[int]) -> dict[int, list[PartyDetail]]:
    """Give step id → the departments that took part in a meeting."""
    found: dict[int, list[PartyDetail]] = defaultdict(list)
    name = MeetingParty.organisation.name.as_alias("name")
    own = MeetingParty.step.case.is_in([*case_ids] or [0])
    columns = (MeetingParty.step, MeetingParty.organisation, name)
    for row in await MeetingParty.select(*columns).where(own).order_by(MeetingParty.id):
        found[row["step"]].append(PartyDetail(row["organisation"], row["name"]))
    return found


_STEP = (
    CaseStep.id,
    CaseStep.case,
    CaseStep.kind,
    CaseStep.round,
    CaseStep.at,
    CaseStep.by.name.as_alias("by"),
    CaseStep.by.email.as_alias("email"),
    CaseStep.by.organisation.as_alias("by_organisation_id"),
    CaseStep.organisation.as_alias("organisation_id"),
    CaseStep.organisation.name.as_alias("organisation"),
    CaseStep.due_on,
    CaseStep.manner,
    CaseStep.text,
)
