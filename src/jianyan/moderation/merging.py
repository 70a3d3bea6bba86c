"""Counting suggestions that say the same together, and taking that back.

    waiting, held, published ── merge ──▶ merged into another one ── split (undo) ──▶ waiting

One level deep: nothing is merged into what is merged itself, and what others are merged into stays as it is,
so that each can be split off again and stands where it stood.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

import msgspec

from jianyan import suggestions, trail
from jianyan.accounts import Person
from jianyan.db import is_sqlite, transaction
from jianyan.errors import Conflict, Invalid
from jianyan.i18n import N_
from jianyan.moderation.batches import summary_of
from jianyan.moderation.cards import cards_of
from jianyan.moderation.service import Act, Ruling, Verdict, carry_out
from jianyan.moderation.tables import Merge
from jianyan.suggestions import AlreadySettled, SuggestionDetail, SuggestionState
from jianyan.suggestions.tables import Suggestion

_MERGEABLE = {SuggestionState.WAITING, SuggestionState.HELD, SuggestionState.PUBLISHED}

_MERGED_BETWEEN = """
SELECT m."into" AS head, COUNT(*) AS "count" FROM "merge" m WHERE m."into" IN (
    SELECT id FROM suggestion WHERE topic = {} AND id BETWEEN {} AND {}
) GROUP BY m."into"
"""


class NotMergeable(Invalid):
    """It cannot be merged into that one: the same one, of another topic, or declined, withdrawn or merged."""

    sentence = N_("It can only be merged into another suggestion of its topic that is open or published.")


class OthersMergedInto(Conflict):
    """Others are counted with this one already."""

    sentence = N_("Others are merged into this one. Merge the other way round, or split them off first.")


class Counted(msgspec.Struct, frozen=True):
    """With what a merged suggestion is counted."""

    tracking: str
    """Of the one it is merged into."""
    state: SuggestionState
    """Of that one."""
    together: int
    """How many count as that one, itself included; 2 or more."""


async def merge(tracking: str, *, into: str, by: Person, now: datetime) -> SuggestionDetail:
    """Count a suggestion with another one and give it as it stands then.

    Raises:
        NoSuchSuggestion: there is none of one of the numbers.
        AlreadySettled: it is declined, withdrawn or merged by now.
        InOtherHands: somebody else has taken the card.
        NotMergeable: the other one cannot be merged into.
        OthersMergedInto: others are merged into it.
    """
    return (await _merge(tracking, into=into, by=by, now=now)).after


async def _merge(tracking: str, *, into: str, by: Person, now: datetime, batch: str | None = None) -> Ruling:
    async with transaction():
        before, head = await suggestions.by_tracking(tracking), await suggestions.by_tracking(into)
        await _hold_still(before.id, head.id)
        before, head = await suggestions.by_tracking(tracking), await suggestions.by_tracking(into)
        await _refuse(before, head)
        ruling = Ruling(
            before=before,
            verdict=Verdict(act=Act.MERGE),
            to=SuggestionState.MERGED,
            category_id=before.category_id,
            category=before.category,
            batch=batch,
            into=head.tracking,
        )
        await carry_out(ruling, by=by, now=now)
        await Merge.insert(Merge(suggestion=before.id, into=head.id, by=by.account_id, at=now))
        return ruling


async def merge_all(trackings: Sequence[str], *, into: str, by: Person, now: datetime) -> int:
    """Count several suggestions with another one, each by an act of its own, and give how many were.

    What is decided on by now, what others are merged into or have in hand, and the other one itself are left
    as they are.

    Raises:
        NoSuchSuggestion, NotMergeable: as `merge`.
    """
    batch = secrets.token_hex(8)
    async with transaction():
        merged = [
            await _merge(tracking, into=into, by=by, now=now, batch=batch)
            for tracking in trackings
            if tracking != into and await _can_be_merged(tracking, by=by, now=now)
        ]
        if merged:
            await trail.record(summary_of(merged, by=by), at=now)
    return len(merged)


async def merged_into(suggestion_id: int) -> Counted | None:
    """Give with what a suggestion is counted, or None where it is not merged."""
    row = (
        await Merge.select(
            Merge.into.id.as_alias("id"),
            Merge.into.tracking.as_alias("tracking"),
            Merge.into.state.as_alias("state"),
        )
        .where(Merge.suggestion == suggestion_id)
        .first()
    )
    if row is None:
        return None
    return Counted(row["tracking"], SuggestionState(row["state"]), 1 + await merged_count(row["id"]))


async def merged_count(suggestion_id: int) -> int:
    """Count the suggestions that are merged into one."""
    return int(await Merge.count().where(Merge.into == suggestion_id))


async def merged_counts(topic_id: int, first: int, last: int) -> dict[int, int]:
    """Give suggestion id → how many are merged into it, for those of a topic from one id to another."""
    rows = await Merge.raw(_MERGED_BETWEEN, topic_id, first, last)
    return {row["head"]: row["count"] for row in rows}


async def _refuse(before: SuggestionDetail, head: SuggestionDetail) -> None:
    if before.state not in _MERGEABLE:
        raise AlreadySettled(before.state)
    if head.id == before.id or head.topic_id != before.topic_id or head.state not in _MERGEABLE:
        raise NotMergeable(field="into")
    if await merged_count(before.id):
        raise OthersMergedInto


async def _can_be_merged(tracking: str, *, by: Person, now: datetime) -> bool:
    card = (await cards_of([tracking], now=now))[0]
    if card.suggestion.state not in _MERGEABLE or card.is_taken(by.account_id):
        return False
    return not await merged_count(card.suggestion.id)


async def _hold_still(*suggestion_ids: int) -> None:
    """Keep others from deciding on these meanwhile: two might merge each into the other at once."""
    if not is_sqlite():  # there one writes at a time
        ordered = Suggestion.select(Suggestion.id).where(Suggestion.id.is_in(list(suggestion_ids)))
        await ordered.order_by(Suggestion.id).lock_rows("UPDATE")
