"""A person decides; the decision is kept."""

from datetime import datetime
from enum import StrEnum

import msgspec

from jianyan import suggestions, trail
from jianyan.accounts import Person
from jianyan.db import Insert, transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.moderation.briefings import Briefing, Briefings
from jianyan.moderation.cards import Card, cards_of
from jianyan.moderation.leases import not_held_by_others
from jianyan.moderation.tables import Decision, Merge
from jianyan.suggestions import AlreadySettled, SuggestionDetail, SuggestionState

UNDECIDED = frozenset({SuggestionState.WAITING, SuggestionState.HELD})
_ROW = (
    Decision.suggestion,
    Decision.by,
    Decision.at,
    Decision.kind,
    Decision.from_state,
    Decision.to_state,
    Decision.from_category,
    Decision.to_category,
    Decision.reason,
    Decision.rules,
    Decision.proposed,
    Decision.proposed_percent,
    Decision.batch,
)


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
    reason: str | None = None
    """Code of one of the topic's reasons; needed to decline."""
    proposed_id: int | None = None
    """The drawer that was proposed on the card."""
    proposed_percent: int | None = None
    """Its confidence, 0 to 100."""


class InOtherHands(AlreadySettled):
    """Somebody else has the card in hand; `state` says how it stands."""

    sentence = N_("%(name)s has this card in hand at the moment. Please go on with the next one.")

    def __init__(self, state: SuggestionState, name: str) -> None:
        super().__init__(state)
        self.values = {"name": name}


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What a verdict on one suggestion comes to."""

    before: SuggestionDetail
    verdict: Verdict
    to: SuggestionState
    category_id: int | None
    category: str | None
    rules_id: int | None = None
    batch: str | None = None
    into: str | None = None
    """Public number of what it is merged into."""

    @property
    def after(self) -> SuggestionDetail:
        """Give the suggestion as it stands then."""
        return msgspec.structs.replace(
            self.before, state=self.to, category_id=self.category_id, category=self.category
        )


async def decide(
    tracking: str, verdict: Verdict, *, by: Person, now: datetime, briefings: Briefings | None = None
) -> SuggestionDetail:
    """Decide on a suggestion and give it as it stands then; undoing a merge splits it off. See also `merge`.

    Raises:
        NoSuchSuggestion: there is none of that number.
        AlreadySettled: somebody was first, or this cannot be done in its state.
        InOtherHands: somebody else has taken the card.
        Invalid: the category or the reason is missing or not one of the topic's.
    """
    card = (await cards_of([tracking], now=now))[0]
    briefing = await (briefings or Briefings()).of(card.suggestion.topic_id, version=card.version)
    return await decide_on(card, verdict, briefing=briefing, by=by, now=now)


async def decide_on(
    card: Card, verdict: Verdict, *, briefing: Briefing, by: Person, now: datetime
) -> SuggestionDetail:
    """Decide on a card as it was read and give the suggestion as it stands then.

    Raises:
        AlreadySettled, InOtherHands, Invalid: as `decide`.
    """
    ruling = ruling_on(card.suggestion, verdict, briefing)
    return await carry_out(ruling, by=by, now=now)


async def carry_out(ruling: Ruling, *, by: Person, now: datetime) -> SuggestionDetail:
    """Settle a suggestion as it was ruled, keep and record the decision, and give it as it stands then.

    Raises:
        AlreadySettled, InOtherHands: as `decide`.
    """
    async with transaction():
        moved = await suggestions.settle(
            [ruling.before],
            to=ruling.to,
            category_id=ruling.category_id,
            now=now,
            provided=not_held_by_others(by, now=now),
        )
        if not moved:
            raise await _why_not(ruling.before.tracking, by=by, now=now)
        await split_off([ruling])
        await trail.record(entry_of(ruling, by=by), at=now, beside=rows_of([ruling], by=by, now=now))
    return ruling.after


async def split_off(rulings: list[Ruling]) -> None:
    """Forget with what others the suggestions were counted that are merged no more."""
    merged = [ruling.before.id for ruling in rulings if ruling.before.state is SuggestionState.MERGED]
    if merged:
        await Merge.delete().where(Merge.suggestion.is_in(merged))


async def _why_not(tracking: str, *, by: Person, now: datetime) -> AlreadySettled:
    stands = (await cards_of([tracking], now=now))[0]
    if stands.holder and stands.is_taken(by.account_id):
        return InOtherHands(stands.suggestion.state, stands.holder.name)
    return AlreadySettled(stands.suggestion.state)


def ruling_on(before: SuggestionDetail, verdict: Verdict, briefing: Briefing) -> Ruling:
    """Give what a verdict leads to.

    Raises:
        AlreadySettled, Invalid: as `decide`.
    """
    to, category_id = _outcome(before, verdict, briefing)
    return Ruling(
        before=before,
        verdict=verdict,
        to=to,
        category_id=category_id,
        category=before.category if category_id == before.category_id else briefing.name_of(category_id),
        rules_id=briefing.rules.id,
    )


def rows_of(rulings: list[Ruling], *, by: Person, now: datetime) -> Insert:
    """Give the rows that keep the decisions."""
    return Insert(Decision, _ROW, [_row(ruling, by=by, now=now) for ruling in rulings])


def entry_of(ruling: Ruling, *, by: Person) -> trail.Entry:
    """Give the record of a decision."""
    before, verdict = ruling.before, ruling.verdict
    data = {
        "act": verdict.act.value,
        "from": before.state.value,
        "to": ruling.to.value,
        "category_from": before.category_id,
        "category_to": ruling.category_id,
        "reason": verdict.reason,
    }
    extra = {"rules": ruling.rules_id, "batch": ruling.batch, "into": ruling.into}
    data |= {name: value for name, value in extra.items() if value is not None}
    kind = "refile" if verdict.act is Act.REFILE else "decide"
    return trail.Entry(kind=kind, subject=before.tracking, actor=by.actor, topic=before.topic_id, data=data)


def _outcome(
    before: SuggestionDetail, verdict: Verdict, briefing: Briefing
) -> tuple[SuggestionState, int | None]:
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
            return SuggestionState.PUBLISHED, _drawer(verdict, briefing)
        case _:
            if before.state not in UNDECIDED or (
                verdict.act is Act.HOLD and before.state is SuggestionState.HELD
            ):
                raise AlreadySettled(before.state)
    if verdict.act is Act.APPROVE:
        return SuggestionState.PUBLISHED, _drawer(verdict, briefing)
    if verdict.act is Act.DECLINE:
        _check_reason(verdict, briefing)
        return SuggestionState.DECLINED, before.category_id
    return SuggestionState.HELD, before.category_id


def _drawer(verdict: Verdict, briefing: Briefing) -> int:
    if verdict.category_id is None:
        raise Invalid(N_("Please choose a category."), field="category")
    if briefing.name_of(verdict.category_id) is None:
        raise Invalid(N_("This is not a category of the topic."), field="category")
    return verdict.category_id


def _check_reason(verdict: Verdict, briefing: Briefing) -> None:
    if verdict.reason is None:
        raise Invalid(N_("Please choose a reason."), field="reason")
    if briefing.rules.reason(verdict.reason) is None:
        raise Invalid(N_("This is not one of the reasons."), field="reason")


def _row(ruling: Ruling, *, by: Person, now: datetime) -> tuple[object, ...]:
    before, verdict = ruling.before, ruling.verdict
    return (
        before.id,
        by.account_id,
        now,
        verdict.act.value,
        before.state.value,
        ruling.to.value,
        before.category_id,
        ruling.category_id,
        verdict.reason,
        ruling.rules_id if verdict.reason else None,
        verdict.proposed_id,
        verdict.proposed_percent,
        ruling.batch,
    )
