"""The one way in: a batch of suggestions in one transaction, as steps that both engines run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jianyan import trail
from jianyan.db import ROW_FAULTS, Insert, Look, Rows, Steps, perform
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.suggestions.recording import entry_of
from jianyan.suggestions.schemas import NewSuggestion, Received
from jianyan.suggestions.spots import SPOT, spot_row
from jianyan.suggestions.states import SuggestionState
from jianyan.suggestions.tables import (
    Answer,
    Contact,
    ScreeningHit,
    SubmissionKey,
    Suggestion,
    SuggestionPhoto,
    SuggestionSpot,
)

_KEY = (SubmissionKey.key_hash, SubmissionKey.content_hash, SubmissionKey.tracking)
_SUGGESTION = (
    Suggestion.tracking,
    Suggestion.topic,
    Suggestion.placement,
    Suggestion.category,
    Suggestion.chosen,
    Suggestion.state,
    Suggestion.source,
    Suggestion.kind,
    Suggestion.title,
    Suggestion.title_salt,
    Suggestion.body,
    Suggestion.body_salt,
    Suggestion.author,
    Suggestion.receipt_hash,
    Suggestion.origin,
    Suggestion.like_count,
    Suggestion.received_at,
    Suggestion.received_on,
    Suggestion.settled_at,
)
_STATE = (Suggestion.tracking, Suggestion.state)
_ID = (Suggestion.tracking, Suggestion.id)
_ANSWER = (
    Answer.suggestion,
    Answer.question,
    Answer.option,
    Answer.rating,
    Answer.text,
    Answer.text_salt,
)
_CONTACT = (Contact.suggestion, Contact.phone, Contact.delete_on)
_HIT = (
    ScreeningHit.suggestion,
    ScreeningHit.field,
    ScreeningHit.start,
    ScreeningHit.length,
    ScreeningHit.kind,
    ScreeningHit.level,
    ScreeningHit.word,
    ScreeningHit.received_on,
)
_PHOTO = (SuggestionPhoto.suggestion, SuggestionPhoto.photo, SuggestionPhoto.number, SuggestionPhoto.salt)

_HITS_AT_ONCE = 4_000
"""SQLite takes 32,766 values at once."""
Row = tuple[Any, ...]


class SentAlready(Invalid):
    """The same form was sent before with other content; the first is kept."""

    sentence = N_(
        "One suggestion from this form was received already. Do you want to send this as a second one?"
    )


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
        return await perform(_writing(batch, now=now))
    except ROW_FAULTS as fault:
        if len(batch) == 1:
            return [fault]
        return [outcome for item in batch for outcome in await submit_many([item], now=now)]


def _writing(batch: Sequence[NewSuggestion], *, now: datetime) -> Steps[list[Received | Exception]]:
    outcomes: dict[int, Received | Exception] = {}
    fresh = yield from _claim_keys(batch, outcomes)
    written = yield from _insert([batch[place] for place in fresh], now=now)
    for place in fresh:
        item = batch[place]
        again = item.tracking not in written
        outcomes[place] = Received(tracking=item.tracking, state=item.state, again=again)
    return [outcomes[place] for place in range(len(batch))]


def _claim_keys(
    batch: Sequence[NewSuggestion], outcomes: dict[int, Received | Exception]
) -> Steps[list[int]]:
    """Write the forms' keys; give the places of the items that are new and the outcomes of the others."""
    keyed = [item for item in batch if item.key_hash]
    if not keyed:
        return list(range(len(batch)))
    rows = [(item.key_hash, item.content_hash, item.tracking) for item in keyed]
    added: int = yield Insert(SubmissionKey, _KEY, rows, skips=True)
    if added == len(rows):
        return list(range(len(batch)))
    # Somebody sent a form again. Whose number stands beside a key was the first.
    known = yield from _known_keys([str(item.key_hash) for item in keyed])
    fresh = []
    for place, item in enumerate(batch):
        first = known[item.key_hash] if item.key_hash else None
        if first is None or first["tracking"] == item.tracking:
            fresh.append(place)
        else:
            outcomes[place] = _repeated(item, first)
    return fresh


def _repeated(item: NewSuggestion, first: dict[str, Any]) -> Received | Exception:
    if first["content_hash"] != item.content_hash:
        return SentAlready(field="form_token")
    state = SuggestionState(first["state"]) if first["state"] else item.state
    return Received(tracking=first["tracking"], state=state, again=True)


def _known_keys(key_hashes: list[str]) -> Steps[dict[str, dict[str, Any]]]:
    """Give key hash → its row, with the state of its suggestion (None while it is being written)."""
    rows: Rows = yield Look(SubmissionKey, _KEY, SubmissionKey.key_hash, key_hashes)
    trackings = [row["tracking"] for row in rows]
    found: Rows = yield Look(
        Suggestion, (Suggestion.tracking, Suggestion.state), Suggestion.tracking, trackings
    )
    states = {row["tracking"]: row["state"] for row in found}
    return {row["key_hash"]: {**row, "state": states.get(row["tracking"])} for row in rows}


