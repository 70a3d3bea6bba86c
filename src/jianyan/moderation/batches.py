"""One decision on many cards at once: each is kept and recorded by itself, and the whole once more."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from jianyan import suggestions, trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.i18n import N_
from jianyan.moderation.briefings import Briefings
from jianyan.moderation.cards import Card, cards_of
from jianyan.moderation.leases import not_held_by_others
from jianyan.moderation.service import (
    Act,
    InOtherHands,
    Ruling,
    Verdict,
    entry_of,
    rows_of,
    ruling_on,
    split_off,
)
from jianyan.screening import Level
from jianyan.suggestions import AlreadySettled
from jianyan.suggestions.tables import ScreeningHit

BATCH_MOST = 500
WITHOUT_PROOF_MOST = 20
"""A batch of more asks the person to prove again who they are."""


class HoldsBlockedWord(Conflict):
    """It was held on arrival for a word of the level `block`."""

    sentence = N_("It holds a blocked word: it is approved by itself only, never in a batch.")


class LeftAlone(msgspec.Struct, frozen=True):
    """One card that the decision did not reach."""

    tracking: str
    refusal: Refusal
    """Why."""


class BatchOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch."""

    batch: str | None
    """Its id, by which it can be taken back; None where nothing was decided."""
    decided: list[str]
    """Public numbers, in the order of the batch."""
    left: list[LeftAlone]


async def decide_all(
    trackings: Sequence[str], verdict: Verdict, *, by: Person, now: datetime, briefings: Briefings
) -> BatchOutcome:
    """Take one decision on many suggestions; what somebody else holds or has settled is left alone.

    Args:
        trackings: 1 to 500 public numbers; unknown ones are left out.
        verdict: to approve without a category files each one where its sender put it.
        by: who decides.
        now: the moment of all of them.
        briefings: of the topics.

    Raises:
        NoSuchSuggestion: there is none of the first number.
        Invalid: there are none or too many, or the reason or category is missing in every one of them.
    """
    if not 1 <= len(trackings) <= BATCH_MOST:
        raise Invalid(N_("Please choose 1 to 500 suggestions."), field="tracking")
    cards = await cards_of(trackings, now=now)
    rulings, left = await _ruled(cards, verdict, by=by, briefings=briefings)
    if not rulings and all(isinstance(one.refusal, Invalid) for one in left):
        raise left[0].refusal
    async with transaction():
        moved = await _moved(rulings, by=by, now=now)
        settled = [ruling for ruling in rulings if ruling.before.id in moved]
        if settled:
            await split_off(settled)
            await _record(settled, by=by, now=now)
    done = {ruling.before.tracking for ruling in settled}
    late = [
        LeftAlone(one.before.tracking, AlreadySettled(one.before.state))
        for one in rulings
        if one.before.tracking not in done
    ]
    return BatchOutcome(
        batch=settled[0].batch if settled else None,
        decided=[one for one in trackings if one in done],
        left=left + late,
    )


async def _ruled(
    cards: list[Card], verdict: Verdict, *, by: Person, briefings: Briefings
) -> tuple[list[Ruling], list[LeftAlone]]:
    batch = secrets.token_hex(8)
    blocked = await _blocked(cards) if verdict.act is Act.APPROVE else set()
    rulings: list[Ruling] = []
    left: list[LeftAlone] = []
    for card in cards:
        one = card.suggestion
        briefing = await briefings.of(one.topic_id, version=card.version)
        own = verdict
        if verdict.act is Act.APPROVE and verdict.category_id is None:
            own = msgspec.structs.replace(verdict, category_id=one.category_id)
        try:
            if card.holder and card.is_taken(by.account_id):
                raise InOtherHands(one.state, card.holder.name)
            if one.id in blocked:
                raise HoldsBlockedWord
            rulings.append(msgspec.structs.replace(ruling_on(one, own, briefing), batch=batch))
        except (AlreadySettled, HoldsBlockedWord, Invalid) as refusal:
            left.append(LeftAlone(one.tracking, refusal))
    return rulings, left


async def _blocked(cards: list[Card]) -> set[int]:
    """Give the ids of those in which a blocked word was found on arrival."""
    ids = [card.suggestion.id for card in cards]
    hit = ScreeningHit.suggestion.is_in(ids) & (ScreeningHit.level == Level.BLOCK.value)
    rows = await ScreeningHit.select(ScreeningHit.suggestion).where(hit)
    return {row["suggestion"] for row in rows}


async def _moved(rulings: Iterable[Ruling], *, by: Person, now: datetime) -> set[int]:
    """Settle what stands alike in one statement each, and give the ids of those that were still there."""
    alike: dict[tuple[object, ...], list[Ruling]] = {}
    for ruling in rulings:
        before = ruling.before
        key = (before.state, before.category_id, ruling.to, ruling.category_id)
        alike.setdefault(key, []).append(ruling)
    moved: set[int] = set()
    for together in alike.values():
        moved |= await suggestions.settle(
            [ruling.before for ruling in together],
            to=together[0].to,
            category_id=together[0].category_id,
            now=now,
            provided=not_held_by_others(by, now=now),
        )
    return moved


async def _record(settled: list[Ruling], *, by: Person, now: datetime) -> None:
    entries = [*(entry_of(ruling, by=by) for ruling in settled), summary_of(settled, by=by)]
    await trail.record(*entries, at=now, beside=rows_of(settled, by=by, now=now))


def summary_of(settled: list[Ruling], *, by: Person) -> trail.Entry:
    """Give the one more record of decisions that were taken at once; there is at least one."""
    first = settled[0]
    topic_ids = {ruling.before.topic_id for ruling in settled}
    data = {"act": first.verdict.act.value, "count": len(settled), "reason": first.verdict.reason}
    return trail.Entry(
        kind="batch",
        subject=f"batch-{first.batch}",
        actor=by.actor,
        topic=topic_ids.pop() if len(topic_ids) == 1 else None,
        data={**data, "into": first.into} if first.into else data,
        is_first=True,
    )
