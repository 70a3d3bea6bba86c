"""What a department does with a case: claims it, returns it, asks for more time."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from piccolo.columns.combination import And

from jianyan.accounts import Person, Role
from jianyan.cases.handing_over import check_departments, last_day_to_return
from jianyan.cases.refusals import ClaimedAlready, NoSuchCase, NotNow, NotYourCase, TooLateToReturn
from jianyan.cases.schemas import NOTE_MOST
from jianyan.cases.seeing import in_tree_of
from jianyan.cases.states import CaseState, StepKind
from jianyan.cases.stepping import Held, Step, held, take
from jianyan.cases.tables import Case, CaseStep, CoDepartment
from jianyan.cases.texts import checked
from jianyan.clock import day_of
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_


async def claim(case_id: int, *, by: Person, now: datetime, zone: ZoneInfo) -> None:
    """Take a case in hand: one that is offered becomes one's department's, one that was assigned is accepted.

    Of many who claim one case at once one gets it. Again by the same department changes nothing.

    Raises:
        NoSuchCase, NotYourCase, NotNow: see there.
        ClaimedAlready: another department has it.
    """
    async with transaction():
        found = await _held_to_claim(case_id, by=by)
        own = by.scope.organisation
        if found.state is CaseState.IN_HAND and found.is_lead:
            return
        if found.state is CaseState.OFFERED:
            if by.role is not Role.DEPARTMENT:
                raise NotYourCase
            await check_departments(found.root, [own])
            changes = {"lead": own, "return_by": await last_day_to_return(found, day_of(now, zone))}
            step = Step(kind=StepKind.CLAIMED, organisation=own, due_on=found.due_on)
            answers_with_itself = (CoDepartment.case == case_id) & (CoDepartment.organisation == own)
            await CoDepartment.delete().where(answers_with_itself)
            await take(found, step, by=by, now=now, changes=changes)
        else:
            await _accept(found, by=by, now=now)


async def give_back(case_id: int, reason: str, *, by: Person, now: datetime, zone: ZoneInfo) -> None:
    """Return a case to the office: it is not one's business, and why.

    Raises:
        NoSuchCase, NotYourCase, NotNow: see there.
        TooLateToReturn: the days for it are over; the office may still do so for the department.
        Invalid: no reason is given, or it cannot be kept.
    """
    kept = checked(reason, field="note", most=NOTE_MOST)
    async with transaction():
        found = await held(case_id, by=by)
        found.check_lead()
        today = day_of(now, zone)
        if found.return_by and today > found.return_by and not found.is_office:
            raise TooLateToReturn(day=found.return_by.isoformat())
        step = Step(kind=StepKind.RETURNED, organisation=found.lead, text=kept)
        changes = {"lead": None, "return_by": None, "asked_due_on": None}
        await take(found, step, by=by, now=now, changes=changes)


async def ask_extension(
    case_id: int, until: date, reason: str, *, by: Person, now: datetime, zone: ZoneInfo
) -> None:
    """Ask the office for more time; the day stays as it is until it agrees.

    Raises:
        NoSuchCase, NotYourCase: see there.
        NotNow: it is not in hand, or the office has not answered an earlier wish yet.
        Invalid: the day is not after the present one, or no reason is given.
    """
    kept = checked(reason, field="note", most=NOTE_MOST)
    async with transaction():
        found = await held(case_id, by=by)
        found.check_lead()
        if found.asked_due_on is not None:
            raise NotNow
        if until <= max(found.due_on or until, day_of(now, zone)):
            raise Invalid(N_("Please choose a day after the present one."), field="until")
        step = Step(kind=StepKind.EXTENSION_ASKED, due_on=until, text=kept)
        await take(found, step, by=by, now=now, changes={"asked_due_on": until})


async def answer_extension(case_id: int, note: str, *, grant: bool, by: Person, now: datetime) -> None:
    """Agree to the day that a department asks for, or not.

    Args:
        case_id: of a case with such a wish.
        note: what the department is told; needed where it is refused.
        grant: whether its day moves.
        by: somebody of the office.
        now: when.

    Raises:
        NoSuchCase, NotYourCase: see there.
        NotNow: there is no such wish any more.
        Invalid: a refusal has no reason, or the note cannot be kept.
    """
    kept = checked(note, field="note", most=NOTE_MOST) if note.strip() or not grant else None
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        if found.asked_due_on is None:
            raise NotNow
        kind = StepKind.EXTENSION_GRANTED if grant else StepKind.EXTENSION_REFUSED
        due = found.asked_due_on if grant else found.due_on
        step = Step(kind=kind, due_on=due, text=kept)
        changes: dict[str, Any] = {"due_on": due, "asked_due_on": None}
        if grant:
            changes |= {"chased": 0, "counted_from": None, "counted_days": None}
        await take(found, step, by=by, now=now, changes=changes)


async def _held_to_claim(case_id: int, *, by: Person) -> Held:
    """Give a case that is held; of one that was offered to all in the tree they learn that it is taken."""
    try:
        return await held(case_id, by=by)
    except NoSuchCase:
        if by.role is Role.DEPARTMENT and await _was_offered(case_id, by):
            raise ClaimedAlready from None
        raise


async def _was_offered(case_id: int, by: Person) -> bool:
    offer = And(CaseStep.case == case_id, CaseStep.kind == StepKind.OFFERED.value)
    taken = And(Case.id == case_id, And(Case.lead.is_not_null(), in_tree_of(by)))
    return bool(await CaseStep.exists().where(offer) and await Case.exists().where(taken))


async def _accept(found: Held, *, by: Person, now: datetime) -> None:
    if found.state is CaseState.IN_HAND:
        raise ClaimedAlready
    found.check_lead()
    step = Step(kind=StepKind.CLAIMED, organisation=found.lead, due_on=found.due_on)
    await take(found, step, by=by, now=now)
