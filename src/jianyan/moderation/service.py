"""A person decides; the decision is kept."""

from datetime import datetime
from enum import StrEnum

import msgspec

from jianyan import suggestions, topics, trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.moderation.reasons import Reason
from jianyan.moderation.tables import Decision, Merge
from jianyan.suggestions import AlreadySettled, SuggestionDetail, SuggestionState

_UNDECIDED = {SuggestionState.WAITING, SuggestionState.HELD}


class Act(StrEnum):
    """What a moderator may do with a suggestion."""

    APPROVE = "approve"
    DECLINE = "decline"
    HOLD = "hold"
    MERGE = "merge"
    REFILE = "refile"
    UNDO = "undo"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it comes in."""

    act: Act
    category_id: int | None = None
    """Needed to approve and to refile: a drawer of the topic."""
    reason: Reason | None = None
    """Needed to decline."""


async def decide(tracking: str, verdict: Verdict, *, by: Person, now: datetime) -> SuggestionDetail:
    """Decide on a suggestion and give it as it stands then; undoing a merge splits it off. See also `merge`.

    Raises:
        NoSuchSuggestion: there is none of that number.
        AlreadySettled: somebody was first, or this cannot be done in its state.
        Invalid: the category or the reason is missing or not one of the topic's.
    """
    async with transaction():
        before = await suggestions.by_tracking(tracking)
        to, category_id = await _outcome(before, verdict)
        await suggestions.settle(tracking, expected=before.state, to=to, category_id=category_id, now=now)
        if before.state is SuggestionState.MERGED:
            await Merge.delete().where(Merge.suggestion == before.id)
        await keep(before, verdict, to=to, category_id=category_id, by=by, now=now)
        return await suggestions.by_tracking(tracking)


async def _outcome(before: SuggestionDetail, verdict: Verdict) -> tuple[SuggestionState, int | None]:
    """Give the state and category that a verdict leads to.

    Raises:
        AlreadySettled, Invalid: as `decide`.
    """
    match verdict.act:
        case Act.MERGE:
            raise Invalid(N_("Please choose what to do."), field="decision")
        case Act.UNDO:
            if before.state in {SuggestionState.WAITING, SuggestionState.WITHDRAWN}:
                raise AlreadySettled(before.state)
            return SuggestionState.WAITING, before.chosen_id
        case Act.REFILE:
            if before.state is not SuggestionState.PUBLISHED:
                raise AlreadySettled(before.state)
            return SuggestionState.PUBLISHED, await _drawer(before, verdict)
        case _:
            if before.state not in _UNDECIDED or (
                verdict.act is Act.HOLD and before.state is SuggestionState.HELD
            ):
                raise AlreadySettled(before.state)
    if verdict.act is Act.APPROVE:
        return SuggestionState.PUBLISHED, await _drawer(before, verdict)
    if verdict.act is Act.DECLINE:
        if verdict.reason is None:
            raise Invalid(N_("Please choose a reason."), field="reason")
        return SuggestionState.DECLINED, before.category_id
    return SuggestionState.HELD, before.category_id


async def _drawer(before: SuggestionDetail, verdict: Verdict) -> int:
    drawers = {category.id for category in await topics.categories_of(before.topic_id)}
    if verdict.category_id is None:
        raise Invalid(N_("Please choose a category."), field="category")
    if verdict.category_id not in drawers:
        raise Invalid(N_("This is not a category of the topic."), field="category")
    return verdict.category_id


async def keep(
    before: SuggestionDetail,
    verdict: Verdict,
    *,
    to: SuggestionState,
    category_id: int | None,
    by: Person,
    now: datetime,
    into: str | None = None,
) -> None:
    """Write a decision down beside its act; `into` is what was merged into, by its public number."""
    decision = Decision(
        suggestion=before.id,
        by=by.account_id,
        at=now,
        kind=verdict.act.value,
        from_state=before.state.value,
        to_state=to.value,
        from_category=before.category_id,
        to_category=category_id,
        reason=verdict.reason.value if verdict.reason else None,
    )
    await Decision.insert(decision)
    data = {
        "act": verdict.act.value,
        "from": before.state.value,
        "to": to.value,
        "category_from": before.category_id,
        "category_to": category_id,
        "reason": verdict.reason.value if verdict.reason else None,
        **({"into": into} if into else {}),
    }
    kind = "refile" if verdict.act is Act.REFILE else "decide"
    entry = trail.Entry(kind=kind, subject=before.tracking, actor=by.actor, topic=before.topic_id, data=data)
    await trail.record(entry, at=now)
