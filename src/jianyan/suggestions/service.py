"""Receiving suggestions, moving their state, and forgetting what must be forgotten."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from jianyan import trail
from jianyan.db import ROW_FAULTS, transaction
from jianyan.errors import Conflict, Invalid, NotFound
from jianyan.i18n import N_
from jianyan.suggestions.schemas import NewSuggestion, Received
from jianyan.suggestions.states import SuggestionState
from jianyan.suggestions.tables import Answer, Contact, SubmissionKey, Suggestion


class SentAlready(Invalid):
    """The same form was sent before with other content; the first is kept."""

    sentence = N_(
        "One suggestion from this form was received already. Do you want to send this as a second one?"
    )


class NoSuchSuggestion(NotFound):
    """There is no suggestion of that number."""

    sentence = N_("There is no suggestion of that number.")


class AlreadySettled(Conflict):
    """Somebody else decided first; `state` says how it stands now."""

    sentence = N_("Somebody else has decided on this one already.")

    def __init__(self, state: SuggestionState) -> None:
        super().__init__()
        self.state = state


async def submit_many(batch: Sequence[NewSuggestion], *, now: datetime) -> list[Received | Exception]:
    """Write a batch in one transaction: the one way in for suggestions.

    Suggestions, answers, contacts, the keys of their forms and their trail leaves are kept together or not at
    all. A row that the database cannot take fails alone: the batch is then written again one by one.

    Args:
        batch: at most 500.
        now: when they are written; the trail keeps its minute, also for rows that were received long ago.

    Returns:
        One outcome an item, in order: Received, SentAlready, or what the database said of that row.

    Raises:
        DiskFull, DatabaseBusy: nothing was written.
    """
    try:
        async with transaction():
            return await _write(batch, now=now)
    except ROW_FAULTS as fault:
        if len(batch) == 1:
            return [fault]
        return [outcome for item in batch for outcome in await submit_many([item], now=now)]


async def settle(
    tracking: str, *, expected: SuggestionState, to: SuggestionState, category_id: int | None, now: datetime
) -> None:
    """Move a suggestion from the state it is expected in; used by decisions only.

    Raises:
        AlreadySettled: it stands elsewhere by now.
        NoSuchSuggestion: there is none of that number.
    """
    async with transaction():
        moved = (
            await Suggestion.update({"state": to.value, "category": category_id, "settled_at": now})
            .where((Suggestion.tracking == tracking) & (Suggestion.state == expected.value))
            .returning(Suggestion.id)
        )
        if not moved:
            raise AlreadySettled(await _state_of(tracking))


async def erase(tracking: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Delete the texts, salts and contact of one suggestion. The record of it stays and still verifies.

    Raises:
        NoSuchSuggestion: there is none of that number.
    """
    async with transaction():
        row = (
            await Suggestion.update(
                {"title": None, "title_salt": None, "body": None, "body_salt": None, "erased_at": now}
            )
            .where((Suggestion.tracking == tracking) & Suggestion.erased_at.is_null())
            .returning(Suggestion.id)
        )
        if not row:
            await _state_of(tracking)
            return
        suggestion_id = row[0]["id"]
        await Answer.update({"text": None, "text_salt": None}).where(Answer.suggestion == suggestion_id)
        await Contact.delete().where(Contact.suggestion == suggestion_id)
        await trail.record(trail.Entry(kind="erase", subject=tracking, actor=by), at=now)


async def forget_contacts(today: date) -> int:
    """Delete the phone numbers whose day has come, and give how many."""
    async with transaction():
        gone = await Contact.delete().where(Contact.delete_on <= today).returning(Contact.id)
        return len(gone)


async def _state_of(tracking: str) -> SuggestionState:
    row = await Suggestion.select(Suggestion.state).where(Suggestion.tracking == tracking).first()
    if row is None:
        raise NoSuchSuggestion
    return SuggestionState(row["state"])


async def _write(batch: Sequence[NewSuggestion], *, now: datetime) -> list[Received | Exception]:
    outcomes: dict[int, Received | Exception] = {}
    fresh = await _claim_keys(batch, outcomes)
    ids = await _insert([batch[place] for place in fresh])
    written: list[NewSuggestion] = []
    for place in fresh:
        item = batch[place]
        is_new = item.tracking in ids
        outcomes[place] = Received(tracking=item.tracking, state=item.state, again=not is_new)
        if is_new:
            written.append(item)
    await _write_details(written, ids, now=now)
    return [outcomes[place] for place in range(len(batch))]


async def _claim_keys(batch: Sequence[NewSuggestion], outcomes: dict[int, Received | Exception]) -> list[int]:
    """Write the forms' keys; give the places of the items that are new and the outcomes of the others."""
    first: dict[str, int] = {}
    for place, item in enumerate(batch):
        if item.key_hash:
            first.setdefault(item.key_hash, place)
    claimed = await _insert_keys([batch[place] for place in first.values()])
    fresh = [
        place
        for place, item in enumerate(batch)
        if item.key_hash is None or (item.key_hash in claimed and first[item.key_hash] == place)
    ]
    repeated = [place for place in range(len(batch)) if place not in set(fresh)]
    known = await _known_keys([str(batch[place].key_hash) for place in repeated])
    for place in repeated:
        outcomes[place] = _repeated(batch[place], known)
    return fresh


