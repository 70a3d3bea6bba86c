from datetime import timedelta

import builders
from jianyan import moderation, topics
from jianyan.keys import KeyRing
from jianyan.moderation import Briefing, Briefings

TOMORROW = builders.NOW + timedelta(days=1)


async def test_a_desk_is_kept_until_the_topic_or_its_rules_are_edited(database: str, keys: KeyRing) -> None:
    await builders.make_topic(opens_at=TOMORROW, closes_at=None)
    sent, _ = await builders.submit(keys, await builders.make_placement(), now=TOMORROW)
    briefings, wei = Briefings(), await builders.make_person()

    async def briefing() -> Briefing:
        [card] = await moderation.cards_of([sent.tracking], now=builders.NOW)
        return await briefings.of(card.suggestion.topic_id, version=card.version)

    first = await briefing()
    assert await briefing() is first
    await moderation.set_rules("buses-first", "只看公交。", ["与公交无关。"], by=wei, now=builders.NOW)
    second = await briefing()
    assert (second.rules.version, second.rules.guidance) == (1, "只看公交。")
    new = builders.new_topic(opens_at=TOMORROW, closes_at=None, categories=["线路规划", "其他"])
    await topics.save_topic("buses-first", new, by=None, now=builders.NOW)
    assert [drawer.name for drawer in (await briefing()).drawers] == ["线路规划", "其他"]
