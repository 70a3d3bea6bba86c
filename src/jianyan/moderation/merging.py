"""Counting suggestions that say the same together, and taking that back.

    waiting, held, published ── merge ──▶ merged into another one ── split (undo) ──▶ waiting

One level deep: nothing is merged into what is merged itself, and what others are merged into stays as it is,
so that each can be split off again and stands where it stood.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from jianyan import suggestions
from jianyan.accounts import Person
from jianyan.db import is_sqlite, transaction
from jianyan.errors import Conflict, Invalid
from jianyan.i18n import N_
from jianyan.moderation.service import Act, Verdict, keep
from jianyan.moderation.tables import Merge
from jianyan.suggestions import AlreadySettled, SuggestionDetail, SuggestionState
from jianyan.suggestions.tables import Suggestion

_MERGEABLE = {SuggestionState.WAITING, SuggestionState.HELD, SuggestionState.PUBLISHED}


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
        NotMergeable: the other one cannot be merged into.
        OthersMergedInto: others are merged into it.
    """
    async with transaction():
        before, head = await suggestions.by_tracking(tracking), await suggestions.by_tracking(into)
        await _hold_still(before.id, head.id)
        before, head = await suggestions.by_tracking(tracking), await suggestions.by_tracking(into)
        await _refuse(before, head)
        to, category_id = SuggestionState.MERGED, before.category_id
        await suggestions.settle(tracking, expected=before.state, to=to, category_id=category_id, now=now)
        await Merge.insert(Merge(suggestion=before.id, into=head.id, by=by.account_id, at=now))
        verdict = Verdict(act=Act.MERGE)
        await keep(before, verdict, to=to, category_id=category_id, by=by, now=now, into=head.tracking)
        return await suggestions.by_tracking(tracking)


async def merge_all(trackings: Sequence[str], *, into: str, by: Person, now: datetime) -> int:
    """Count several suggestions with another one, each by an act of its own, and give how many were.

    What is decided on by now, what others are merged into and the other one itself are left as they are.

    Raises:
        NoSuchSuggestion, NotMergeable: as `merge`.
    """
    count = 0
    async with transaction():
        for tracking in trackings:
            if tracking != into and await _can_be_merged(tracking):
                await merge(tracking, into=into, by=by, now=now)
                count += 1
    return count


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


async def _refuse(before: SuggestionDetail, head: SuggestionDetail) -> None:
    if before.state not in _MERGEABLE:
        raise AlreadySettled(before.state)
    if head.id == before.id or head.topic_id != before.topic_id or head.state not in _MERGEABLE:
        raise NotMergeable(field="into")
    if await merged_count(before.id):
        raise OthersMergedInto


async def _can_be_merged(tracking: str) -> bool:
    one = await suggestions.by_tracking(tracking)
    return one.state in _MERGEABLE and not await merged_count(one.id)


async def _hold_still(*suggestion_ids: int) -> None:
    """Keep others from deciding on these meanwhile: two might merge each into the other at once."""
    if not is_sqlite():  # there one writes at a time
        ordered = Suggestion.select(Suggestion.id).where(Suggestion.id.is_in(list(suggestion_ids)))
        await ordered.order_by(Suggestion.id).lock_rows("UPDATE")
