"""A topic with cards that wait."""

import pytest

import builders
from jianyan.keys import KeyRing


@pytest.fixture
async def send(database: str, keys: KeyRing) -> builders.Send:
    """Give a function that sends so many suggestions to the topic and gives their numbers."""
    await builders.make_topic()
    code = await builders.make_placement()

    async def sent(count: int, *, category: str = "", body: str = "第{}条建议：末班车太早。") -> list[str]:
        outcomes = [
            await builders.submit(keys, code, body.format(place), category=category) for place in range(count)
        ]
        return [received.tracking for received, _ in outcomes]

    return sent
