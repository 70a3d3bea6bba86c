"""Moving the state of suggestions, and forgetting what must be forgotten."""

from collections.abc import Sequence
from datetime import date, datetime

from piccolo.columns.combination import And, WhereRaw
from piccolo.custom_types import Combinable

from jianyan import notices, trail
from jianyan.db import transaction
from jianyan.errors import Conflict, NotFound
from jianyan.i18n import N_
from jianyan.suggestions.photos import erase_photos
from jianyan.suggestions.schemas import SuggestionDetail
from jianyan.suggestions.spots import erase_spot
from jianyan.suggestions.states import SuggestionState
from jianyan.suggestions.tables import Answer, Contact, ScreeningHit, Suggestion


class NoSuchSuggestion(NotFound):
    """There is no suggestion of that number."""

    sentence = N_("There is no suggestion of that number.")


class AlreadySettled(Conflict):
    """Somebody else decided first; `state` says how it stands now."""

    sentence = N_("Somebody else has decided on this one already.")

    def __init__(self, state: SuggestionState) -> None:
        super().__init__()
        self.state = state


async def settle(
    seen: Sequence[SuggestionDetail],
    *,
    to: SuggestionState,
    category_id: int | None,
    now: datetime,
    provided: WhereRaw | None = None,
) -> set[int]:
    """Move suggestions on from where they were seen, and give the ids of those that were still there.

    Args:
        seen: as they were read; at least one, all in the same state and category.
        to: where they go.
        category_id: where they are filed from now on.
        now: the moment of the decision.
        provided: what has to hold as well, asked in the same statement.
    """
    state, filed = seen[0].state, seen[0].category_id
    same = Suggestion.category.is_null() if filed is None else Suggestion.category == filed
    there = And(Suggestion.id.is_in([one.id for one in seen]), Suggestion.state == state.value)
    where: Combinable = And(there, same)
    async with transaction():
        moved = (
            await Suggestion.update({"state": to.value, "category": category_id, "settled_at": now})
            .where(And(where, provided) if provided else where)
            .returning(Suggestion.id)
        )
        return {row["id"] for row in moved}


async def erase(tracking: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Delete the texts, salts and contact of one suggestion. The record of it stays and still verifies.

    Its photos are shown to nobody any more; `uploads.remove_erased` deletes their files afterwards.

    Raises:
        NoSuchSuggestion: there is none of that number.
    """
    async with transaction():
        row = (
            await Suggestion.update(
                {"title": None, "title_salt": None, "body": None, "body_salt": None, "erased_at": now}
            )
            .where((Suggestion.tracking == tracking) & Suggestion.erased_at.is_null())
            .returning(Suggestion.id, Suggestion.topic)
        )
        if not row:
            await _state_of(tracking)
            return
        suggestion_id = row[0]["id"]
        await Answer.update({"text": None, "text_salt": None}).where(Answer.suggestion == suggestion_id)
        await Contact.delete().where(Contact.suggestion == suggestion_id)
        await ScreeningHit.delete().where(ScreeningHit.suggestion == suggestion_id)
        await erase_photos(suggestion_id, now=now)
        await erase_spot(suggestion_id)
        entry = trail.Entry(kind="erase", subject=tracking, actor=by, topic=row[0]["topic"])
        await trail.record(entry, at=now)


async def forget_contacts(today: date) -> int:
    """Delete the phone numbers whose day has come, and give how many."""
    async with transaction():
        has_come = Contact.delete_on <= today
        rows = await Contact.select(Contact.suggestion.tracking.as_alias("tracking")).where(has_come)
        await notices.forget_phones(row["tracking"] for row in rows)
        gone = await Contact.delete().where(has_come).returning(Contact.id)
        return len(gone)


async def _state_of(tracking: str) -> SuggestionState:
    row = await Suggestion.select(Suggestion.state).where(Suggestion.tracking == tracking).first()
    if row is None:
        raise NoSuchSuggestion
    return SuggestionState(row["state"])
