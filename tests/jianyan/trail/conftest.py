"""A trail to tamper with, and the hand that does it past every guard, straight in the database."""

import contextlib
import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest

import builders
from jianyan import trail
from jianyan.trail import Actor, Entry

WEI = Actor(id="wei", role="moderator")
GUARDED = ("trail", "tree_head")
TABLES = (*GUARDED, "trail_head")

Run = Callable[..., Awaitable[None]]


@pytest.fixture
async def recorded(database: str) -> str:
    """Record seven acts of three subjects: heads at 1, 3, 6 and 7, the last two in one minute."""
    later, last = builders.NOW + timedelta(minutes=1), builders.NOW + timedelta(minutes=5)
    await trail.record(Entry(kind="submit", subject="A", is_first=True), at=builders.NOW)
    await trail.record(
        Entry(kind="submit", subject="B", is_first=True, commitments={"body": "00"}),
        Entry(kind="decide", subject="A", actor=WEI, data={"to": "published"}),
        at=later,
    )
    await trail.record(
        Entry(kind="decide", subject="B", actor=WEI, data={"to": "declined"}),
        Entry(kind="erase", subject="B"),
        Entry(kind="submit", subject="C", is_first=True),
        at=last,
    )
    await trail.record(Entry(kind="decide", subject="C", actor=WEI), at=last)
    return database


@pytest.fixture
def run_sql(recorded: str) -> Run:
    """Give a way to run statements on a connection of one's own."""

    async def run(*statements: str) -> None:
        if recorded.startswith("sqlite"):
            with contextlib.closing(sqlite3.connect(recorded.removeprefix("sqlite:///"))) as file:
                for statement in statements:
                    file.execute(statement)
                file.commit()
            return
        server = await asyncpg.connect(dsn=recorded)
        try:
            for statement in statements:
                await server.execute(statement)
        finally:
            await server.close()

    return run


@pytest.fixture
async def unguarded(recorded: str, run_sql: Run) -> str:
    """Keep a copy of the trail beside it and take the guards down, as an owner of the database can."""
    if recorded.startswith("sqlite"):
        down = [f"DROP TRIGGER {table}_no_{word}" for table in GUARDED for word in ("update", "delete")]
    else:
        down = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in GUARDED]
    kept = [f"CREATE TABLE kept_{table} AS SELECT * FROM {table}" for table in TABLES]
    await run_sql(*down, *kept)
    return recorded


@pytest.fixture
def tamper(unguarded: str, run_sql: Run) -> Run:
    """Give a way to run statements past the guards; `TIME '…Z'` is a moment in either dialect."""
    is_sqlite = unguarded.startswith("sqlite")
    pattern, said = ("TIME ('[^']*)Z'", r"\1+00:00'") if is_sqlite else ("TIME ", "timestamptz ")

    async def run(*statements: str) -> None:
        await run_sql(*(re.sub(pattern, said, statement) for statement in statements))

    return run


@pytest.fixture
def mend(unguarded: str, run_sql: Run) -> Run:
    """Give a way to put the trail back as it was."""
    assert unguarded
    empty = [f"DELETE FROM {table}" for table in TABLES]
    fill = [f"INSERT INTO {table} SELECT * FROM kept_{table}" for table in TABLES]

    async def run() -> None:
        await run_sql(*empty, *fill)

    return run
