"""What a sender may still do: object to a decline, take the suggestion back, add facts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from piccolo.columns import Column

from jianyan import suggestions, trail
from jianyan.appeals.queries import AppealDetail, appeal_of, last_decline
from jianyan.appeals.recording import locked, record
from jianyan.appeals.refusals import (
    AppealedAlready,
    AppealTooLate,
    EnoughFacts,
    NotAppealable,
    NotChangeable,
    TextErased,
)
from jianyan.appeals.states import (
    ADDITIONS_MOST,
    APPEALABLE_FOR,
    OPEN_TO_FACTS,
    TEXT_MOST,
    WITHDRAWABLE,
    due_on,
)
from jianyan.appeals.tables import Addition, Appeal
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions import SuggestionDetail, SuggestionState
from jianyan.suggestions.texts import checked, tidy


async def appeal(
    tracking: str, text: str, *, by: trail.Actor | None, now: datetime, zone: ZoneInfo
) -> AppealDetail:
    """Object to a decline and give the appeal with its day; the same text again changes nothing.

    Args:
        tracking: of a suggestion whose receipt or account the sender has shown.
        text: why, 1 to 1,000 characters.
        by: the member; None for a citizen.
        now: when.
        zone: in which the day of the answer is counted, see `due_on`.

    Raises:
        Invalid: the text is empty, too long or cannot be shown.
        NoSuchSuggestion, NotAppealable, AppealedAlready, AppealTooLate, TextErased: see there.
    """
    if not tidy(text):
        raise Invalid(N_("Please write why it should be looked at again."), field="appeal")
    kept = checked(text, field="appeal", most=TEXT_MOST)
    async with transaction():
        found = await locked(tracking)
        earlier = await appeal_of(found.id)
        if earlier is None:
            await _raise(found, kept, by=by, now=now, zone=zone)
        elif earlier.text != kept:
            raise AppealedAlready
        there = await appeal_of(found.id)
        assert there is not None
        return there


async def withdraw(tracking: str, *, by: trail.Actor | None, now: datetime) -> SuggestionDetail:
    """Take a suggestion back and give it as it stands then; only its sender does. Again changes nothing.

    Raises:
        NoSuchSuggestion: there is none of that number.
        NotChangeable: it is declined or merged.
    """
    async with transaction():
        found = await locked(tracking)
        if found.state is SuggestionState.WITHDRAWN:
            return found
        if found.state not in WITHDRAWABLE:
            raise NotChangeable
        to, category_id = SuggestionState.WITHDRAWN, found.category_id
        if not await suggestions.settle([found], to=to, category_id=category_id, now=now):
            raise NotChangeable
        data = {
            "from": found.state.value,
            "to": to.value,
            "category_from": category_id,
            "category_to": category_id,
        }
        await record("withdraw", found, actor=by, now=now, data=data)
        return await suggestions.by_tracking(tracking)


async def add_facts(tracking: str, text: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Add facts to a suggestion; the same text again changes nothing.

    Args:
        tracking: of a suggestion whose receipt or account the sender has shown.
        text: 1 to 1,000 characters.
        by: the member; None for a citizen.
        now: when.

    Raises:
        Invalid: the text is empty, too long or cannot be shown.
        NoSuchSuggestion, NotChangeable, EnoughFacts, TextErased: see there.
    """
    if not tidy(text):
        raise Invalid(N_("Please write what you want to add."), field="facts")
    kept = checked(text, field="facts", most=TEXT_MOST)
    async with transaction():
        found = await locked(tracking)
        there = await Addition.select(Addition.text).where(Addition.suggestion == found.id)
        if kept in {row["text"] for row in there}:
            return
        _refuse_erased(found)
        if found.state not in OPEN_TO_FACTS:
            raise NotChangeable
        if len(there) >= ADDITIONS_MOST:
            raise EnoughFacts(most=ADDITIONS_MOST)
        salt = trail.fresh_salt()
        await Addition.insert(Addition(suggestion=found.id, text=kept, text_salt=salt, added_at=now))
        said = {"facts": trail.commitment(salt, "facts", kept)}
        await record("add-facts", found, actor=by, now=now, data={"number": len(there) + 1}, said=said)


async def erase(tracking: str) -> None:
    """Empty what was written about a suggestion after it was sent; its own erasure is what is recorded."""
    async with transaction():
        found = await suggestions.by_tracking(tracking)
        texts: dict[Column | str, None] = {"text": None, "text_salt": None}
        await Appeal.update({**texts, "note": None, "note_salt": None}).where(Appeal.suggestion == found.id)
        await Addition.update(texts).where(Addition.suggestion == found.id)


async def _raise(
    found: SuggestionDetail, text: str, *, by: trail.Actor | None, now: datetime, zone: ZoneInfo
) -> None:
    _refuse_erased(found)
    decline = await last_decline(found.id)
    if found.state is not SuggestionState.DECLINED or decline is None:
        raise NotAppealable
    if now - decline["at"] > APPEALABLE_FOR:
        raise AppealTooLate(days=APPEALABLE_FOR.days)
    salt, due = trail.fresh_salt(), due_on(now, zone)
    row = Appeal(
        suggestion=found.id,
        against=decline["id"],
        text=text,
        text_salt=salt,
        raised_at=now,
        due_on=due,
    )
    await Appeal.insert(row)
    said = {"appeal": trail.commitment(salt, "appeal", text)}
    await record("appeal", found, actor=by, now=now, data={"due": due.isoformat()}, said=said)


def _refuse_erased(found: SuggestionDetail) -> None:
    if found.body is None:
        raise TextErased
