from datetime import datetime, timedelta

import builders
import cast
from jianyan import moderation
from jianyan.moderation import Act, Briefings, Verdict

DECLINE = Verdict(act=Act.DECLINE, reason="off_topic")


def after(seconds: int) -> datetime:
    return builders.NOW + timedelta(seconds=seconds)


async def pace(*, waiting: int, at: int, topic_id: int | None = None) -> moderation.Pace:
    return await moderation.pace(topic_id, waiting=waiting, now=after(at))


async def test_the_queue_is_empty_when_all_together_went_on_at_the_pace_it_says(send: builders.Send) -> None:
    sent = await send(4)
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    for tracking, by, seconds in zip(sent, [wei, wei, zhu, wei], [0, 10, 15, 40], strict=True):
        await moderation.decide(tracking, DECLINE, by=by, now=after(seconds))
    found = await pace(waiting=100, at=100)
    assert found.card_s == 25
    assert found.clear_at == after(100 + 100 * 25)


async def test_two_cards_in_a_second_are_no_promise(send: builders.Send) -> None:
    wei = await builders.make_person()
    for tracking in await send(2):
        await moderation.decide(tracking, DECLINE, by=wei, now=after(0))
    assert (await pace(waiting=2, at=1)).card_s == 30


async def test_nobody_decided_means_no_pace(send: builders.Send) -> None:
    [tracking] = await send(1)
    wei = await builders.make_person()
    assert (await pace(waiting=1, at=0)).clear_at is None
    await moderation.decide(tracking, DECLINE, by=wei, now=after(0))
    later = await pace(waiting=1, at=31 * 60)
    assert (later.card_s, later.clear_at) == (None, None)


async def test_a_batch_and_what_was_taken_back_are_no_pace(send: builders.Send) -> None:
    sent = await send(4)
    wei = await builders.make_person()
    await moderation.decide_all(sent[:2], DECLINE, by=wei, now=after(0), briefings=Briefings())
    await moderation.decide(sent[2], DECLINE, by=wei, now=after(0))
    await moderation.decide(sent[2], Verdict(act=Act.UNDO), by=wei, now=after(5))
    assert (await pace(waiting=2, at=60)).card_s is None
    await moderation.decide(sent[2], DECLINE, by=wei, now=after(20))
    await moderation.decide(sent[3], DECLINE, by=wei, now=after(70))
    found = await pace(waiting=2, at=120)
    assert (found.card_s, found.clear_at) == (50, after(120 + 2 * 50))


async def test_the_pace_of_a_topic_leaves_other_topics_out(send: builders.Send) -> None:
    [tracking] = await send(1)
    wei = await builders.make_person()
    other = await builders.make_topic("other-topic")
    await moderation.decide(tracking, DECLINE, by=wei, now=after(0))
    assert (await pace(waiting=1, at=60, topic_id=other.id)).clear_at is None
