"""A department's answer: written, agreed with others, looked at by the office, published."""

from datetime import date, datetime
from typing import Any

from jianyan import trail
from jianyan.accounts import Person
from jianyan.cases.attaching import put_files
from jianyan.cases.committing import said_by
from jianyan.cases.countersigning import check_signed, take_signatures_back
from jianyan.cases.drafts import draft, drafted_wording, written_by_lead
from jianyan.cases.refusals import NotNow, NotYetMet
from jianyan.cases.schemas import MEASURES_MOST, NOTE_MOST, REPLY_MOST, NewMeasure, NewReply
from jianyan.cases.states import Adoption, StepKind, after
from jianyan.cases.stepping import Changes, Held, Step, held, take
from jianyan.cases.tables import Measure, Reply
from jianyan.cases.texts import checked
from jianyan.db import transaction
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.i18n import N_

MEASURE_MOST = 500
_NEEDS_REASON = frozenset({Adoption.REFERENCE, Adoption.DECLINED})
Row = dict[str, Any]


async def save_reply(case_id: int, new: NewReply, *, by: Person, now: datetime) -> None:
    """Keep a reply as a draft; who had agreed to it agrees anew where it says something else now.

    Raises:
        NoSuchCase, NotYourCase: see there.
        NotNow: the case is not in hand.
        InvalidFields: one refusal for each part that cannot be taken.
        NoSuchUpload: a photo or document was not taken in by this person, or is let go.
    """
    kept = _checked(new)
    async with transaction():
        found = await held(case_id, by=by)
        found.check_lead()
        if after(found.state, StepKind.REPLIED) is None:
            raise NotNow
        read = await drafted_wording(found)
        reply_id = await _written(found, kept, await draft(found), by=by, now=now)
        await _put_measures(reply_id, kept.measures)
        await put_files(reply_id, kept, by=by)
        if read != await drafted_wording(found):
            await take_signatures_back(found, in_state=found.state, by=by, now=now)


async def send_reply(case_id: int, *, by: Person, now: datetime) -> None:
    """Put a reply before the office; from now on it does not change.

    Raises:
        NoSuchCase, NotYourCase, NotNow, NoReply, NotYetSigned, NotYetMet: see there.
    """
    async with transaction():
        found = await held(case_id, by=by)
        found.check_lead()
        reply = await written_by_lead(found)
        await check_signed(found)
        if found.awaits_meeting:
            raise NotYetMet
        step = await _recorded(StepKind.REPLIED, found, reply)
        await take(found, step, by=by, now=now, changes={"asked_due_on": None})


async def send_back(case_id: int, reason: str, *, by: Person, now: datetime) -> None:
    """Ask for a better reply before anything is published; who agreed to it agrees anew.

    Raises:
        NoSuchCase, NotYourCase, NotNow: see there.
        Invalid: no reason is given, or it cannot be kept.
    """
    kept = checked(reason, field="note", most=NOTE_MOST)
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        step = Step(kind=StepKind.SENT_BACK, organisation=found.lead, text=kept)
        state = await take(found, step, by=by, now=now)
        await take_signatures_back(found, in_state=state, by=by, now=now)


async def publish_reply(case_id: int, *, by: Person, now: datetime) -> None:
    """Publish a reply: its author, and everybody else, can read it.

    Raises:
        NoSuchCase, NotYourCase, NotNow, NoReply: see there.
    """
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        reply = await written_by_lead(found)
        published: Changes = {"published_at": now, "published_by": by.account_id}
        changes = {"answered_at": now, "result": reply["result"], "adoption": reply["adoption"]}
        step = await _recorded(StepKind.ANSWERED, found, reply)
        await take(found, step, by=by, now=now, changes=changes)
        await Reply.update(published).where(Reply.id == reply["id"])


async def carry_out(measure_id: int, on: date, *, by: Person, now: datetime) -> None:
    """Say that a measure of a published reply is done; another day corrects it.

    Raises:
        NoSuchCase: there is no such measure for whoever asks.
        NotYourCase, NotNow: see there.
    """
    async with transaction():
        columns = (Measure.reply.case.as_alias("case"), Measure.reply.round.as_alias("of"), Measure.number)
        row = await Measure.select(*columns).where(Measure.id == measure_id).first()
        found = await held(row["case"] if row else 0, by=by)
        found.check_lead()
        data = {"of": row["of"], "measure": row["number"]} if row else {}
        await take(found, Step(kind=StepKind.CARRIED_OUT, due_on=on, data=data), by=by, now=now)
        done: Changes = {"done_on": on}
        await Measure.update(done).where(Measure.id == measure_id)


async def _written(found: Held, new: NewReply, before: Row | None, *, by: Person, now: datetime) -> int:
    """Write the row of a reply and give its id; each text gets a salt of its own."""
    content: Changes = {
        "organisation": found.lead,
        "result": new.result.value,
        "adoption": new.adoption.value,
        "text": new.text,
        "text_salt": trail.fresh_salt(),
        "reason": new.reason or None,
        "reason_salt": trail.fresh_salt() if new.reason else None,
        "written_by": by.account_id,
        "written_at": now,
    }
    if before:
        await Reply.update(content).where(Reply.id == before["id"])
        return int(before["id"])
    row = Reply(case=found.id, round=found.round, **{str(name): value for name, value in content.items()})
    return int((await Reply.insert(row))[0]["id"])


async def _put_measures(reply_id: int, measures: tuple[NewMeasure, ...]) -> None:
    await Measure.delete().where(Measure.reply == reply_id)
    rows = [
        Measure(
            reply=reply_id,
            number=number,
            text=measure.text,
            text_salt=trail.fresh_salt(),
            due_on=measure.due_on,
            done_on=measure.done_on,
        )
        for number, measure in enumerate(measures, start=1)
    ]
    if rows:
        await Measure.insert(*rows)


async def _recorded(kind: StepKind, found: Held, reply: Row) -> Step:
    """Give a step that commits to a reply as it stands."""
    said = await said_by(reply)
    return Step(kind=kind, organisation=found.lead, data=said.data, said=said.commitments)


def _checked(new: NewReply) -> NewReply:
    """Give a reply as it is kept.

    Raises:
        InvalidFields: one refusal for each part that cannot be taken.
    """
    problems: list[Refusal] = []

    def text(value: str, field: str, most: int, *, needed: bool) -> str:
        if not value.strip() and not needed:
            return ""
        try:
            return checked(value, field=field, most=most)
        except Invalid as problem:
            problems.append(problem)
            return ""

    kept = NewReply(
        result=new.result,
        adoption=new.adoption,
        text=text(new.text, "text", REPLY_MOST, needed=True),
        reason=text(new.reason, "reason", NOTE_MOST, needed=new.adoption in _NEEDS_REASON),
        measures=tuple(
            NewMeasure(
                text=text(each.text, f"measure_{number}", MEASURE_MOST, needed=True),
                due_on=each.due_on,
                done_on=each.done_on,
            )
            for number, each in enumerate(new.measures, start=1)
        ),
        photos_before=new.photos_before,
        photos_after=new.photos_after,
        documents=new.documents,
    )
    if len(new.measures) > MEASURES_MOST:
        problems.append(Invalid(N_("At most %(most)s measures fit."), field="measures", most=MEASURES_MOST))
    if problems:
        raise InvalidFields(problems)
    return kept
