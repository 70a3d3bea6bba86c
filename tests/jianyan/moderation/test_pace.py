from datetime import datetime, timedelta

import builders
import cast
from jianyan import moderation
from jianyan.accounts import Person
from jianyan.moderation import Act, Desks, Verdict

DECLINE = Verdict(act=Act.DECLINE, reason="off_topic")


def after(seconds: int) -> datetime:
    return builders.NOW + timedelta(seconds=seconds)


async def pace(by: Person, *, waiting: int, at: int, topic_id: int | None = None) -> moderation.Pace:
    return await moderation.pace(topic_id, waiting=waiting, account_id=by.account_id, now=after(at))


async def test_own_seconds_lie_between_own_decisions_and_all_clear_the_queue(send: builders.Send) -> None:
    sent = await send(4)
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    for tracking, by, seconds in zip(sent, [wei, wei, zhu, wei], [0, 10, 15, 40], strict=True):
        await moderation.decide(tracking, DECLINE, by=by, now=after(seconds))
    found = await pace(wei, waiting=100, at=100)
    assert found.own_s == 20
    assert found.clear_at == after(100 + 100 * 100 // 4)
    assert (await pace(zhu, waiting=100, at=100)).own_s is None


async def test_nobody_decided_means_no_pace(send: builders.Send) -> None:
    [tracking] = await send(1)
    wei = await builders.make_person()
    assert (await pace(wei, waiting=1, at=0)).clear_at is None
    await moderation.decide(tracking, DECLINE, by=wei, now=after(0))
    later = await pace(wei, waiting=1, at=31 * 60)
    assert (later.own_s, later.clear_at) == (None, None)


async def test_a_batch_and_what_was_taken_back_are_no_pace(send: builders.Send) -> None:
    sent = await send(3)
    wei = await builders.make_person()
    await moderation.decide_all(sent[:2], DECLINE, by=wei, now=after(0), desks=Desks())
    await moderation.decide(sent[2], DECLINE, by=wei, now=after(0))
    await moderation.decide(sent[2], Verdict(act=Act.UNDO), by=wei, now=after(5))
    found = await pace(wei, waiting=2, at=60)
    assert (found.own_s, found.clear_at) == (None, after(60 + 2 * 60))


async def test_the_pace_of_a_topic_leaves_other_topics_out(send: builders.Send) -> None:
    [tracking] = await send(1)
    wei = await builders.make_person()
    other = await builders.make_topic("other-topic")
    await moderation.decide(tracking, DECLINE, by=wei, now=after(0))
    assert (await pace(wei, waiting=1, at=60, topic_id=other.id)).clear_at is None