def _insert(items: list[NewSuggestion], *, now: datetime) -> Steps[set[str]]:
    """Write the rows, what belongs to them and their leaves; give the numbers of those that were new."""
    if not items:
        return set()
    salts = [(trail.fresh_salt(), trail.fresh_salt() if item.title else None) for item in items]
    rows = [_row(item, *salt) for item, salt in zip(items, salts, strict=True)]
    added: int = yield Insert(
        Suggestion, _SUGGESTION, rows, skips=any(item.origin is not None for item in items)
    )
    details = any(
        item.answers or item.phone_encrypted or item.hits or item.photos or item.spot for item in items
    )
    ids: dict[str, int] = {}
    if details or added < len(rows):
        ids = yield from _ids([item.tracking for item in items])
        written = [pair for pair in zip(items, salts, strict=True) if pair[0].tracking in ids]
    else:
        written = list(zip(items, salts, strict=True))
    if written:
        yield from _insert_details(written, ids, now=now)
    return {item.tracking for item, _ in written}


def _ids(trackings: list[str]) -> Steps[dict[str, int]]:
    rows: Rows = yield Look(Suggestion, _ID, Suggestion.tracking, trackings)
    return {row["tracking"]: row["id"] for row in rows}


def _row(item: NewSuggestion, body_salt: bytes, title_salt: bytes | None) -> Row:
    """Give the columns of `_SUGGESTION`."""
    return (
        item.tracking,
        item.topic_id,
        item.placement_id,
        item.category_id,
        item.category_id,
        item.state.value,
        item.source.value,
        item.kind.value,
        item.title,
        title_salt,
        item.body,
        body_salt,
        item.author_id,
        item.receipt_hash,
        item.origin,
        item.like_count,
        item.received_at,
        item.received_on,
        item.received_at if item.state is SuggestionState.PUBLISHED else None,
    )


def _insert_details(
    written: list[tuple[NewSuggestion, tuple[bytes, bytes | None]]], ids: dict[str, int], *, now: datetime
) -> Steps[None]:
    answers: list[Row] = []
    contacts: list[Row] = []
    hits: list[Row] = []
    photos: list[Row] = []
    spots: list[Row] = []
    entries: list[trail.Entry] = []
    for item, (body_salt, title_salt) in written:
        commitments = {"body": trail.commitment(body_salt, "body", item.body)}
        if item.title and title_salt:
            commitments["title"] = trail.commitment(title_salt, "title", item.title)
        if item.answers:
            answers += _answer_rows(item, ids[item.tracking], commitments)
        if item.phone_encrypted:
            contacts.append((ids[item.tracking], item.phone_encrypted, item.contact_delete_on))
        if item.hits:
            hits += _hit_rows(item, ids[item.tracking])
        if item.photos:
            photos += _photo_rows(item, ids[item.tracking], commitments)
        if item.spot:
            spots.append(spot_row(item.spot, ids[item.tracking], commitments))
        entries.append(entry_of(item, commitments))
    if answers:
        yield Insert(Answer, _ANSWER, answers)
    if contacts:
        yield Insert(Contact, _CONTACT, contacts)
    for start in range(0, len(hits), _HITS_AT_ONCE):
        yield Insert(ScreeningHit, _HIT, hits[start : start + _HITS_AT_ONCE])
    if photos:
        yield Insert(SuggestionPhoto, _PHOTO, photos)
    if spots:
        yield Insert(SuggestionSpot, SPOT, spots)
    yield from trail.recording(entries, at=now)


def _answer_rows(item: NewSuggestion, suggestion_id: int, commitments: dict[str, str]) -> list[Row]:
    """Give the columns of `_ANSWER`, a row an answer, and commit to what was written."""
    rows: list[Row] = []
    for answer in item.answers:
        salt = trail.fresh_salt() if answer.text is not None else None
        if salt and answer.text is not None:
            field = f"q_{answer.question_id}"
            commitments[field] = trail.commitment(salt, field, answer.text)
        rows.append((suggestion_id, answer.question_id, answer.option_id, answer.rating, answer.text, salt))
    return rows


def _hit_rows(item: NewSuggestion, suggestion_id: int) -> list[Row]:
    """Give the columns of `_HIT`."""
    return [
        (suggestion_id, hit.field, hit.start, hit.length, hit.kind, hit.level, hit.word, item.received_on)
        for hit in item.hits
    ]


def _photo_rows(item: NewSuggestion, suggestion_id: int, commitments: dict[str, str]) -> list[Row]:
    """Give the columns of `_PHOTO`, and commit to what each photo shows and each voice note says."""
    rows: list[Row] = []
    for number, photo in enumerate(item.photos, start=1):
        salt, field = trail.fresh_salt(), f"{photo.kind}_{number}"
        commitments[field] = trail.commitment(salt, field, photo.sha256)
        rows.append((suggestion_id, photo.photo_id, number, salt))
    return rows
