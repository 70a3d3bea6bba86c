"""The number by which kept pages are known to be stale rises with every edit of what they show, only then."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import builders
from cities import later, make_city
from jianyan import campaigns, cases, moderation, suggestions, topics
from jianyan.cases import NewRating, Satisfaction
from jianyan.db import content_version
from jianyan.keys import KeyRing
from jianyan.topics import TopicDetail

NOW = builders.NOW
Act = Callable[[TopicDetail, str], Awaitable[Any]]


async def retitle(topic: TopicDetail, _: str) -> None:
    await topics.save_topic(
        topic.slug, builders.new_topic(title="公交怎样更好坐", closes_at=None), by=None, now=NOW
    )


async def close(topic: TopicDetail, _: str) -> None:
    await topics.close_topic(topic.slug, by=None, now=NOW)


async def add_place(topic: TopicDetail, _: str) -> None:
    await builders.make_placement(topic.slug, "文化路站")


async def add_campaign(topic: TopicDetail, _: str) -> None:
    await campaigns.add_campaign(topic.slug, "江边", opens_at=None, closes_at=None, by=None, now=NOW)


async def revoke(_: TopicDetail, code: str) -> None:
    await campaigns.revoke(code, by=None, now=NOW)


async def retarget(topic: TopicDetail, code: str) -> None:
    await campaigns.retarget(code, await campaigns.first_campaign(topic.slug), by=None, now=NOW)


@pytest.mark.parametrize("edit", [retitle, close, add_place, add_campaign, revoke, retarget])
async def test_an_edit_raises_it(database: str, edit: Act) -> None:
    topic = await builders.make_topic()
    code = await builders.make_placement()
    before = await content_version()
    await edit(topic, code)
    assert await content_version() > before


async def test_sending_deciding_scanning_and_signing_in_leave_it(database: str, keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    wei = await builders.make_person()
    before = await content_version()
    received, _ = await builders.submit(keys, code)
    verdict = moderation.Verdict(act=moderation.Act.DECLINE, reason=moderation.Reason.ADVERTISING)
    await moderation.decide(received.tracking, verdict, by=wei, now=NOW)
    await campaigns.count_scans({((await campaigns.arrive(code)).placement.id, NOW.date()): 3})
    await suggestions.erase(received.tracking, by=None, now=NOW)
    await builders.sign_in(wei.email, away=1)
    assert await content_version() == before


async def test_a_published_reply_raises_it_and_the_way_to_it_does_not(database: str, keys: KeyRing) -> None:
    city = await make_city(keys)
    before = await content_version()
    case_id = await city.replied()
    assert await content_version() == before
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    assert await content_version() == before + 1
    suggestion_id = (await city.seen(case_id)).suggestion_id
    rating = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED)
    await cases.rate(case_id, suggestion_id, rating, now=later(1), zone=builders.SHANGHAI)
    await suggestions.erase(city.tracking, by=None, now=later(1))
    assert await content_version() == before + 1
    await cases.cancel(case_id, "不必再答。", by=city.qiao, now=later(2))
    assert await content_version() == before + 2


async def test_cancelling_what_nobody_answered_leaves_it(database: str, keys: KeyRing) -> None:
    city = await make_city(keys)
    case_id = await city.claimed()
    before = await content_version()
    await cases.cancel(case_id, "不必办。", by=city.qiao, now=NOW)
    assert await content_version() == before
