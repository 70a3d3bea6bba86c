"""A suggestion as the console shows it: its topic's drawers and rules, in whose hands, what is proposed."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from jianyan import moderation
from jianyan.accounts import Person
from jianyan.moderation import UNDECIDED, Briefing, Card, CategoryProposal
from jianyan.runtime import Runtime
from jianyan.suggestions import SuggestionDetail, SuggestionState
from jianyan.topics import CategoryDetail, TopicSummary


class DeskCard(msgspec.Struct, frozen=True, kw_only=True):
    """One suggestion and what is needed to decide on it."""

    card: Card
    briefing: Briefing
    proposal: CategoryProposal | None
    me: int
    """Account of the person who looks."""

    @property
    def suggestion(self) -> SuggestionDetail:
        """Give the suggestion."""
        return self.card.suggestion

    @property
    def topic(self) -> TopicSummary:
        """Give its topic."""
        return self.briefing.topic

    @property
    def drawers(self) -> list[CategoryDetail]:
        """Give the categories that its topic offers now."""
        return self.briefing.drawers

    @property
    def taken_by(self) -> str | None:
        """Give the name of whoever else has it in hand, or None."""
        return self.card.holder.name if self.card.holder and self.card.is_taken(self.me) else None

    @property
    def is_undecided(self) -> bool:
        """Say whether it can be approved, held or declined."""
        return self.suggestion.state in UNDECIDED

    @property
    def can_be_undone(self) -> bool:
        """Say whether it can be put back into the queue."""
        return self.suggestion.state not in {SuggestionState.WAITING, SuggestionState.WITHDRAWN}

    @property
    def preset_id(self) -> int | None:
        """Give the drawer that is chosen on the fresh card: the sender's, else the proposed one."""
        return self.suggestion.category_id or (self.proposal.category_id if self.proposal else None)


async def desk_cards(cards: Sequence[Card], runtime: Runtime, *, me: Person) -> list[DeskCard]:
    """Give what the pages show of these cards, in their order."""
    return [await desk_card(card, runtime, me=me) for card in cards]


async def desk_card(card: Card, runtime: Runtime, *, me: Person) -> DeskCard:
    """Give what a page shows of a card."""
    one = card.suggestion
    briefing = await runtime.briefings.of(one.topic_id, version=card.version)
    proposal = None
    if one.state in UNDECIDED and one.body is not None:
        among = {drawer.id for drawer in briefing.drawers}
        proposal = runtime.learning.proposal(one, among=among)
    return DeskCard(card=card, briefing=briefing, proposal=proposal, me=me.account_id)


async def in_hand(cards: Sequence[Card], *, by: Person, now: datetime) -> Card | None:
    """Give the first of these cards that is in this person's hands, or can be taken into them."""
    for card in cards:
        if card.suggestion.state not in UNDECIDED or card.is_taken(by.account_id):
            continue
        if card.holder or await moderation.take([card.suggestion.id], by=by, now=now):
            return card
    return None
