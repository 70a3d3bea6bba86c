"""The office hands a suggestion over, whole or in aspects; to a department, or to whoever claims it."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from jianyan import suggestions, topics, trail
from jianyan.accounts import EVERYWHERE, NoSuchOrganisation, Person, root_of, tree_of, within
from jianyan.calendars import Calendar, calendar_of, due_on
from jianyan.cases.refusals import NothingToHandOver, SpanOutside
from jianyan.cases.schemas import NOTE_MOST, TITLE_MOST, NewCase
from jianyan.cases.states import CaseKind, CaseState, StepKind
from jianyan.cases.stepping import Held, Step, held, keep_step, take
from jianyan.cases.tables import Case, CoDepartment
from jianyan.cases.terms import Term, terms_of
from jianyan.cases.texts import checked
from jianyan.clock import day_of
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions import SuggestionDetail, SuggestionState


async def hand_over(tracking: str, new: NewCase, *, by: Person, now: datetime, zone: ZoneInfo) -> int:
    """Make a case of a published suggestion, or of one aspect of it, and give the case's id.

    Args:
        tracking: of a suggestion of the current scope; several cases of one are its aspects.
        new: what is handed over, and to whom.
        by: somebody of the office.
        now: when.
        zone: in which days are counted.

    Raises:
        NoSuchSuggestion: there is none of that number.
        NothingToHandOver, SpanOutside, NoSuchOrganisation: see there.
        Invalid: title or note is empty, too long or cannot be shown.
    """
    kept = msgspec.structs.replace(
        new, title=checked(new.title, field="title", most=TITLE_MOST), note=checked_note(new.note) or ""
    )
    async with transaction():
        found = await suggestions.by_tracking(tracking)
        _check_whole(found, kept)
        case_id = await _opened(found, kept, by=by, now=now, today=day_of(now, zone))
        if kept.co_ids:
            await _join(await held(case_id, by=by), kept.co_ids, by=by, now=now)
        return case_id


async def transfer(
    case_id: int, lead_id: int | None, note: str, *, by: Person, now: datetime, zone: ZoneInfo
) -> None:
    """Hand a case to another department, or (None) offer it to whoever claims it; its day stays.

    Raises:
        NoSuchCase, NotYourCase, NotNow, NoSuchOrganisation: see there.
        Invalid: the note is too long or cannot be shown.
    """
    kept = checked_note(note)
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        await check_departments(found.root, [lead_id])
        kind = StepKind.OFFERED if lead_id is None else StepKind.ASSIGNED
        return_by = await last_day_to_return(found, day_of(now, zone)) if lead_id else None
        await CoDepartment.delete().where(
            (CoDepartment.case == case_id) & (CoDepartment.organisation == lead_id)
        )
        step = Step(kind=kind, organisation=lead_id, due_on=found.due_on, text=kept)
        changes = {"lead": lead_id, "return_by": return_by, "asked_due_on": None}
        await take(found, step, by=by, now=now, changes=changes)


async def join(case_id: int, organisation_ids: Iterable[int], *, by: Person, now: datetime) -> None:
    """Ask further departments to answer with the lead; those that do already stay.

    Raises:
        NoSuchCase, NotYourCase, NotNow, NoSuchOrganisation: see there.
    """
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        asked = list(organisation_ids)
        await check_departments(found.root, asked)
        await _join(found, asked, by=by, now=now)


async def leave(case_id: int, organisation_id: int, *, by: Person, now: datetime) -> None:
    """Ask a department not to answer with the lead any more; one that does not changes nothing.

    Raises:
        NoSuchCase, NotYourCase, NotNow: see there.
    """
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        gone = (
            await CoDepartment.delete()
            .where((CoDepartment.case == case_id) & (CoDepartment.organisation == organisation_id))
            .returning(CoDepartment.id)
        )
        if gone:
            await take(found, Step(kind=StepKind.LEFT, organisation=organisation_id), by=by, now=now)


async def cancel(case_id: int, reason: str, *, by: Person, now: datetime) -> None:
    """Take a case back that should not be one; the reason stands in its history.

    Raises:
        NoSuchCase, NotYourCase, NotNow: see there.
        Invalid: no reason is given, or it cannot be kept.
    """
    kept = checked(reason, field="note", most=NOTE_MOST)
    async with transaction():
        found = await held(case_id, by=by)
        found.check_office()
        await take(
            found, Step(kind=StepKind.CANCELLED, text=kept), by=by, now=now, changes={"asked_due_on": None}
        )


async def calendar_for(topic_id: int) -> Calendar:
    """Give the calendar of the office whose topic it is, whoever asks."""
    with within(EVERYWHERE):
        return await calendar_of(await topics.owner_of(topic_id))


async def term_for(topic_id: int, kind: CaseKind) -> Term:
    """Give how long a case may take by the office whose topic it is, whoever asks."""
    return (await terms_of(await topics.owner_of(topic_id)))[kind]


async def last_day_to_return(found: Held, today: date) -> date:
    """Give the last day on which a department returns a case that it is given today."""
    term = await term_for(found.topic, CaseKind(found.kind))
    return due_on(today, term.return_days, await calendar_for(found.topic))


async def check_departments(root: int | None, asked: Iterable[int | None]) -> None:
    """Refuse departments of another tree.

    Raises:
        NoSuchOrganisation: there is none of that id in this tree.
    """
    wanted = {each for each in asked if each is not None}
    if wanted and not wanted <= {one.id for one in await tree_of(root)}:
        raise NoSuchOrganisation


def checked_note(note: str) -> str | None:
    """Give a note as it is kept, or None where nothing is said.

    Raises:
        Invalid: it is too long or cannot be shown.
    """
    return checked(note, field="note", most=NOTE_MOST) if note.strip() else None


async def _opened(found: SuggestionDetail, new: NewCase, *, by: Person, now: datetime, today: date) -> int:
    """Write a case with its first step, and give its id."""
    owner = await topics.owner_of(found.topic_id)
    root = await root_of(owner)
    await check_departments(root, [new.lead_id, *new.co_ids])
    term = (await terms_of(owner))[new.kind]
    due, return_by = await _days(term, owner, today)
    state = CaseState.OFFERED if new.lead_id is None else CaseState.ASSIGNED
    salt = trail.fresh_salt()
    row = Case(
        suggestion=found.id,
        start=new.start,
        length=new.length,
        topic=found.topic_id,
        root=root,
        kind=new.kind.value,
        title=new.title,
        title_salt=salt,
        state=state.value,
        lead=new.lead_id,
        opened_at=now,
        due_on=due,
        counted_from=today,
        counted_days=term.answer_days,
        return_by=return_by if new.lead_id else None,
        awaits_meeting=term.meets_first,
    )
    case_id = int((await Case.insert(row))[0]["id"])
    step = Step(
        kind=StepKind(state.value),
        organisation=new.lead_id,
        due_on=due,
        text=new.note,
        data={
            "tracking": found.tracking,
            "kind": new.kind.value,
            "from": new.start,
            "letters": new.length,
            "root": root,
            "counted": [today.isoformat(), term.answer_days],
            "return": row.return_by and row.return_by.isoformat(),
            "meeting": term.meets_first,
        },
        said={"title": trail.commitment(salt, "title", new.title)},
    )
    await keep_step(case_id, found.topic_id, step, to=state, in_round=1, by=by, now=now)
    return case_id


async def _join(found: Held, asked: Iterable[int], *, by: Person, now: datetime) -> None:
    there = await CoDepartment.select(CoDepartment.organisation).where(CoDepartment.case == found.id)
    known = {row["organisation"] for row in there} | {found.lead}
    for organisation_id in dict.fromkeys(asked):
        if organisation_id not in known:
            await CoDepartment.insert(CoDepartment(case=found.id, organisation=organisation_id))
            await take(found, Step(kind=StepKind.JOINED, organisation=organisation_id), by=by, now=now)


async def _days(term: Term, owner: int | None, today: date) -> tuple[date, date]:
    """Give the day of the answer, and the last one on which it may be returned."""
    with within(EVERYWHERE):
        calendar = await calendar_of(owner)
    return due_on(today, term.answer_days, calendar), due_on(today, term.return_days, calendar)


def _check_whole(found: SuggestionDetail, new: NewCase) -> None:
    """Refuse what is not published, and an aspect that is not a part of the text."""
    if found.state is not SuggestionState.PUBLISHED or found.body is None:
        raise NothingToHandOver
    if new.start is None and new.length is None:
        return
    start, length = new.start, new.length
    if (
        start is None
        or length is None
        or not (start >= 0 and length >= 1 and start + length <= len(found.body))
    ):
        raise SpanOutside(field="aspect")
    if not found.body[start : start + length].strip():
        raise Invalid(N_("Please mark a part of the text."), field="aspect")
