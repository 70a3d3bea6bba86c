"""On PostgreSQL an edit is told of: nobody has to look for it, and a connection that ends is made anew."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import builders
from conftest import PostgresCluster
from jianyan import screening
from jianyan.app import create_app
from jianyan.db import Postgres, listening
from jianyan.runtime import Runtime
from jianyan.screening import Entry, Level
from jianyan.settings import Settings

SOON_S = 1.0
AGAIN_S = 10.0
RENAME = "UPDATE topic SET title = '公交怎样更好坐'"
LISTENERS = (
    f"SELECT pid FROM pg_stat_activity WHERE application_name = '{listening.CHANNEL}' AND datname = $1"
)
END_THEM = f"SELECT pg_terminate_backend(pid) FROM ({LISTENERS}) AS found"


class Outside:
    """Another process on the same database: a connection that knows nothing of ours."""

    def __init__(self, connection: Any) -> None:
        self.run = connection.execute
        self._fetch = connection.fetch

    async def listeners(self, statement: str = LISTENERS) -> set[int]:
        """Give the processes of the server that serve who listens."""
        (row,) = await self._fetch("SELECT current_database() AS name")
        return {found[0] for found in await self._fetch(statement, row["name"])}

    async def other_than(self, gone: set[int]) -> set[int]:
        """Wait for a listener that was not there before."""
        async with asyncio.timeout(AGAIN_S):
            while not (there := await self.listeners()) - gone:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
        return there - gone


@pytest.fixture(autouse=True)
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no edit be seen but by hearing of it."""
    monkeypatch.setattr(Postgres, "look_s", 3_600.0)


@pytest.fixture
def url(postgres: PostgresCluster) -> Iterator[str]:
    url = postgres.fresh()
    yield url
    postgres.drop(url)


@pytest.fixture
async def outside(url: str) -> AsyncIterator[Outside]:
    connection = await asyncpg.connect(url)
    yield Outside(connection)
    await connection.close()


@pytest.fixture
async def runtime(url: str, outside: Outside, tmp_path: Path) -> AsyncIterator[Runtime]:
    """Give a process that listens, and a topic of which it has heard."""
    builders.make_keys(tmp_path)
    settings = Settings(database_url=url, secret_file=str(tmp_path / "secret"), uploads=str(tmp_path))
    runtime: Runtime = create_app(settings).state.runtime
    await runtime.start()
    await outside.other_than(set())
    before = runtime.content_version
    await builders.make_topic()
    assert await is_seen(runtime, before)
    await asyncio.sleep(2 * SOON_S)
    yield runtime
    await runtime.stop()


async def is_seen(runtime: Runtime, version: int, *, within_s: float = SOON_S) -> bool:
    """Say whether the process sees within a second that something was edited since that version."""
    until = time.monotonic() + within_s
    while runtime.content_version == version and time.monotonic() < until:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)
    return runtime.content_version != version


async def test_an_edit_of_another_process_is_seen_within_a_second(runtime: Runtime, outside: Outside) -> None:
    for _ in range(3):
        before = runtime.content_version
        await outside.run(RENAME)
        assert await is_seen(runtime, before)

    # It is being told that does it: without the trigger nobody sees it.
    await outside.run("DROP TRIGGER content_version_told ON content_version")
    before = runtime.content_version
    await outside.run(RENAME)
    assert not await is_seen(runtime, before, within_s=2 * SOON_S)


async def test_an_edit_of_the_word_list_is_heard_of_too(runtime: Runtime) -> None:
    before, words = runtime.content_version, runtime.words
    await screening.add_word(Entry(text="夜里修路", level=Level.HOLD), by=None, now=builders.NOW)
    assert await is_seen(runtime, before)
    assert runtime.words is not words


async def test_what_was_edited_while_the_connection_was_gone_is_seen_when_it_is_back(
    runtime: Runtime, outside: Outside
) -> None:
    gone = await outside.listeners()
    before = runtime.content_version
    assert await outside.listeners(END_THEM) == {True}
    await outside.run(RENAME)
    assert await is_seen(runtime, before, within_s=AGAIN_S)

    await outside.other_than(gone)
    await asyncio.sleep(SOON_S)
    before = runtime.content_version
    await outside.run(RENAME)
    assert await is_seen(runtime, before)


async def test_a_connection_that_carries_nothing_any_more_is_given_up(
    runtime: Runtime, url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_CARRIES_S", 0.3)
    known = await outside.listeners()
    async with aclosing(listening.turns(url, look_s=0.2)) as turns:
        await anext(turns)
        (stuck,) = await outside.other_than(known)
        os.kill(stuck, signal.SIGSTOP)
        try:
            async with asyncio.timeout(AGAIN_S):
                while not await outside.listeners() - known - {stuck}:
                    await anext(turns)
            assert await outside.listeners() - known - {stuck}, "another connection listens instead"
        finally:
            os.kill(stuck, signal.SIGCONT)


async def test_many_edits_in_a_row_are_heard_of_ten_times_a_second_at_most(
    runtime: Runtime, url: str, outside: Outside
) -> None:
    heard = 0

    async def hear() -> None:
        nonlocal heard
        async with aclosing(listening.turns(url, look_s=3_600.0)) as turns:
            async for _ in turns:
                heard += 1

    hearing = asyncio.create_task(hear())
    began = time.monotonic()
    while (took := time.monotonic() - began) < SOON_S:
        await outside.run(RENAME)
    hearing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hearing
    assert 2 <= heard <= 2 + 10 * took


async def test_nobody_listens_when_the_process_has_stopped(runtime: Runtime, outside: Outside) -> None:
    assert len(await outside.listeners()) == 1
    await runtime.stop()
    async with asyncio.timeout(AGAIN_S):
        while await outside.listeners():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)
    await runtime.start()
    assert len(await outside.other_than(set())) == 1
