"""Meeting the author before the answer (面商, 先协商后答复): what was agreed is for the author to read."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from piccolo.columns.combination import And

from jianyan.accounts import Person
from jianyan.cases.refusals import NotNow
from jianyan.cases.schemas import NOTE_MOST, NewMeeting
from jianyan.cases.states import StepKind, after
from jianyan.cases.stepping import Held, Step, held, take
from jianyan.cases.tables import CaseStep
from jianyan.cases.texts import checked
from jianyan.clock import day_of
from jianyan.db import transaction
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.i18n import N_


async def meet(case_id: int, new: NewMeeting, *, by: Person, now: datetime, zone: ZoneInfo) -> None:
    """Keep on record that an author was met; there may be several meetings before one answer.

    The last one sent again changes nothing.

    Args:
        case_id: of a case in hand.
        new: the meeting.
        by: somebody of the lead, or of the office for it.
        now: when it is recorded.
        zone: in which days are counted.

    Raises:
        NoSuchCase, NotYourCase, NotNow: see there.
        InvalidFields: it took place on no day of this round, nobody or somebody else took part, or what was
            agreed cannot be kept.
    """
    async with transaction():
        found = await held(case_id, by=by)
        found.check_lead()
        if after(found.state, StepKind.MET) is None:
            raise NotNow
        first, today = day_of(await _begun_at(found), zone), day_of(now, zone)
        step = _step(found, new, first, today)
        if await _is_again(found, step):
            return
        changes = {"awaits_meeting": False, "met_at": found.met_at or now}
        await take(found, step, by=by, now=now, changes=changes)


async def _begun_at(found: Held) -> datetime:
    """Give when the round of a case began: it was handed over, or opened once more."""
    again = And(CaseStep.case == found.id, CaseStep.kind == StepKind.REOPENED.value)
    row = await CaseStep.select(CaseStep.at).where(again).first()
    at: datetime = row["at"] if row else found.opened_at
    return at


def _step(found: Held, new: NewMeeting, first: date, today: date) -> Step:
    """Give a meeting as it is kept.

    Raises:
        InvalidFields: one refusal for each part that cannot be taken.
    """
    problems: list[Refusal] = [*_wrong_day(new.on, first, today), *_wrong_parties(found, new.party_ids)]
    agreed = ""
    try:
        agreed = checked(new.agreed, field="note", most=NOTE_MOST)
    except Invalid as problem:
        problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    return Step(
        kind=StepKind.MET,
        organisation=found.lead,
        due_on=new.on,
        manner=new.manner,
        parties=tuple(sorted(set(new.party_ids))),
        text=agreed,
    )


def _wrong_day(on: date, first: date, today: date) -> Iterable[Invalid]:
    if on > today:
        yield Invalid(N_("Please choose a day that is not in the future."), field="on")
    elif on < first:
        sentence = N_("Please choose a day on which the department had the case: %(day)s at the earliest.")
        yield Invalid(sentence, field="on", day=first.isoformat())


def _wrong_parties(found: Held, asked: Iterable[int]) -> Iterable[Invalid]:
    chosen = set(asked)
    if not chosen or not chosen <= {found.lead, *found.co}:
        yield Invalid(N_("Please choose who took part."), field="party")


async def _is_again(found: Held, step: Step) -> bool:
    """Say whether a meeting is the one that was recorded last: a form was sent twice."""
    row = (
        await CaseStep.select(CaseStep.kind, CaseStep.due_on, CaseStep.manner, CaseStep.text)
        .where(CaseStep.case == found.id)
        .order_by(CaseStep.number, ascending=False)
        .first()
    )
    new = (step.kind.value, step.due_on, step.manner and step.manner.value, step.text)
    return row is not None and (row["kind"], row["due_on"], row["manner"], row["text"]) == new
