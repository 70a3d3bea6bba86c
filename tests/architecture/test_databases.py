"""The tests' databases: each test has one of its own, and finds nothing of what another did."""

import pytest

import builders
from cities import City
from jianyan import db, topics
from jianyan.trail.tables import Trail


@pytest.mark.parametrize("turn", ["first", "again"])
async def test_whoever_breaks_a_database_breaks_it_for_nobody_else(turn: str, database: str) -> None:
    assert await topics.all_topics() == []
    async with db.transaction():
        await Trail.raw(f"DROP TRIGGER trail_no_update{'' if db.is_sqlite() else ' ON trail'}")
    await builders.make_topic()
    assert [topic.slug for topic in await topics.all_topics()] == ["buses-first"]


@pytest.mark.parametrize("turn", ["first", "again"])
async def test_whoever_changes_what_was_made_changes_it_for_nobody_else(
    turn: str, database: str, ready_made: City
) -> None:
    assert [topic.slug for topic in await topics.all_topics()] == ["buses-first"]
    assert ready_made.receipt
    await builders.make_topic("night-buses")
    ready_made.receipt = ""
