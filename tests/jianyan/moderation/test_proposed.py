import builders
from jianyan import moderation, topics
from jianyan.moderation import Act, Verdict


async def test_followed_and_overruled_proposals_are_counted_by_category(send: builders.Send) -> None:
    routes, stops, times = [one.id for one in (await topics.topic_by_slug("buses-first")).categories]
    sent, wei = await send(6), await builders.make_person()
    decided = [(routes, routes), (routes, routes), (routes, stops), (stops, stops), (None, times)]
    for tracking, (proposed, filed) in zip(sent, decided, strict=False):
        verdict = Verdict(act=Act.APPROVE, category_id=filed, proposed_id=proposed, proposed_percent=80)
        await moderation.decide(tracking, verdict, by=wei, now=builders.NOW)
    hold = Verdict(act=Act.HOLD, proposed_id=times, proposed_percent=50)
    await moderation.decide(sent[5], hold, by=wei, now=builders.NOW)
    topic = await topics.topic_by_slug("buses-first")
    record = await moderation.proposal_record(topic.id)
    assert (record.proposed, record.accepted, record.overruled) == (4, 3, 1)
    found = {one.category_id: (one.proposed, one.accepted, one.missed) for one in record.categories}
    assert found == {routes: (3, 2, 0), stops: (1, 1, 1)}


async def test_a_topic_nobody_decided_in_has_an_empty_record(send: builders.Send) -> None:
    await send(1)
    other = await builders.make_topic("other-topic")
    assert (await moderation.proposal_record(other.id)).proposed == 0