def _repeated(item: NewSuggestion, known: dict[str, dict[str, Any]]) -> Received | Exception:
    first = known[str(item.key_hash)]
    if first["content_hash"] != item.content_hash:
        return SentAlready(field="form_token")
    state = SuggestionState(first["state"]) if first["state"] else item.state
    return Received(tracking=first["tracking"], state=state, again=True)


async def _insert_keys(items: list[NewSuggestion]) -> set[str]:
    if not items:
        return set()
    rows = [
        SubmissionKey(key_hash=item.key_hash, content_hash=item.content_hash, tracking=item.tracking)
        for item in items
    ]
    added = (
        await SubmissionKey.insert(*rows)
        .on_conflict(target=SubmissionKey.key_hash, action="DO NOTHING")
        .returning(SubmissionKey.key_hash)
    )
    return {row["key_hash"] for row in added}


async def _known_keys(key_hashes: list[str]) -> dict[str, dict[str, Any]]:
    """Give key hash → its row, with the state of its suggestion (None while it is being written)."""
    if not key_hashes:
        return {}
    rows = await SubmissionKey.select().where(SubmissionKey.key_hash.is_in(key_hashes))
    trackings = [row["tracking"] for row in rows]
    states = {
        row["tracking"]: row["state"]
        for row in await Suggestion.select(Suggestion.tracking, Suggestion.state).where(
            Suggestion.tracking.is_in(trackings)
        )
    }
    return {row["key_hash"]: {**row, "state": states.get(row["tracking"])} for row in rows}


async def _insert(items: list[NewSuggestion]) -> dict[str, tuple[int, bytes, bytes | None]]:
    """Insert the rows; give tracking → (id, body salt, title salt) of those that were new."""
    if not items:
        return {}
    salts = {
        item.tracking: (trail.fresh_salt(), trail.fresh_salt() if item.title else None) for item in items
    }
    rows = [_row(item, *salts[item.tracking]) for item in items]
    query = Suggestion.insert(*rows).returning(Suggestion.id, Suggestion.tracking)
    if any(item.origin for item in items):
        query = query.on_conflict(target=(Suggestion.topic, Suggestion.origin), action="DO NOTHING")
    return {row["tracking"]: (row["id"], *salts[row["tracking"]]) for row in await query}


def _row(item: NewSuggestion, body_salt: bytes, title_salt: bytes | None) -> Suggestion:
    return Suggestion(
        tracking=item.tracking,
        topic=item.topic_id,
        placement=item.placement_id,
        category=item.category_id,
        chosen=item.category_id,
        state=item.state.value,
        source=item.source.value,
        title=item.title,
        title_salt=title_salt,
        body=item.body,
        body_salt=body_salt,
        author=item.author_id,
        receipt_hash=item.receipt_hash,
        origin=item.origin,
        like_count=item.like_count,
        received_at=item.received_at,
        received_on=item.received_on,
        settled_at=item.received_at if item.state is not SuggestionState.WAITING else None,
    )


async def _write_details(
    items: list[NewSuggestion], ids: dict[str, tuple[int, bytes, bytes | None]], *, now: datetime
) -> None:
    if not items:
        return
    answers: list[Answer] = []
    contacts: list[Contact] = []
    entries: list[trail.Entry] = []
    for item in items:
        suggestion_id, body_salt, title_salt = ids[item.tracking]
        commitments = {"body": trail.commitment(body_salt, "body", item.body)}
        if item.title and title_salt:
            commitments["title"] = trail.commitment(title_salt, "title", item.title)
        answers += _answer_rows(item, suggestion_id, commitments)
        if item.phone_encrypted:
            contacts.append(
                Contact(
                    suggestion=suggestion_id, phone=item.phone_encrypted, delete_on=item.contact_delete_on
                )
            )
        entries.append(_entry(item, commitments))
    if answers:
        await Answer.insert(*answers)
    if contacts:
        await Contact.insert(*contacts)
    await trail.record(*entries, at=now)


def _answer_rows(item: NewSuggestion, suggestion_id: int, commitments: dict[str, str]) -> list[Answer]:
    rows = []
    for answer in item.answers:
        salt = trail.fresh_salt() if answer.text is not None else None
        if salt and answer.text is not None:
            field = f"q_{answer.question_id}"
            commitments[field] = trail.commitment(salt, field, answer.text)
        rows.append(
            Answer(
                suggestion=suggestion_id,
                question=answer.question_id,
                option=answer.option_id,
                rating=answer.rating,
                text=answer.text,
                text_salt=salt,
            )
        )
    return rows


def _entry(item: NewSuggestion, commitments: dict[str, str]) -> trail.Entry:
    choices: dict[str, list[int]] = {}
    for answer in item.answers:
        chosen = answer.option_id if answer.option_id is not None else answer.rating
        if chosen is not None:
            choices.setdefault(f"q_{answer.question_id}", []).append(chosen)
    actor = trail.Actor(item.actor_id, item.actor_role) if item.actor_id and item.actor_role else None
    return trail.Entry(
        kind="submit",
        subject=item.tracking,
        actor=actor,
        topic=item.topic_id,
        channel=item.channel,
        data={
            "state": item.state.value,
            "source": item.source.value,
            "category": item.category_id,
            "answers": choices,
            "day": item.received_on.isoformat(),
        },
        commitments=commitments,
        is_first=True,
    )
