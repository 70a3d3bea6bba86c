import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

import builders
from jianyan import db, topics
from jianyan.accounts import within
from jianyan.accounts.scope import NOWHERE
from jianyan.keys import KeyRing
from jianyan.suggestions import Received
from jianyan.tallies import Board, Boards
from jianyan.tallies import boards as boards_module
from jianyan.topics import NoSuchTopic, TopicDetail

pytestmark = pytest.mark.usefixtures("database")
MONTHS = timedelta(days=60)
"""Longer than ten times what any count in a test may take."""


@pytest.fixture
async def topic() -> TopicDetail:
    return await builders.make_topic()


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    kept = Boards(builders.SHANGHAI, kept_from=1)
    yield kept
    await kept.stop()


@pytest.fixture
def send(keys: KeyRing, topic: TopicDetail) -> Callable[[], Any]:
    async def one() -> Received:
        return (await builders.submit(keys, await builders.make_placement()))[0]

    return one


async def received(boards: Boards, topic: TopicDetail, *, now: datetime = builders.NOW) -> int:
    return (await boards.of(topic, now=now)).tally.received


async def test_the_board_of_a_small_topic_is_as_of_now(topic: TopicDetail, send: Callable[[], Any]) -> None:
    boards = Boards(builders.SHANGHAI)
    assert await received(boards, topic) == 0
    await send()
    assert await received(boards, topic) == 1


async def test_a_large_board_is_kept_for_ten_times_as_long_as_it_took(
    topic: TopicDetail, boards: Boards, send: Callable[[], Any]
) -> None:
    await send()
    assert await received(boards, topic) == 1
    await send()
    assert await received(boards, topic) == 1
    assert await received(boards, topic, now=builders.NOW + MONTHS) == 2


async def test_from_half_of_that_on_it_is_counted_anew_while_the_old_one_is_shown(
    topic: TopicDetail, boards: Boards, send: Callable[[], Any]
) -> None:
    await send()
    await received(boards, topic)
    await send()
    took = boards._kept[topic.id].took
    later = builders.NOW + 9 * took
    assert await received(boards, topic, now=builders.NOW + 4 * took) == 1
    assert boards._counting == {}
    assert await received(boards, topic, now=later) == 1
    await boards.stop()
    shown = await boards.of(topic, now=later)
    assert (shown.tally.received, shown.tally.as_of) == (2, later)


async def test_however_many_ask_at_once_it_is_counted_once(
    topic: TopicDetail, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[datetime] = []

    async def counting(topic: TopicDetail, *, zone: Any, now: datetime) -> Board:
        counted.append(now)
        return await original(topic, zone=zone, now=now)

    original = boards_module.board_of
    monkeypatch.setattr(boards_module, "board_of", counting)
    shown = await asyncio.gather(*(boards.of(topic, now=builders.NOW) for _ in range(20)))
    assert len(counted) == 1
    assert all(one is shown[0] for one in shown)


async def test_who_leaves_does_not_stop_the_count_of_the_others(topic: TopicDetail, boards: Boards) -> None:
    leaving = asyncio.ensure_future(boards.of(topic, now=builders.NOW))
    staying = asyncio.ensure_future(boards.of(topic, now=builders.NOW))
    await asyncio.sleep(0)
    leaving.cancel()
    assert (await staying).tally.topic == topic.slug
    assert leaving.cancelled()


async def test_a_count_reads_outside_the_scope_and_the_snapshot_of_who_asks(
    topic: TopicDetail, boards: Boards, send: Callable[[], Any]
) -> None:
    async with db.snapshot():
        assert await topics.all_topics()
        await asyncio.create_task(send(), context=contextvars.Context())
        with within(NOWHERE):
            assert await received(boards, topic) == 1


async def test_a_count_that_fails_is_told_and_not_kept(topic: TopicDetail, boards: Boards) -> None:
    gone = msgspec.structs.replace(topic, id=topic.id + 1)
    with pytest.raises(NoSuchTopic):
        await boards.of(gone, now=builders.NOW)
    assert boards._counting == {}
    assert boards._kept == {}
