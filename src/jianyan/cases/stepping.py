"""The one door of a case: it is held still, moved by a step, and the step is kept on record."""

from datetime import date, datetime
from typing import Any, cast

import msgspec
from piccolo.columns import Column
from piccolo.query.functions import Count

from jianyan import trail
from jianyan.accounts import OFFICE_ROLES, Person, Role, organisation_ids, within
from jianyan.cases.refusals import NoSuchCase, NotNow, NotYourCase
from jianyan.cases.seeing import asked_by, seen_by
from jianyan.cases.states import CaseState, Manner, StepKind, after
from jianyan.cases.tables import Case, CaseStep, CoDepartment, MeetingParty
from jianyan.clock import minute_of
from jianyan.db import Look, Steps, perform

Changes = dict[Column | str, Any]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A case that nobody else moves before this transaction ends, and as what somebody acts on it."""

    id: int
    suggestion: int
    topic: int
    root: int | None
    kind: str
    state: CaseState
    round: int
    lead: int | None
    opened_at: datetime
    return_by: date | None
    due_on: date | None
    asked_due_on: date | None
    answered_at: datetime | None
    awaits_meeting: bool
    met_at: datetime | None
    is_office: bool
    """Whoever acts belongs to the office that handed it over, which may also act for the lead."""
    is_lead: bool
    co: frozenset[int]
    """Ids of departments that answer with the lead."""
    own_co: frozenset[int]
    """Ids of own departments that answer with the lead."""

    def check_office(self) -> None:
        """Refuse whoever does not belong to the office.

        Raises:
            NotYourCase: see there.
        """
        if not self.is_office:
            raise NotYourCase

    def check_lead(self) -> None:
        """Refuse whoever acts neither for the lead nor for the office.

        Raises:
            NotYourCase: see there.
        """
        if not (self.is_lead or self.is_office):
            raise NotYourCase


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step that is about to be taken."""

    kind: StepKind
    organisation: int | None = None
    """Whom it names."""
    due_on: date | None = None
    manner: Manner | None = None
    """Of a meeting."""
    parties: tuple[int, ...] = ()
    """Departments that took part in it."""
    text: str | None = None
    data: dict[str, Any] = {}
    """Further plain facts for the trail."""
    said: dict[str, str] = {}
    """Field → hex of the commitment to a text that is kept elsewhere."""


async def held(case_id: int, *, by: Person | None) -> Held:
    """Give a case that somebody sees, and hold it still up to the end of the transaction.

    Args:
        case_id: of the case.
        by: who acts; None: the author or the clock, who see all.

    Raises:
        NoSuchCase: there is none of that id for whoever asks.
    """
    await perform(_locking(case_id))
    query = Case.select(*_COLUMNS).where(Case.id == case_id)
    row = await (query.where(seen_by(by)) if by else query).first()
    if row is None:
        raise NoSuchCase
    own = await _own(by) if by and by.role is Role.DEPARTMENT else set()
    rows = await CoDepartment.select(CoDepartment.organisation).where(CoDepartment.case == case_id)
    co = frozenset(each["organisation"] for each in rows)
    return Held(
        **{**row, "state": CaseState(row["state"]), "awaits_meeting": bool(row["awaits_meeting"])},
        is_office=by is None or await _is_office(case_id, by),
        is_lead=row["lead"] in own,
        co=co,
        own_co=co & own,
    )


async def take(
    found: Held, step: Step, *, by: Person | None, now: datetime, changes: dict[str, Any] | None = None
) -> CaseState:
    """Take a step of a case that is held, and give where it stands then.

    Args:
        found: the case as it is held.
        step: what is done.
        by: who does it; None: the author or the clock.
        now: when.
        changes: what else changes in its row.

    Raises:
        NotNow: it cannot be done in its state.
    """
    to = after(found.state, step.kind)
    if to is None:
        raise NotNow
    row = cast(Changes, {**(changes or {}), "state": to.value})
    await Case.update(row).where(Case.id == found.id)
    rounds = changes.get("round", found.round) if changes else found.round
    told = msgspec.structs.replace(step, data={**_told(changes or {}), **step.data})
    await keep_step(found.id, found.topic, told, to=to, in_round=rounds, by=by, now=now)
    return to


