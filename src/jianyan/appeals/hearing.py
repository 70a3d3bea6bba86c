"""The second look: somebody who did not decide the first time answers an appeal."""

from datetime import datetime
from typing import Any

from piccolo.columns import Column

from jianyan import moderation, trail
from jianyan.accounts import Person
from jianyan.appeals.queries import AppealDetail, appeal_of, decliners_of
from jianyan.appeals.recording import locked, record
from jianyan.appeals.refusals import HeardAlready, NoSuchAppeal, OwnDecision
from jianyan.appeals.states import TEXT_MOST, Outcome
from jianyan.appeals.tables import Appeal
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions import AlreadySettled, SuggestionDetail, SuggestionState
from jianyan.suggestions.texts import checked, tidy


async def hear(tracking: str, outcome: Outcome, note: str, *, by: Person, now: datetime) -> AppealDetail:
    """Answer an appeal and give it; overturning puts the suggestion back into the queue.

    The same answer by the same person again changes nothing.

    Args:
        tracking: of the suggestion.
        outcome: uphold or overturn the decline.
        note: what the sender reads, 1 to 1,000 characters.
        by: anybody who never declined this suggestion.
        now: when.

    Raises:
        Invalid: the note is empty, too long or cannot be shown.
        NoSuchAppeal, HeardAlready, OwnDecision: see there.
        AlreadySettled: the decline was taken back in the meantime.
    """
    if not tidy(note):
        raise Invalid(N_("Please write what the sender is told."), field="note")
    kept = checked(note, field="note", most=TEXT_MOST)
    async with transaction():
        found = await locked(tracking)
        earlier = await _appeal_of(found)
        if earlier.outcome is None:
            await _answer(found, outcome, kept, by=by, now=now)
        elif (earlier.outcome, earlier.note, earlier.heard_by_id) != (outcome, kept, by.account_id):
            raise HeardAlready
        return await _appeal_of(found)


async def _answer(found: SuggestionDetail, outcome: Outcome, note: str, *, by: Person, now: datetime) -> None:
    if by.account_id in (await decliners_of([found.id])).get(found.id, set()):
        raise OwnDecision
    if found.state is not SuggestionState.DECLINED:
        raise AlreadySettled(found.state)
    if outcome is Outcome.OVERTURN:
        await moderation.decide(found.tracking, moderation.Verdict(act=moderation.Act.UNDO), by=by, now=now)
    salt = trail.fresh_salt()
    answer: dict[Column | str, Any] = {"outcome": outcome.value, "note": note, "note_salt": salt}
    await Appeal.update({**answer, "heard_by": by.account_id, "heard_at": now}).where(
        Appeal.suggestion == found.id
    )
    said = {"note": trail.commitment(salt, "note", note)}
    await record("hear", found, actor=by.actor, now=now, data={"outcome": outcome.value}, said=said)


async def _appeal_of(found: SuggestionDetail) -> AppealDetail:
    there = await appeal_of(found.id)
    if there is None:
        raise NoSuchAppeal
    return there
