"""What every card of a topic needs, kept until the topic is edited: its drawers, its rules."""

import msgspec

from jianyan import topics
from jianyan.moderation.rules import RulesDetail, rules_of
from jianyan.topics import CategoryDetail, TopicDetail


class Briefing(msgspec.Struct, frozen=True, kw_only=True):
    """A topic as moderators need it."""

    topic: TopicDetail
    rules: RulesDetail

    @property
    def drawers(self) -> list[CategoryDetail]:
        """Give the categories that the topic offers now."""
        return self.topic.categories

    def name_of(self, category_id: int | None) -> str | None:
        """Give the name of a drawer, or None where the topic does not offer it."""
        return next((drawer.name for drawer in self.drawers if drawer.id == category_id), None)


class Briefings:
    """The briefings of one database, read again whenever its content version is another."""

    def __init__(self) -> None:
        self._version = 0
        self._kept: dict[int, Briefing] = {}

    async def of(self, topic_id: int, *, version: int) -> Briefing:
        """Give the briefing of a topic.

        Args:
            topic_id: of the topic.
            version: the content version that was read with the card.

        Raises:
            NoSuchTopic: there is none of that id.
        """
        if version != self._version:
            self._version, self._kept = version, {}
        if topic_id not in self._kept:
            topic = await topics.topic_by_id(topic_id)
            self._kept[topic_id] = Briefing(topic=topic, rules=await rules_of(topic_id))
        return self._kept[topic_id]