async def keep_step(
    case_id: int,
    topic_id: int,
    step: Step,
    *,
    to: CaseState,
    in_round: int,
    by: Person | None,
    now: datetime,
) -> None:
    """Keep a step and its record in the trail; the case's row is written by whoever calls."""
    number = (await CaseStep.select(Count()).where(CaseStep.case == case_id))[0]["count"]
    salt = trail.fresh_salt() if step.text else None
    row = CaseStep(
        case=case_id,
        number=number,
        kind=step.kind.value,
        round=in_round,
        at=now,
        by=by and by.account_id,
        organisation=step.organisation,
        due_on=step.due_on,
        manner=step.manner and step.manner.value,
        text=step.text or None,
        text_salt=salt,
    )
    await _keep_parties(step, (await CaseStep.insert(row))[0]["id"])
    due = step.due_on and step.due_on.isoformat()
    facts = {
        "number": number,
        "to": to.value,
        "round": in_round,
        "organisation": step.organisation,
        "due": due,
        "at": told_minute(now),
    }
    said = dict(step.said)
    if step.text and salt:
        said["note"] = trail.commitment(salt, "note", step.text)
    entry = trail.Entry(
        kind=trail_kind(step.kind),
        subject=trail_subject(case_id),
        actor=by.actor if by else None,
        topic=topic_id,
        data={**facts, **_meeting_told(step), **step.data},
        commitments=said,
    )
    await trail.record(entry, at=now)


def told_minute(at: datetime) -> str:
    """Give a moment as steps tell it in the trail: what is taken over happened long before it is recorded."""
    return minute_of(at).strftime("%Y-%m-%dT%H:%MZ")


def trail_kind(kind: StepKind) -> str:
    """Give as what the trail knows a step."""
    return f"case-{kind.value}"


def trail_subject(case_id: int) -> str:
    """Give as what the trail knows a case."""
    return f"case-{case_id}"


def _told(changes: dict[str, Any]) -> dict[str, Any]:
    """Give what of a row's changes does not follow from its step: the day of returning, the clock's stage."""
    told: dict[str, Any] = {}
    if "return_by" in changes:
        told["return"] = changes["return_by"] and changes["return_by"].isoformat()
    if changes.get("chased"):
        told["stage"] = changes["chased"]
    return told


def _meeting_told(step: Step) -> dict[str, Any]:
    return {"manner": step.manner.value, "parties": [*step.parties]} if step.manner else {}


async def _keep_parties(step: Step, step_id: int) -> None:
    if step.parties:
        rows = [MeetingParty(step=step_id, organisation=each) for each in step.parties]
        await MeetingParty.insert(*rows)


async def _is_office(case_id: int, person: Person) -> bool:
    """Say whether somebody's office handed a case over; who only supervises it does not act for it."""
    if person.role not in OFFICE_ROLES:
        return False
    return bool(await Case.exists().where((Case.id == case_id) & asked_by(person)))


async def _own(person: Person) -> set[int]:
    with within(person.scope):
        return {row["id"] for row in await organisation_ids()}


def _locking(case_id: int) -> Steps[None]:
    yield Look(Case, (Case.id,), Case.id, [case_id], locks=True)


_COLUMNS = (
    Case.id,
    Case.suggestion,
    Case.topic,
    Case.root,
    Case.kind,
    Case.state,
    Case.round,
    Case.lead,
    Case.opened_at,
    Case.return_by,
    Case.due_on,
    Case.asked_due_on,
    Case.answered_at,
    Case.awaits_meeting,
    Case.met_at,
)
