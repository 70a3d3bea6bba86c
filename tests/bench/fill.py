"""`make fill N=1000000 PLACEMENTS=2000 DATABASE_URL=…`: a topic full of suggestions, to see what bears it.

    PYTHONPATH=tests .venv/bin/python -m bench.fill --suggestions 1000000 --placements 2000 [--database-url …]

Everything goes through the verbs, so the record of every act is complete. Each run adds a topic of its own.
"""

import argparse
import asyncio
import itertools
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

import builders
from bench.phrases import bodies
from jianyan import campaigns, topics
from jianyan.campaigns import NewPlacement, PlacementDetail
from jianyan.clock import day_of, now
from jianyan.commands.opening import opened
from jianyan.settings import Settings, from_env
from jianyan.suggestions import NewSuggestion, Source, SuggestionState, new_tracking, submit_many
from jianyan.topics import TopicDetail
from jianyan_migrations.running import migrate

BATCH = 500
_DAYS = 90
_ZONE = ZoneInfo("Asia/Shanghai")
_HOURS = (1, 0, 0, 0, 1, 3, 10, 18, 14, 8, 6, 6, 9, 7, 5, 5, 7, 14, 16, 10, 6, 4, 3, 2)
"""How much comes in each hour of a day, as shares of the whole."""
_CITY = (28.19, 112.97)
_AROUND = 0.12
"""Degrees from the middle of the city to its edge."""
CATEGORIES = [
    *("线路规划", "收发班次", "站点设置", "车辆设施", "票价优惠", "司机服务"),
    *("换乘衔接", "专用车道", "信息查询", "无障碍", "其他"),
]
_STATES = (
    *(SuggestionState.PUBLISHED,) * 7,
    *(SuggestionState.WAITING, SuggestionState.WAITING, SuggestionState.DECLINED),
)
_SILENT_EVERY = 40
_SAID_EVERY_S = 5.0


async def make_topic(
    slug: str, *, placements: int, categories: list[str] | None = None
) -> tuple[TopicDetail, list[PlacementDetail]]:
    """Open a topic with four questions, so many placements and the categories; without any, with three."""
    at = now()
    facts = {"categories": categories} if categories else {}
    opening = {"opens_at": at - timedelta(days=_DAYS), "closes_at": at + timedelta(days=30)}
    await builders.make_topic(slug, **opening, **facts)
    topic = await topics.topic_by_slug(slug)
    chance = random.Random(placements)
    new = [_place(number, chance) for number in range(1, placements + 1)]
    await campaigns.add_placements(await campaigns.first_campaign(slug), new, by=None, now=at)
    return topic, await campaigns.placements_of(topic.id)


def _place(number: int, chance: random.Random) -> NewPlacement:
    lat, lon = (chance.gauss(middle, _AROUND / 2) for middle in _CITY)
    return NewPlacement(name=f"第{number}站", line="往火车站方向", lat=lat, lon=lon)


def batches(
    topic: TopicDetail, placements: list[PlacementDetail], *, count: int, seed: int, at: datetime
) -> Iterator[list[NewSuggestion]]:
    """Give suggestions of citizens, 500 at a time, spread over the placements and the 90 days before `at`."""
    chance = random.Random(seed)
    categories = [None, *(category.id for category in topic.categories)]
    texts = itertools.islice(bodies(seed), count)
    while chunk := list(itertools.islice(texts, BATCH)):
        yield [
            _made(text, topic, chance.choice(placements), chance.choice(categories), chance, at)
            for text in chunk
        ]


def _made(
    text: str,
    topic: TopicDetail,
    placement: PlacementDetail,
    category_id: int | None,
    chance: random.Random,
    at: datetime,
) -> NewSuggestion:
    day = (at - timedelta(days=chance.randint(1, _DAYS))).astimezone(_ZONE)
    hour = chance.choices(range(24), _HOURS)[0]
    received_at = day.replace(hour=hour, minute=chance.randrange(60)).astimezone(UTC)
    return NewSuggestion(
        tracking=new_tracking(),
        topic_id=topic.id,
        body=text,
        source=Source.CITIZEN,
        received_at=received_at,
        received_on=day_of(received_at, _ZONE),
        placement_id=placement.id,
        channel=placement.code,
        category_id=category_id,
    )


async def fill(settings: Settings, *, suggestions: int, placements: int) -> float:
    """Add a topic with so many suggestions and give how many were written a second."""
    async with opened(settings):
        slug = await _free_slug()
        topic, places = await make_topic(slug, placements=placements, categories=CATEGORIES)
        began = said = time.perf_counter()
        written = 0
        async for count in pour(topic, places, count=suggestions):
            written += count
            if time.perf_counter() - said > _SAID_EVERY_S:
                said = time.perf_counter()
                print(f"{written:,} of {suggestions:,}", file=sys.stderr, flush=True)
        rate = written / (time.perf_counter() - began)
    print(
        f"{slug}: {written:,} suggestions at {placements:,} placements, {rate:,.0f} rows/s, made and written"
    )
    return rate


async def pour(topic: TopicDetail, places: list[PlacementDetail], *, count: int) -> AsyncIterator[int]:
    """Add scans and so many suggestions, most of them decided; says how many each time some are written."""
    chance = random.Random(topic.id)
    await _scan(places, chance)
    for batch in batches(topic, places, count=count, seed=topic.id, at=now()):
        decided = [msgspec.structs.replace(one, state=chance.choice(_STATES)) for one in batch]
        for outcome in await submit_many(decided, now=now()):
            if isinstance(outcome, Exception):
                raise outcome
        yield len(batch)


async def _scan(places: list[PlacementDetail], chance: random.Random) -> None:
    """Let the form be opened everywhere on each day; of some places nobody has heard for weeks."""
    for ago in range(_DAYS):
        day = day_of(now() - timedelta(days=ago), _ZONE)
        heard = [place for place in places if ago > _DAYS // 3 or place.id % _SILENT_EVERY]
        await campaigns.count_scans({(place.id, day): chance.randint(5, 15) for place in heard})


async def _free_slug() -> str:
    for number in itertools.count(1):
        slug = f"generated-{number}"
        try:
            await topics.topic_by_slug(slug)
        except topics.NoSuchTopic:
            return slug
    raise AssertionError("count() ends never")


def main() -> None:
    """Fill the database that was named."""
    parser = argparse.ArgumentParser(
        prog="bench.fill", description="fill a database with generated suggestions"
    )
    parser.add_argument("--suggestions", type=int, default=1_000_000)
    parser.add_argument("--placements", type=int, default=2_000)
    parser.add_argument("--database-url", default="", help="default: JIANYAN_DATABASE_URL")
    arguments = parser.parse_args()
    given = {"JIANYAN_DATABASE_URL": arguments.database_url} if arguments.database_url else {}
    settings = from_env({**os.environ, **given})
    asyncio.run(migrate(settings.database_url))
    asyncio.run(fill(settings, suggestions=arguments.suggestions, placements=arguments.placements))


if __name__ == "__main__":
    main()
