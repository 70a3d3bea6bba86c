"""How quickly texts are screened on arrival, ordinary ones and those made to be slow."""

import random
import time
from collections.abc import Iterator
from itertools import cycle, islice

from bench.figures import Figure, Sample
from bench.fronts import Plan
from bench.phrases import bodies
from jianyan.screening import Level, Word, Words, default_words, screened

_ENTRIES = 5_000
_LETTERS = 100
_HOSTILE_LETTERS = 20_000
_HOSTILE = ("\u200b", "口", "，", "1 ", "1.1 ", "138 0013 80 ", "傻逼", "妈的", "a@a.", "湘A1", "\ufdfa")


def texts(plan: Plan) -> Iterator[Figure]:
    """Measure texts of 100 letters with 5,000 entries, then of 20,000 letters by the slowest kind."""
    words = Words([*_entries(_ENTRIES), *default_words()])
    letters = "".join(islice(bodies(1), 4_000))
    ordinary = [letters[at : at + _LETTERS] for at in range(0, len(letters) - _LETTERS, _LETTERS)]
    runs = [_run(ordinary, words, plan.seconds) for _ in range(plan.rounds)]
    yield Figure(name="texts of 100 letters screened, 5,000 entries", unit="/s", ours=runs)
    slowest = min(
        (_run([(unit * _HOSTILE_LETTERS)[:_HOSTILE_LETTERS]], words, seconds=0.5) for unit in _HOSTILE),
        key=lambda sample: sample.rate,
    )
    yield Figure(name="texts of 20,000 letters screened, the slowest kind", unit="/s", ours=[slowest])


def _entries(count: int) -> list[Word]:
    chance = random.Random(1)
    drawn = {
        "".join(chr(chance.randrange(0x4E00, 0x9FA6)) for _ in range(chance.randrange(2, 7)))
        for _ in range(count)
    }
    return [Word(text, Level.HOLD) for text in sorted(drawn)]


def _run(ordinary: list[str], words: Words, seconds: float) -> Sample:
    began, used = time.perf_counter(), time.process_time()
    count = 0
    for text in cycle(ordinary):
        screened(text, words)
        count += 1
        if time.perf_counter() - began >= seconds:
            break
    took, used = time.perf_counter() - began, time.process_time() - used
    return Sample(rate=count / took, count=count, seconds=took, cpu_ms=1_000 * used / count)
