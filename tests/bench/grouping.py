"""How quickly one text is put where it belongs, beside so many: in memory, and through the database."""

import asyncio
import time
from collections.abc import Iterator
from itertools import count

from bench.figures import Figure, Sample, percentile
from bench.fill import batches, pour
from bench.fronts import Plan
from bench.load import NotMeasurable
from bench.phrases import bodies
from bench.world import SLUG, World
from jianyan import campaigns, topics
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.groups import Gathering, Gatherings, amounts_of, gather
from jianyan.settings import from_env
from jianyan.suggestions import NewSuggestion, submit_many

_KNOWN = 20_000
_KNOWN_LONG = 100_000
_NEW_MOST = 100_000


def texts(plan: Plan, *, is_long: bool) -> Iterator[Figure]:
    """Fill a topic with generated suggestions, then measure one more after another."""
    known = _KNOWN_LONG if is_long else _KNOWN
    gathering, generated, numbers = Gathering(), bodies(1), count()
    for _ in range(known):
        gathering.take(next(numbers), amounts_of(None, next(generated)))
    runs = [_run(gathering, generated, numbers, plan.seconds) for _ in range(plan.rounds)]
    yield Figure(name=f"one text put into a group beside {known:,}", unit="/s", ours=runs)


def _run(gathering: Gathering, generated: Iterator[str], numbers: Iterator[int], seconds: float) -> Sample:
    began, used, times = time.perf_counter(), time.process_time(), []
    while time.perf_counter() - began < seconds:
        text, start = next(generated), time.perf_counter()
        gathering.take(next(numbers), amounts_of(None, text))
        times.append(1_000 * (time.perf_counter() - start))
    return _sample(times, time.process_time() - used)


def arrivals(world: World, plan: Plan, *, is_long: bool) -> Figure:
    """Fill a topic and gather it, then measure the gathering of one suggestion after another that arrives."""
    known = _KNOWN_LONG if is_long else _KNOWN
    name = f"one arrival put into a group in SQLite beside {known:,}"
    return Figure(name=name, unit="/s", ours=asyncio.run(_gathered(world, plan, known)))


async def _gathered(world: World, plan: Plan, known: int) -> list[Sample]:
    async with opened(from_env(world.settings)):
        topic, gatherings = await topics.topic_by_slug(SLUG), Gatherings("bench")
        places = await campaigns.placements_of(topic.id)
        async for _ in pour(topic, places, count=known):
            pass
        while await gather(topic.id, gatherings, now=now()):
            pass
        new = (one for some in batches(topic, places, count=_NEW_MOST, seed=1, at=now()) for one in some)
        return [await _one_by_one(topic.id, gatherings, new, plan.seconds) for _ in range(plan.rounds)]


async def _one_by_one(
    topic_id: int, gatherings: Gatherings, new: Iterator[NewSuggestion], seconds: float
) -> Sample:
    began, used, times = time.perf_counter(), 0.0, []
    while time.perf_counter() - began < seconds:
        await submit_many([next(new)], now=now())
        start, cpu = time.perf_counter(), time.process_time()
        if await gather(topic_id, gatherings, now=now()) != 1:
            raise NotMeasurable("somebody else gathers here")
        times.append(1_000 * (time.perf_counter() - start))
        used += time.process_time() - cpu
    return _sample(times, used)


def _sample(times: list[float], used: float) -> Sample:
    """Say what each took, in ms, and all together, in s of CPU."""
    took = sum(times) / 1_000
    return Sample(
        rate=len(times) / took,
        count=len(times),
        seconds=took,
        p50_ms=percentile(times, 50),
        p99_ms=percentile(times, 99),
        cpu_ms=1_000 * used / len(times),
    )
