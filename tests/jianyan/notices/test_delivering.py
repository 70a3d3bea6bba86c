import asyncio
import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import NOW
from jianyan import db, notices
from jianyan.notices import CHANNELS, GIVEN_UP_AFTER, LEASE, Channel, NoticeState, Parcel, holding
from jianyan.notices.tables import Notice
from jianyan.settings import Settings
from receivers import WebReceiver


async def states() -> Counter[str]:
    return Counter(row["state"] for row in await Notice.select(Notice.state))


def test_every_channel_has_a_function() -> None:
    assert set(CHANNELS) == set(Channel)


async def test_a_notice_stands_or_falls_with_the_act(outbox: Any, subscribe: Any, facts: Any) -> None:
    await subscribe()
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await outbox.tell(facts())
            raise ZeroDivisionError
    assert await outbox.deliver() == await Notice.count() == 0


async def test_a_receiver_that_is_down_for_an_hour_gets_every_notice_once_it_is_back(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe()
    web.status = 502
    attempts = 0
    for minute in range(60):
        await outbox.tell(facts(tracking=f"{minute:014d}"))
        attempts += await outbox.deliver()
        outbox.later(timedelta(minutes=1))
    assert await states() == {"waiting": 60}
    assert attempts < 30, "each one down is asked again and again"
    web.status = 200
    web.posts.clear()
    for _ in range(60):
        await outbox.deliver()
        outbox.later(timedelta(minutes=10))
    assert await states() == {"delivered": 60}
    ids = [post.headers["webhook-id"] for post in web.posts]
    assert len(ids) == len(set(ids)) == 60


async def test_after_three_days_a_notice_is_given_up_and_logged_and_can_be_tried_again(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any, caplog: pytest.LogCaptureFixture
) -> None:
    await subscribe(with_text=True)
    web.status = 500
    await outbox.tell(facts(), text="末班车太早。")
    while await states() == {"waiting": 1}:
        await outbox.deliver()
        outbox.later(timedelta(hours=1))
    assert GIVEN_UP_AFTER <= outbox.now - NOW < GIVEN_UP_AFTER + timedelta(hours=6)
    with caplog.at_level(logging.WARNING):
        (told,) = await notices.recent()
    assert (told.state, told.due_at, told.problem) == (NoticeState.GIVEN_UP, None, "http-500")
    assert 20 < told.attempt_count < 60
    (row,) = await Notice.select()
    assert row["text"] is None
    (line,) = [each for each in caplog.records if each.name == "jianyan.notices"]
    assert (line.getMessage(), vars(line)["problem"]) == ("a notice was given up", "http-500")
    web.status = 200
    await notices.retry(told.public_id, now=outbox.now)
    await outbox.deliver()
    assert web.posts[-1].headers["webhook-id"] == told.public_id
    assert await states() == {"delivered": 1}


async def test_who_dies_with_a_notice_in_hand_leaves_it_to_the_next_under_the_same_id(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe()
    await outbox.tell(facts())

    async def dies(parcel: Parcel, settings: Settings, *, now: datetime) -> None:
        await CHANNELS[parcel.channel](parcel, settings, now=now)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await notices.deliver_once(
            outbox.settings, outbox.keys, clock=outbox.clock, channels={Channel.WEBHOOK: dies}
        )
    outbox.later(LEASE - timedelta(seconds=1))
    assert await outbox.deliver() == 0
    outbox.later(timedelta(seconds=1))
    assert await outbox.deliver() == 1
    first, second = web.posts
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert await states() == {"delivered": 1}


async def test_a_worker_that_lost_its_lease_changes_nothing(outbox: Any, subscribe: Any, facts: Any) -> None:
    await subscribe()
    await outbox.tell(facts())
    first = await holding.take("first", now=NOW)
    assert first is not None
    second = await holding.take("second", now=NOW + LEASE)
    assert second is not None
    assert not await holding.close(first, now=NOW + LEASE)
    assert await states() == {"delivering": 1}
    assert await holding.close(second, now=NOW + LEASE)
    assert (second["public_id"], second["attempt_count"]) == (first["public_id"], 2)


async def test_each_of_100_notices_is_taken_once_by_eight_who_take_at_once(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe()
    for number in range(100):
        await outbox.tell(facts(tracking=f"{number:014d}"))
    counts = await asyncio.gather(*(outbox.deliver() for _ in range(8)))
    assert sum(counts) == 100
    assert len({post.headers["webhook-id"] for post in web.posts}) == len(web.posts) == 100


async def test_one_receiver_that_is_down_costs_one_attempt_and_others_go_on(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(name="关着的", address="http://127.0.0.1:1/")
    await subscribe(name="开着的")
    for number in range(10):
        await outbox.tell(facts(tracking=f"{number:014d}"))
    assert await outbox.deliver() == 11
    assert len(web.posts) == 10
    problems = {one.name: one.problem for one in await notices.subscriptions()}
    assert problems == {"关着的": "unreachable", "开着的": ""}


async def test_what_ended_a_month_ago_is_forgotten_and_what_waits_is_not(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe()
    await outbox.tell(facts())
    await outbox.deliver()
    await outbox.tell(facts())
    await notices.forget(now=NOW + timedelta(days=29))
    assert await states() == {"delivered": 1, "waiting": 1}
    await notices.forget(now=NOW + timedelta(days=31))
    assert await states() == {"waiting": 1}


async def test_notices_that_stand_are_said_to(outbox: Any, subscribe: Any, facts: Any) -> None:
    await subscribe()
    await outbox.tell(facts())
    assert not await notices.is_standing(now=NOW + timedelta(seconds=59))
    assert await notices.is_standing(now=NOW + timedelta(seconds=61))
