"""Nothing is forgotten: supervision by name, reminders, and what the clock does by itself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from piccolo.columns.combination import And

from jianyan.accounts import NoSuchAccount, Person, tree_of
from jianyan.accounts.tables import Account
from jianyan.calendars import Calendar, Standing, Timeliness, standing
from jianyan.cases.handing_over import calendar_for, check_departments, checked_note
from jianyan.cases.refusals import NotNow, NotYourCase
from jianyan.cases.states import WITH_A_LEAD, StepKind
from jianyan.cases.stepping import Step, held, take
from jianyan.cases.tables import Case, CaseStep
from jianyan.clock import day_of
from jianyan.db import transaction
from jianyan.errors import TooMany
from jianyan.i18n import N_

SOON_DAYS = 3
"""Working days before its day on which the clock reminds the lead of a case."""
ESCALATED_AFTER_DAYS = 3
"""Working days after its day on which the clock brings a case before its supervisor and the office."""
_AGAIN_AFTER = timedelta(hours=20)
_HORIZON = timedelta(days=30)
"""No row of days off is as long: what is due later is not due soon."""
_PAGE = 500


class RemindedAlready(TooMany):
    """Somebody has reminded the department today."""

    sentence = N_("The department was reminded today already.")


class Chased(msgspec.Struct, frozen=True, kw_only=True):
    """What the clock did to one case."""

    case_id: int
    kind: StepKind
    """REMINDED or ESCALATED."""
    stands: Standing


async def supervise(
    case_id: int,
    note: str,
    *,
    email: str | None = None,
    organisation_id: int | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Put a case under the supervision of a person or of a committee, or (neither) of nobody.

    Raises:
        NoSuchCase, NotYourCase, NotNow, NoSuchOrganisation: see there.
        NoSuchAccount: nobody who is active in the same tree has this address.
        Invalid: the note is too long or cannot be shown.
    """
    kept = checked_note(note)
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        await check_departments(found.root, [organisation_id])
        account_id, trail_id = await _account_of(email, found.root) if email else (None, None)
        data = {"person": trail_id}
        step = Step(kind=StepKind.SUPERVISED, organisation=organisation_id, text=kept, data=data)
        changes = {"supervisor": account_id, "supervising": organisation_id}
        await take(found, step, by=by, now=now, changes=changes)


async def remind(case_id: int, note: str, *, by: Person, now: datetime) -> None:
    """Remind the department that leads a case; the office and its supervisor do, once a day together.

    Raises:
        NoSuchCase: see there.
        NotNow: no department has it.
        NotYourCase: whoever reminds is the lead itself, or answers with it.
        RemindedAlready: it was reminded within 20 hours.
        Invalid: the note is too long or cannot be shown.
    """
    kept = checked_note(note)
    async with transaction():
        found = await held(case_id, by=by)
        if found.is_lead or found.own_co:
            raise NotYourCase
        if found.state not in WITH_A_LEAD:
            raise NotNow
        recent = And(CaseStep.case == case_id, CaseStep.kind == StepKind.REMINDED.value)
        if await CaseStep.exists().where(recent & (CaseStep.at > now - _AGAIN_AFTER)):
            raise RemindedAlready(retry_after_s=int(_AGAIN_AFTER.total_seconds()))
        step = Step(kind=StepKind.REMINDED, organisation=found.lead, due_on=found.due_on, text=kept)
        await take(found, step, by=by, now=now)


async def chase(*, now: datetime, zone: ZoneInfo, after: int = 0) -> tuple[list[Chased], int]:
    """Remind of what is due soon and of what is overdue, escalate what is long overdue; once for each day.

    Args:
        now: when.
        zone: in which days are counted.
        after: only cases whose id is larger.

    Returns:
        What was done in one page of cases, and the last id of the page; 0 where none is left.
    """
    today = day_of(now, zone)
    is_near = And(Case.state.is_in([state.value for state in WITH_A_LEAD]), Case.due_on < today + _HORIZON)
    rows = (
        await Case.select(Case.id, Case.topic, Case.due_on, Case.chased)
        .where(is_near & (Case.chased < len(_STAGES)) & (Case.id > after))
        .order_by(Case.id)
        .limit(_PAGE)
    )
    done = []
    for row, stands in await _standings(rows, today):
        stage = stage_of(stands)
        if stage > row["chased"] and (chased := await _chase(row["id"], stage, stands, now=now)):
            done.append(chased)
    return done, rows[-1]["id"] if len(rows) == _PAGE else 0


_STAGES = (StepKind.REMINDED, StepKind.REMINDED, StepKind.ESCALATED)


def stage_of(stands: Standing) -> int:
    """Give how far the clock goes: 0 nothing, 1 due soon, 2 overdue, 3 long overdue."""
    if stands.timeliness is Timeliness.OVERDUE:
        return 3 if stands.working_days >= ESCALATED_AFTER_DAYS else 2
    return 1 if stands.working_days <= SOON_DAYS else 0


async def _standings(rows: Sequence[dict[str, Any]], today: date) -> list[tuple[dict[str, Any], Standing]]:
    calendars: dict[int, Calendar] = {}
    for topic_id in {row["topic"] for row in rows}:
        calendars[topic_id] = await calendar_for(topic_id)
    return [(row, standing(row["due_on"], today, calendars[row["topic"]])) for row in rows]


async def _chase(case_id: int, stage: int, stands: Standing, *, now: datetime) -> Chased | None:
    """Take the clock's step, unless somebody was first."""
    async with transaction():
        found = await held(case_id, by=None)
        row = await Case.select(Case.chased).where(Case.id == case_id).first()
        if found.state not in WITH_A_LEAD or row is None or row["chased"] >= stage:
            return None
        kind = _STAGES[stage - 1]
        step = Step(kind=kind, organisation=found.lead, due_on=found.due_on)
        await take(found, step, by=None, now=now, changes={"chased": stage})
    return Chased(case_id=case_id, kind=kind, stands=stands)


async def _account_of(email: str, root: int | None) -> tuple[int, str]:
    """Give the id of the account of somebody in a tree, and the opaque one that the trail knows."""
    columns = (Account.id, Account.trail_id, Account.active, Account.organisation)
    row = await Account.select(*columns).where(Account.email == email.strip().lower()).first()
    if row is None or not row["active"] or row["organisation"] not in {one.id for one in await tree_of(root)}:
        raise NoSuchAccount(field="email")
    return int(row["id"]), str(row["trail_id"])
