"""A suggestion as the console shows it: with its topic, and the drawers it can be filed in."""

import msgspec

from jianyan import topics
from jianyan.suggestions import SuggestionDetail, SuggestionState
from jianyan.topics import CategoryDetail, TopicSummary

UNDECIDED = (SuggestionState.WAITING, SuggestionState.HELD)


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One suggestion and what is needed to decide on it."""

    suggestion: SuggestionDetail
    topic: TopicSummary
    drawers: list[CategoryDetail]
    """Those that the topic offers now."""

    @property
    def is_undecided(self) -> bool:
        """Say whether it can be approved, held or declined."""
        return self.suggestion.state in UNDECIDED

    @property
    def can_be_undone(self) -> bool:
        """Say whether it can be put back into the queue."""
        return self.suggestion.state not in {SuggestionState.WAITING, SuggestionState.WITHDRAWN}


async def cards_of(found: list[SuggestionDetail]) -> list[Card]:
    """Give the cards of these suggestions, in their order."""
    by_id = {topic.id: topic for topic in await topics.all_topics()} if found else {}
    drawers = {key: await topics.categories_of(key) for key in {one.topic_id for one in found}}
    return [Card(suggestion=one, topic=by_id[one.topic_id], drawers=drawers[one.topic_id]) for one in found]


async def card_of(suggestion: SuggestionDetail) -> Card:
    """Give the card of one suggestion."""
    return (await cards_of([suggestion]))[0]
