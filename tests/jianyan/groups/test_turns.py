import asyncio
from datetime import timedelta

import builders
from jianyan.db import transaction
from jianyan.groups.turns import HELD, Turn, let_go, still_has, take_turn


async def turn(holder: str, topic_id: int, after: timedelta = timedelta(0)) -> Turn | None:
    return await take_turn(topic_id, holder, now=builders.NOW + after)


async def test_one_has_the_turn_until_its_time_is_up(database: str) -> None:
    topic = await builders.make_topic()
    assert await turn("one", topic.id) == Turn(1, was_mine=False)
    assert await turn("other", topic.id, HELD - timedelta(seconds=1)) is None
    assert await turn("one", topic.id, HELD) == Turn(2, was_mine=True)
    assert await turn("other", topic.id, 2 * HELD) == Turn(3, was_mine=False)


async def test_of_eight_who_ask_at_once_one_gets_it(database: str) -> None:
    topic = await builders.make_topic()
    for round_ in range(1, 6):
        asked = await asyncio.gather(*(turn(str(n), topic.id, 2 * round_ * HELD) for n in range(8)))
        assert len([one for one in asked if one]) == 1


async def test_a_turn_that_has_passed_on_is_known_to_have(database: str) -> None:
    topic = await builders.make_topic()
    first = await turn("one", topic.id)
    assert first is not None
    async with transaction():
        assert await still_has(topic.id, first)
    await turn("other", topic.id, HELD)
    async with transaction():
        assert not await still_has(topic.id, first)


async def test_who_lets_go_leaves_it_to_the_next_one_at_once(database: str) -> None:
    topic = await builders.make_topic()
    await turn("one", topic.id)
    await let_go("another")
    assert await turn("other", topic.id) is None
    await let_go("one")
    assert await turn("other", topic.id) == Turn(2, was_mine=False)
