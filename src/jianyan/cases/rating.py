"""The author's last word: is it solved, and is the answer satisfying? If not, it is asked for once more."""

from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from piccolo.columns.combination import And

from jianyan import trail
from jianyan.calendars import due_on
from jianyan.cases.handing_over import calendar_for, term_for
from jianyan.cases.refusals import NoSuchCase, NotNow, RatedAlready
from jianyan.cases.schemas import NOTE_MOST, NewRating
from jianyan.cases.states import ANSWERED, ROUNDS_MOST, CaseKind, CaseState, Satisfaction, StepKind
from jianyan.cases.stepping import Held, Step, held, take
from jianyan.cases.tables import Case, Rating
from jianyan.cases.texts import checked
from jianyan.clock import day_of
from jianyan.db import transaction
from jianyan.moderation.tables import Merge
from jianyan.suggestions.tables import Suggestion

RATED_WITHIN = timedelta(days=30)
_PAGE = 500


async def rate(
    case_id: int, suggestion_id: int, new: NewRating, *, now: datetime, zone: ZoneInfo
) -> CaseState:
    """Rate the answer to a case as one of its authors, and give where the case stands then.

    Who is satisfied, or fairly so, closes it; who is not opens it once more, and the second time closes it.
    The same rating again changes nothing.

    Args:
        case_id: of the case.
        suggestion_id: of a suggestion that the case is about, whose receipt or account was shown.
        new: as it was chosen.
        now: when.
        zone: in which days are counted.

    Raises:
        NoSuchCase: there is none of that id, or it is not about this suggestion.
        NotNow: it is not answered, was answered more than 30 days ago or anew since, or all was erased.
        RatedAlready: this author has said something else.
        Invalid: the reason is too long or cannot be shown.
    """
    reason = checked(new.reason, field="reason", most=NOTE_MOST) if new.reason.strip() else None
    async with transaction():
        found = await held(case_id, by=None)
        is_readable = await _is_readable(found, suggestion_id)
        earlier = await _earlier(found, suggestion_id, new.round)
        if earlier:
            return _again(found, earlier, new, reason)
        is_last = new.round in (None, found.round)
        if not (is_readable and is_last and _is_open(found, now=now)):
            raise NotNow
        await _rate(found, suggestion_id, new, reason, now=now)
        return await _follow(found, new.satisfaction, now=now, zone=zone)


async def close_unrated(*, now: datetime) -> int:
    """Close what was answered 30 days ago and that nobody rated, and give how many those were."""
    old = And(Case.state == CaseState.ANSWERED.value, Case.answered_at < now - RATED_WITHIN)
    rows = await Case.select(Case.id).where(old).order_by(Case.id).limit(_PAGE)
    closed = 0
    for row in rows:
        async with transaction():
            found = await held(row["id"], by=None)
            if found.state is CaseState.ANSWERED:
                await _close(found, now=now)
                closed += 1
    return closed


async def _rate(
    found: Held, suggestion_id: int, new: NewRating, reason: str | None, *, now: datetime
) -> None:
    salt = trail.fresh_salt()
    row = Rating(
        case=found.id,
        round=found.round,
        suggestion=suggestion_id,
        is_solved=new.is_solved,
        satisfaction=new.satisfaction.value,
        reason=reason,
        reason_salt=salt if reason else None,
        rated_at=now,
    )
    await Rating.insert(row)
    said = {"reason": trail.commitment(salt, "reason", reason)} if reason else {}
    data = {"solved": new.is_solved, "satisfaction": new.satisfaction.value, "suggestion": suggestion_id}
    await take(found, Step(kind=StepKind.RATED, data=data, said=said), by=None, now=now)


async def _follow(found: Held, satisfaction: Satisfaction, *, now: datetime, zone: ZoneInfo) -> CaseState:
    """Close a case, or open it once more."""
    if satisfaction is Satisfaction.DISSATISFIED and found.round < ROUNDS_MOST:
        term = await term_for(found.topic, CaseKind(found.kind))
        today = day_of(now, zone)
        due = due_on(today, term.answer_days, await calendar_for(found.topic))
        changes = {
            "round": found.round + 1,
            "due_on": due,
            "return_by": None,
            "closed_at": None,
            "chased": 0,
            "counted_from": today,
            "counted_days": term.answer_days,
            "awaits_meeting": term.meets_first,
        }
        data = {"counted": [today.isoformat(), term.answer_days], "meeting": term.meets_first}
        step = Step(kind=StepKind.REOPENED, organisation=found.lead, due_on=due, data=data)
        return await take(found, step, by=None, now=now, changes=changes)
    return await _close(found, now=now) if found.state is CaseState.ANSWERED else found.state


async def _close(found: Held, *, now: datetime) -> CaseState:
    return await take(found, Step(kind=StepKind.CLOSED), by=None, now=now, changes={"closed_at": now})


def _is_open(found: Held, *, now: datetime) -> bool:
    is_answered = found.state in ANSWERED and found.answered_at is not None
    return is_answered and now - cast(datetime, found.answered_at) <= RATED_WITHIN


async def _is_readable(found: Held, suggestion_id: int) -> bool:
    """Say whether the text of an author is still there.

    Raises:
        NoSuchCase: the case is about something else.
    """
    merged = And(Merge.suggestion == suggestion_id, Merge.into == found.suggestion)
    if suggestion_id != found.suggestion and not await Merge.exists().where(merged):
        raise NoSuchCase
    there = And(Suggestion.id == suggestion_id, Suggestion.body.is_not_null())
    return await Suggestion.exists().where(there)


async def _earlier(found: Held, suggestion_id: int, read: int | None) -> dict[str, object] | None:
    """Give what an author said of an answer: the one that was read, else the last one."""
    rounds = read or (found.round if found.state in ANSWERED else found.round - 1)
    mine = And(Rating.case == found.id, And(Rating.round == rounds, Rating.suggestion == suggestion_id))
    row: dict[str, object] | None = await Rating.select().where(mine).first()
    return row


def _again(found: Held, earlier: dict[str, object], new: NewRating, reason: str | None) -> CaseState:
    said = (bool(earlier["is_solved"]), earlier["satisfaction"], earlier["reason"])
    if said != (new.is_solved, new.satisfaction.value, reason):
        raise RatedAlready
    return found.state
