"""How quickly one text is put where it belongs, beside so many that are there."""

import time
from collections.abc import Iterator
from itertools import count

from bench.figures import Figure, Sample, percentile
from bench.fronts import Plan
from bench.phrases import bodies
from jianyan.groups import Gathering, amounts_of

_KNOWN = 20_000
_KNOWN_LONG = 100_000


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
    took, used = time.perf_counter() - began, time.process_time() - used
    return Sample(
        rate=len(times) / took,
        count=len(times),
        seconds=took,
        p50_ms=percentile(times, 50),
        p99_ms=percentile(times, 99),
        cpu_ms=1_000 * used / len(times),
    )
