"""One writer that keeps what it committed, readers that cannot write, and nothing left behind by failures."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from piccolo.columns import Integer
from piccolo.table import Table

from jianyan import db
from jianyan.db.sqlite_connection import Connection, UnsafeDatabase


class Thing(Table):
    """A row of the tests."""

    number = Integer(unique=True)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[db.SQLite]:
    path = tmp_path / "things.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, number INTEGER UNIQUE)")
    made.close()
    engine = db.SQLite(path)
    db.bind(engine, [Thing])
    await engine.open()
    yield engine
    await engine.close()


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))


async def test_the_writer_runs_in_wal_with_synchronous_full(engine: db.SQLite) -> None:
    async with db.transaction():
        assert (await Thing.raw("PRAGMA journal_mode"))[0]["journal_mode"] == "wal"
        assert (await Thing.raw("PRAGMA synchronous"))[0]["synchronous"] == 2
        assert (await Thing.raw("PRAGMA foreign_keys"))[0]["foreign_keys"] == 1


async def test_a_file_that_takes_no_wal_is_refused_at_the_start() -> None:
    connection = Connection({"database": ":memory:", "isolation_level": None}, may_write=True)
    with pytest.raises(UnsafeDatabase, match="journal_mode=memory"):
        await connection.open()
    await connection.close()


async def test_synchronous_normal_is_refused_at_the_start(tmp_path: Path) -> None:
    class Hasty(sqlite3.Connection):
        """A connection on which somebody turned synchronous down for speed."""

        def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:
            return super().execute(sql.replace("synchronous = FULL", "synchronous = NORMAL"), *rest)

    arguments = {"database": tmp_path / "x.sqlite", "isolation_level": None, "factory": Hasty}
    connection = Connection(arguments, may_write=True)
    with pytest.raises(UnsafeDatabase, match="synchronous=1"):
        await connection.open()
    await connection.close()


async def test_nothing_is_written_outside_a_transaction(engine: db.SQLite) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await Thing.insert(Thing(number=1))
    async with db.snapshot():
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await Thing.insert(Thing(number=1))
    assert await Thing.count() == 0


async def test_a_failed_transaction_leaves_nothing_and_the_next_one_works(engine: db.SQLite) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        async with db.transaction():
            await Thing.insert(Thing(number=1))
            await Thing.insert(Thing(number=1))
    async with db.transaction():
        await Thing.insert(Thing(number=1))
    assert await Thing.count() == 1


async def test_a_nested_transaction_is_part_of_the_outer_one(engine: db.SQLite) -> None:
    with pytest.raises(RuntimeError):
        async with db.transaction():
            async with db.transaction():
                await Thing.insert(Thing(number=1))
            raise RuntimeError
    assert await Thing.count() == 0


async def test_forty_lock_time_outs_leak_neither_threads_nor_handles(
    engine: db.SQLite, tmp_path: Path
) -> None:
    assert engine._writer
    engine._writer.patience_s = 0.01
    before = (threading.active_count(), handles())
    other = sqlite3.connect(tmp_path / "things.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for number in range(40):
        with pytest.raises(db.DatabaseBusy):
            async with db.transaction():
                await Thing.insert(Thing(number=number))
    other.execute("ROLLBACK")
    other.close()
    assert threading.active_count() == before[0]
    assert handles() <= before[1] + 2  # SQLite keeps a closed file open while the process holds locks on it
    async with db.transaction():
        await Thing.insert(Thing(number=1))


async def test_forty_writes_to_a_full_disk_leak_nothing_and_it_recovers(engine: db.SQLite) -> None:
    pages = (await Thing.raw("PRAGMA page_count"))[0]["page_count"]
    writer = engine._writer
    assert writer
    await writer.run(f"PRAGMA max_page_count = {pages}")
    before = (threading.active_count(), handles())
    for attempt in range(40):
        with pytest.raises(db.DiskFull):
            async with db.transaction():
                for number in range(2_000):
                    await Thing.insert(Thing(number=attempt * 10_000 + number))
    assert (threading.active_count(), handles()) == before
    assert await Thing.count() == 0
    await writer.run(f"PRAGMA max_page_count = {pages + 1_000}")
    async with db.transaction():
        await Thing.insert(Thing(number=1))
    assert await Thing.count() == 1


async def test_a_cancelled_writer_leaves_no_lock(engine: db.SQLite) -> None:
    async def write(number: int) -> None:
        async with db.transaction():
            await Thing.insert(Thing(number=number))
            await asyncio.sleep(0.01)

    for number in range(30):
        task = asyncio.create_task(write(number))
        await asyncio.sleep(number / 2_000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.wait_for(write(1_000), timeout=10)
    assert (await Thing.select(Thing.number).where(Thing.number == 1_000).first()) == {"number": 1_000}


async def test_writers_of_one_process_wait_for_each_other(engine: db.SQLite) -> None:
    async def add() -> None:
        async with db.transaction():
            last = await Thing.select(Thing.number).order_by(Thing.number, ascending=False).first()
            await Thing.insert(Thing(number=(last["number"] if last else 0) + 1))

    await asyncio.gather(*(add() for _ in range(100)))
    assert await Thing.count() == 100


async def test_a_snapshot_does_not_see_what_is_written_meanwhile(engine: db.SQLite) -> None:
    async with db.snapshot():
        assert await Thing.count() == 0

        async def write() -> None:
            engine.current_transaction.set(None)
            async with db.transaction():
                await Thing.insert(Thing(number=1))

        await asyncio.create_task(write())
        assert await Thing.count() == 0
    assert await Thing.count() == 1


async def test_a_large_statement_writes_no_file_of_its_own(engine: db.SQLite) -> None:
    async with db.transaction():
        assert (await Thing.raw("PRAGMA temp_store"))[0]["temp_store"] == 2


async def test_after_a_survey_rows_are_found_by_what_few_share(engine: db.SQLite) -> None:
    async with db.transaction():
        await Thing.raw("CREATE TABLE leaf (id INTEGER PRIMARY KEY, tree INTEGER, name INTEGER)")
        await Thing.raw("CREATE INDEX leaf_name ON leaf (name)")
        await Thing.raw("CREATE INDEX leaf_tree ON leaf (tree)")
        numbers = "WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 3000)"
        await Thing.raw(f"INSERT INTO leaf (tree, name) {numbers} SELECT 1, n FROM n")

    async def plan() -> str:
        query = "EXPLAIN QUERY PLAN SELECT id FROM leaf WHERE tree = 1 AND name IN (1, 2, 3)"
        return str((await Thing.raw(query))[0]["detail"])

    assert "leaf_tree" in await plan()
    await engine.survey()
    assert [("leaf_name" in await plan()) for _ in range(6)] == [True] * 6
