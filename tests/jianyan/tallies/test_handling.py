import random
import statistics
from datetime import timedelta

import pytest

import builders
import cast
from jianyan import appeals, moderation, suggestions, tallies, topics
from jianyan.accounts import Person
from jianyan.appeals import Outcome
from jianyan.moderation import Act, Reason, Verdict
from jianyan.suggestions import NewSuggestion, Source
from jianyan.tallies import Handling
from jianyan.topics import TopicDetail

pytestmark = pytest.mark.usefixtures("database")


async def handling(slug: str = "buses-first") -> Handling:
    return (await tallies.with_handling(slug, now=builders.NOW))[1]


async def arrived(topic: TopicDetail, count: int, *, source: Source = Source.CITIZEN) -> list[str]:
    sent = [
        NewSuggestion(
            tracking=suggestions.new_tracking(),
            topic_id=topic.id,
            body="末班车太早。",
            source=source,
            received_at=builders.NOW,
            received_on=builders.NOW.date(),
        )
        for _ in range(count)
    ]
    await suggestions.submit_many(sent, now=builders.NOW)
    return [one.tracking for one in sent]


async def decide(
    tracking: str, act: Act, *, by: Person, hours: float = 1, reason: Reason = Reason.OFF_TOPIC
) -> None:
    drawers = (await topics.topic_by_slug("buses-first")).categories if act is Act.APPROVE else []
    verdict = Verdict(
        act=act,
        category_id=drawers[0].id if drawers else None,
        reason=reason if act is Act.DECLINE else None,
    )
    await moderation.decide(tracking, verdict, by=by, now=builders.NOW + timedelta(hours=hours))


async def test_a_topic_without_suggestions_has_nothing_to_tell() -> None:
    await builders.make_topic()
    told = await handling()
    assert (told.received, told.decided, told.median_hours, told.appeals) == (0, 0, None, 0)
    assert told.declined_by_reason == {}


async def test_each_declined_one_counts_under_its_last_reason() -> None:
    topic, wei = await builders.make_topic(), await builders.make_person()
    first, second, third, published = await arrived(topic, 4)
    for tracking in (first, second, third):
        await decide(tracking, Act.DECLINE, by=wei)
    await decide(published, Act.APPROVE, by=wei)
    await decide(second, Act.UNDO, by=wei)
    await decide(second, Act.DECLINE, by=wei, reason=Reason.ADVERTISING)
    await decide(third, Act.UNDO, by=wei)
    told = await handling()
    assert (told.received, told.published, told.declined) == (4, 1, 2)
    assert list(told.declined_by_reason.items()) == [("off_topic", 1), ("advertising", 1)]


async def test_the_median_begins_at_five_and_knows_the_first_decision_only() -> None:
    topic, wei = await builders.make_topic(), await builders.make_person()
    numbers = await arrived(topic, 6)
    for hours, tracking in zip((1, 2, 3, 40), numbers, strict=False):
        await decide(tracking, Act.DECLINE, by=wei, hours=hours)
    await decide(numbers[4], Act.HOLD, by=wei, hours=1)
    assert ((await handling()).decided, (await handling()).median_hours) == (4, None)
    await decide(numbers[4], Act.APPROVE, by=wei, hours=8)
    await decide(numbers[0], Act.UNDO, by=wei, hours=50)
    await decide(numbers[0], Act.APPROVE, by=wei, hours=90)
    assert ((await handling()).decided, (await handling()).median_hours) == (5, 3.0)
    await decide(numbers[5], Act.APPROVE, by=wei, hours=100)
    assert ((await handling()).decided, (await handling()).median_hours) == (6, 5.5)


async def test_imported_letters_and_other_topics_do_not_count_in_the_median() -> None:
    topic, other = await builders.make_topic(), await builders.make_topic("another")
    wei = await builders.make_person()
    for tracking in await arrived(topic, 5, source=Source.IMPORT):
        await decide(tracking, Act.DECLINE, by=wei)
    for tracking in await arrived(other, 5):
        await decide(tracking, Act.DECLINE, by=wei)
    told = await handling()
    assert (told.decided, told.median_hours, told.declined) == (0, None, 5)
    assert (await handling("another")).decided == 5


async def test_appeals_and_withdrawals_are_told() -> None:
    topic, wei = await builders.make_topic(), await builders.make_person()
    zhu = await builders.make_person(cast.ZHU)
    upheld, overturned, waiting, withdrawn = await arrived(topic, 4)
    for tracking in (upheld, overturned, waiting):
        await decide(tracking, Act.DECLINE, by=wei)
        await appeals.appeal(tracking, "请再看。", by=None, now=builders.NOW, zone=builders.SHANGHAI)
    await appeals.hear(upheld, Outcome.UPHOLD, "仍无关。", by=zhu, now=builders.NOW)
    await appeals.hear(overturned, Outcome.OVERTURN, "有关。", by=zhu, now=builders.NOW)
    await appeals.withdraw(withdrawn, by=None, now=builders.NOW)
    told = await handling()
    assert (told.appeals, told.overturned, told.withdrawn, told.declined) == (3, 1, 1, 2)


async def test_the_median_is_that_of_the_hours() -> None:
    wei, chance = await builders.make_person(), random.Random(7)
    for count in (5, 6, 11, 12):
        topic = await builders.make_topic(f"median-of-{count}")
        hours = [chance.randint(0, 10_000) / 10 for _ in range(count)]
        for wait, tracking in zip(hours, await arrived(topic, count), strict=True):
            await decide(tracking, Act.DECLINE, by=wei, hours=wait)
        told = (await handling(topic.slug)).median_hours
        assert told == pytest.approx(statistics.median(hours), abs=0.051)
