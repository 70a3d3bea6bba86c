import asyncio
from datetime import timedelta
from typing import Any

import pytest

import builders
from jianyan import appeals, db
from jianyan.clock import now
from jianyan.site.handlings import Handlings
from jianyan.topics import NoSuchTopic

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}


async def test_the_topics_page_and_its_open_data_say_how_suggestions_were_handled(place: Any) -> None:
    sent = (await place.send()).json()
    await appeals.withdraw(sent["tracking"], by=None, now=now())
    page = (await place.client.get(f"/t/{place.topic.slug}", headers=ZH)).text
    assert "建议办理情况" in page
    assert "中位数" not in page
    told = (await place.client.get(f"/t/{place.topic.slug}/tally.json")).json()
    assert told["received"] == told["handling"]["received"] == told["handling"]["withdrawn"] == 1
    assert told["handling"]["median_hours"] is None
    assert told["handling"]["appeals"] == 0


async def test_figures_are_kept_for_a_minute_and_counted_once_for_a_crowd(place: Any) -> None:
    kept, at = Handlings(), now()
    with db.measured() as cost:
        crowd = await asyncio.gather(*(kept.of(place.topic.slug, now=at) for _ in range(20)))
    first = cost.queries
    assert len({id(one) for one in crowd}) == 1
    await place.send()
    with db.measured() as cost:
        assert (await kept.of(place.topic.slug, now=at + timedelta(seconds=59))).received == 0
    assert (cost.queries, first > 0) == (0, True)
    assert (await kept.of(place.topic.slug, now=at + timedelta(seconds=60))).received == 1


async def test_nothing_is_kept_of_a_topic_that_is_not_there(database: str) -> None:
    kept = Handlings()
    with pytest.raises(NoSuchTopic):
        await kept.of("not-there", now=builders.NOW)
