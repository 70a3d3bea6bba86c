"""How quickly a list leaves, in a process of its own, beside the same rows read raw and written by csv.

    PYTHONPATH=tests .venv/bin/python -m bench.exporting DATABASE_URL SLUG csv|jsonl|xlsx|parquet|raw

prints one measurement: rows, seconds, processor, the most memory, and how late a timer of the loop comes.
"""

import asyncio
import csv
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import asyncpg
import msgspec

from bench.figures import Figure, Sample, percentile
from bench.fill import fill
from bench.fronts import Plan
from bench.memory import Memory
from jianyan import exports, topics
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.commands.working import ONE_HEAP
from jianyan.settings import Settings, sqlite_path
from jianyan.topics import TopicDetail
from jianyan_migrations.running import migrate

SLUG = "generated-1"
FORMS = ("csv", "jsonl", "xlsx", "parquet")
_TICK_S = 0.01
_LOOK_S = 0.05
_RAW = """
SELECT s.tracking, s.received_at, s.received_on, s.state, s.source, p.code, p.name, p.line, c.name, s.body
FROM suggestion s LEFT JOIN placement p ON p.id = s.placement LEFT JOIN category c ON c.id = s.category
ORDER BY s.id
"""


class Measured(msgspec.Struct, frozen=True):
    """What one process printed."""

    rows: int
    seconds: float
    cpu_s: float
    """Of this process and those it started."""
    most_mb: float
    late_ms: float = 0.0
    """How late the timer was in 99 of 100 cases."""


def lists(folder: Path, fresh: Callable[[str], str], plan: Plan, *, count: int) -> Iterator[Figure]:
    """Fill both databases with so many suggestions and measure every form of their list."""
    for name, url in (("SQLite", f"sqlite:///{folder}/list.sqlite"), ("PostgreSQL", fresh("list"))):
        asyncio.run(migrate(url))
        asyncio.run(fill(Settings(database_url=url), suggestions=count, placements=2_000))
        raw = [_in_a_process(url, SLUG, "raw") for _ in range(plan.rounds)]
        for form in FORMS:
            runs = [_in_a_process(url, SLUG, form) for _ in range(plan.rounds)]
            yield Figure(
                name=f"list of {count:,} as {form}, {name}",
                unit="rows/s",
                ours=[_sample(run) for run in runs],
                yardstick=[_sample(run) for run in raw],
                yardstick_name="10 columns read raw, written by csv",
                note=f"at most {max(run.most_mb for run in runs):.0f} MB",
            )


def _in_a_process(url: str, slug: str, form: str) -> Measured:
    command = [sys.executable, "-m", "bench.exporting", url, slug, form]
    environment = {**os.environ, **ONE_HEAP}  # as a worker has it
    said = subprocess.run(command, check=True, capture_output=True, env=environment).stdout
    return msgspec.json.decode(said, type=Measured)


def _sample(run: Measured) -> Sample:
    return Sample(
        rate=run.rows / run.seconds,
        count=run.rows,
        seconds=run.seconds,
        cpu_ms=1_000 * run.cpu_s / run.rows,
        p99_ms=run.late_ms,
    )


async def measured(url: str, slug: str, form: str) -> Measured:
    """Write one list and give what that took."""
    late: list[float] = []
    async with opened(Settings(database_url=url)):
        topic = await topics.topic_by_slug(slug)
        memory = Memory()
        ticking = [asyncio.create_task(_tick(late)), asyncio.create_task(_look(memory))]
        began, used = time.perf_counter(), _cpu_s()
        with TemporaryFile() as file:
            rows = await _written(file, topic, form)
        took, used = time.perf_counter() - began, _cpu_s() - used
        for task in ticking:
            task.cancel()
    return Measured(rows, took, used, memory.most_mb(), percentile(late, 99) if late else 0.0)


async def _tick(late: list[float]) -> None:
    while True:
        due = time.perf_counter() + _TICK_S
        await asyncio.sleep(_TICK_S)
        late.append(1_000 * (time.perf_counter() - due))


async def _look(memory: Memory) -> None:
    while True:
        memory.look()
        await asyncio.sleep(_LOOK_S)


async def _written(file: BinaryIO, topic: TopicDetail, form: str) -> int:
    count = 0

    def written(rows: int) -> None:
        nonlocal count
        count += rows

    zone = Settings().zone
    match form:
        case "csv":
            await _copied(file, exports.suggestions_csv(topic, language="zh-CN", zone=zone, written=written))
        case "jsonl":
            await _copied(file, exports.suggestions_jsonl(topic, zone=zone, written=written))
        case "parquet":
            await exports.suggestions_parquet(file, topic, zone=zone, written=written)
        case _:
            await exports.suggestions_xlsx(
                file, topic, language="zh-CN", zone=zone, made_at=now(), written=written
            )
    return count


async def _copied(file: BinaryIO, pieces: AsyncIterator[bytes]) -> None:
    async for piece in pieces:
        file.write(piece)


async def raw(url: str) -> Measured:
    """Read ten columns with nothing of ours between and write them with csv."""
    began, used = time.perf_counter(), _cpu_s()
    with TemporaryFile("w", newline="", encoding="utf-8") as file:
        writer, rows = csv.writer(file), 0
        async for page in _raw_sqlite(url) if sqlite_path(url) else _raw_postgres(url):
            writer.writerows(page)
            rows += len(page)
    return Measured(rows, time.perf_counter() - began, _cpu_s() - used, Memory().most_mb())


async def _raw_sqlite(url: str) -> AsyncIterator[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(str(sqlite_path(url)))) as connection:
        cursor = connection.execute(_RAW)
        while page := cursor.fetchmany(1_000):
            yield page


async def _raw_postgres(url: str) -> AsyncIterator[list[asyncpg.Record]]:
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        cursor = await connection.cursor(_RAW)
        while page := await cursor.fetch(1_000):
            yield page
    await connection.close()


def _cpu_s() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    """Print one measurement."""
    url, slug, form = sys.argv[1:]
    found = asyncio.run(raw(url) if form == "raw" else measured(url, slug, form))
    sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")


if __name__ == "__main__":
    main()
