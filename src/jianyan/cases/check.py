"""Do the cases, their steps and the trail say the same?"""

from collections import defaultdict
from typing import Any

from jianyan import trail
from jianyan.cases.check_answers import fault_of_answers
from jianyan.cases.check_rows import fault_of_row, fault_of_steps
from jianyan.cases.folding import Contradictory, folded
from jianyan.cases.recorded import Leaves, Recorded, Row
from jianyan.cases.states import CaseKind, StepKind
from jianyan.cases.stepping import trail_kind, trail_subject
from jianyan.cases.tables import Case, CaseStep, CaseTerm, CoDepartment, MeetingParty
from jianyan.trail.tables import Trail

_PAGE = 500
_KINDS = {trail_kind(kind): kind for kind in StepKind}


async def first_fault() -> str | None:
    """Name the first case that is not what its record says, or None where all are.

    Checked: each step has its leaf and each leaf its step, with the same kind, number, round, minute, person,
    organisation, day and note, and of a meeting the manner and who took part; folding the leaves leads to the
    row and to its co-departments; replies, measures, photos and ratings are those that were recorded; texts
    are gone where their suggestion was erased, and nowhere else; terms are as they were set.
    """
    erased = {subject: seq async for page in trail.subjects_of("erase") for seq, subject, _ in page}
    after = seen = 0
    while rows := await Case.select(*_COLUMNS).where(Case.id > after).order_by(Case.id).limit(_PAGE):
        page = await _recorded(rows, erased)
        for row in rows:
            fault = _fault_of(row, page)
            if fault:
                return f"case {row['id']}: {fault}"
        fault = await fault_of_answers(rows, page)
        if fault:
            return fault
        after, seen = rows[-1]["id"], seen + sum(len(leaves) for leaves in page.leaves.values())
    return await _fault_of_rest(seen) or await _fault_of_terms()


async def count() -> int:
    """Count the cases."""
    return int(await Case.count())


def _fault_of(row: Row, page: Recorded) -> str | None:
    leaves = page.leaves[row["id"]]
    fault = fault_of_steps(page.steps[row["id"]], leaves, erased=page.erased.get(row["tracking"], -1))
    if fault:
        return fault
    try:
        standing = folded((leaf.kind, leaf.data) for leaf in leaves)
    except Contradictory as found:
        return str(found)
    return fault_of_row(row, standing, leaves, page)


async def _recorded(rows: list[Row], erased: dict[str, int]) -> Recorded:
    """Read what belongs to a page of cases."""
    ids = [row["id"] for row in rows]
    co: dict[int, list[Row]] = defaultdict(list)
    for one in await CoDepartment.select(*_CO).where(CoDepartment.case.is_in(ids)):
        co[one["case"]].append(one)
    parties = await _parties(ids)
    steps: dict[int, list[Row]] = defaultdict(list)
    for one in await CaseStep.select(*_STEP).where(CaseStep.case.is_in(ids)).order_by(CaseStep.number):
        steps[one["case"]].append({**one, "parties": parties[one["id"]]})
    return Recorded(leaves=await _leaves(ids), steps=steps, co=co, erased=erased)


async def _parties(ids: list[int]) -> dict[int, list[int]]:
    """Give step → the departments that took part in it, for steps of these cases."""
    found: dict[int, list[int]] = defaultdict(list)
    columns = (MeetingParty.step, MeetingParty.organisation)
    own = MeetingParty.step.case.is_in(ids)
    for one in await MeetingParty.select(*columns).where(own).order_by(MeetingParty.id):
        found[one["step"]].append(one["organisation"])
    return found


async def _leaves(ids: list[int]) -> Leaves:
    found: Leaves = Leaves()
    subjects = {trail_subject(case_id): case_id for case_id in ids}
    wanted = Trail.subject.is_in([*subjects]) & Trail.kind.is_in([*_KINDS])
    columns = (Trail.seq, Trail.subject, Trail.kind, Trail.actor, Trail.topic, Trail.leaf)
    for row in await Trail.select(*columns).where(wanted).order_by(Trail.seq):
        found.add(subjects[row["subject"]], row, _KINDS[row["kind"]])
    return found


async def _fault_of_rest(seen: int) -> str | None:
    """Name a case that is recorded and not there."""
    recorded = int(await Trail.count().where(Trail.kind.is_in([*_KINDS])))
    if recorded == seen:
        return None
    there = {row["id"] for row in await Case.select(Case.id)}
    subjects = {subject async for page in trail.subjects_of(*_KINDS) for _, subject, _ in page}
    gone = sorted(subjects - {trail_subject(case_id) for case_id in there})
    return f"{gone[0].replace('-', ' ')}: it is recorded, but there is no row" if gone else None


async def _fault_of_terms() -> str | None:
    set_: dict[str, dict[str, Any]] = {}
    async for page in trail.subjects_of("case-term", "case-term-removed"):
        for _, subject, leaf in page:
            key = f"{subject.removeprefix('organisation-')}/{leaf['data']['case']}"
            if "answer" in leaf["data"]:
                set_[key] = leaf["data"]
            else:
                set_.pop(key, None)
    for row in await CaseTerm.select().order_by(CaseTerm.key):
        said = set_.pop(row["key"], {})
        # Before anybody was asked whether authors are met, the upgrade said so of motions.
        meets = said.get("meeting", row["kind"] == CaseKind.MOTION)
        recorded = (said.get("answer"), said.get("return"), meets)
        if (row["answer_days"], row["return_days"], bool(row["meets_first"])) != recorded:
            return f"term {row['key']}: it is not the one that was recorded"
        if row["key"] != f"{row['root'] or 0}/{row['kind']}":
            return f"term {row['key']}: it belongs to another one"
    return f"term {min(set_)}: recorded in the trail, but there is no row" if set_ else None


_COLUMNS = (
    *Case.all_columns(),
    Case.suggestion.tracking.as_alias("tracking"),
    Case.supervisor.trail_id.as_alias("person"),
)
_CO = (
    CoDepartment.case,
    CoDepartment.organisation,
    CoDepartment.signed_at,
    CoDepartment.signed_by.trail_id.as_alias("signed_by"),
)
_STEP = (*CaseStep.all_columns(), CaseStep.by.trail_id.as_alias("actor"))
