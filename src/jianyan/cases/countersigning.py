"""Co-departments agree to a reply: to all of it, as they read it, and to no other one (会签)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from piccolo.columns.combination import And

from jianyan.accounts import Person
from jianyan.cases.drafts import drafted_wording, written_by_lead
from jianyan.cases.refusals import NotYetSigned, NotYourCase, ReplyChanged
from jianyan.cases.schemas import NOTE_MOST, StepDetail
from jianyan.cases.states import CaseState, StepKind
from jianyan.cases.stepping import Changes, Held, Step, held, take
from jianyan.cases.tables import CoDepartment
from jianyan.cases.texts import checked
from jianyan.db import transaction

_UNSIGNED: Changes = {"signed_at": None, "signed_by": None}
_ANSWERS = frozenset({StepKind.SIGNED, StepKind.OBJECTED, StepKind.UNSIGNED})


async def sign(
    case_id: int, note: str, *, agree: bool, by: Person, now: datetime, read: str | None = None
) -> None:
    """Agree to the reply as it stands, as a co-department, or object and say why.

    Args:
        case_id: of the case.
        note: what the lead is told; needed where somebody objects.
        agree: whether they agree.
        by: somebody of a co-department.
        now: when.
        read: `wording_of` the reply that they had before them; None: as it stands now.

    Raises:
        NoSuchCase, NotNow, NoReply: see there.
        NotYourCase: one's department does not answer with the lead.
        ReplyChanged: they agree to what it does not say any more.
        Invalid: an objection has no reason, or the note cannot be kept.
    """
    kept = checked(note, field="note", most=NOTE_MOST) if note.strip() or not agree else None
    async with transaction():
        found = await held(case_id, by=by)
        if not found.own_co:
            raise NotYourCase
        await written_by_lead(found)
        if agree and read is not None and read != await drafted_wording(found):
            raise ReplyChanged
        signature: Changes = {"signed_at": now, "signed_by": by.account_id} if agree else _UNSIGNED
        for organisation_id in sorted(found.own_co):
            mine = And(CoDepartment.case == case_id, CoDepartment.organisation == organisation_id)
            await CoDepartment.update(signature).where(mine)
            kind = StepKind.SIGNED if agree else StepKind.OBJECTED
            step = Step(kind=kind, organisation=organisation_id, text=kept)
            await take(found, step, by=by, now=now)


async def check_signed(found: Held) -> None:
    """Refuse a reply to which a co-department has not agreed.

    Raises:
        NotYetSigned: names them.
    """
    unsigned = And(CoDepartment.case == found.id, CoDepartment.signed_at.is_null())
    missing = await CoDepartment.select(CoDepartment.organisation.name.as_alias("name")).where(unsigned)
    if missing:
        raise NotYetSigned(names="、".join(row["name"] for row in missing))


async def take_signatures_back(found: Held, *, in_state: CaseState, by: Person, now: datetime) -> None:
    """Let whoever agreed to a reply agree anew; each of them is told by a step. Joins a transaction.

    Args:
        found: the case as it is held.
        in_state: where it stands now, IN_HAND: it was so, or its reply was sent back a moment ago.
        by: who changed the reply, or asked for a better one.
        now: when.
    """
    there = msgspec.structs.replace(found, state=in_state)
    agreed = And(CoDepartment.case == found.id, CoDepartment.signed_at.is_not_null())
    gone = await CoDepartment.update(_UNSIGNED).where(agreed).returning(CoDepartment.organisation)
    for organisation_id in sorted(row["organisation"] for row in gone):
        step = Step(kind=StepKind.UNSIGNED, organisation=organisation_id)
        await take(there, step, by=by, now=now)


def asked_anew(steps: Sequence[StepDetail]) -> frozenset[int]:
    """Give the ids of the departments whose signature was taken back, and that have not answered since."""
    last = {step.organisation_id: step.kind for step in steps if step.kind in _ANSWERS}
    return frozenset(one for one, kind in last.items() if one is not None and kind is StepKind.UNSIGNED)
