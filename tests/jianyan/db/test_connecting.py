"""Whoever is cancelled while connecting leaves no future behind, wherever it was."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from conftest import PostgresCluster
from jianyan.db.connecting import connect

TURNS_MOST = 40
AT_EACH = 3
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def cut(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def cut_when_asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        await reader.read(8)
    writer.transport.abort()


async def forgotten(connecting: Callable[..., Awaitable[Any]], answer: Answer) -> list[str]:
    """Cancel at every turn of connecting, and give what the loop was told that nobody retrieved."""
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"postgresql://nobody@127.0.0.1:{server.sockets[0].getsockname()[1]}/nothing"
        for turns in [*range(TURNS_MOST)] * AT_EACH:
            task = asyncio.ensure_future(connecting(url, timeout=5))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled() or task.exception()
            del task
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(others, timeout=5) if others else None
    del others
    gc.collect()
    await asyncio.sleep(0)
    return told


@pytest.mark.parametrize("answer", [cut, cut_when_asked])
async def test_nothing_is_forgotten_where_connecting_is_cancelled(answer: Answer) -> None:
    assert await forgotten(connect, answer) == []
    # asyncpg by itself forgets something.
    assert set(await forgotten(asyncpg.connect, answer)) == {"Future exception was never retrieved"}


async def test_a_connection_that_nobody_waits_for_is_closed_when_it_is_there(
    postgres: PostgresCluster,
) -> None:
    url = postgres.url("template")
    opened: list[Any] = []

    class Noted(asyncpg.Connection):  # type: ignore[misc] # asyncpg has no types
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            opened.append(self)

    connecting = asyncio.create_task(connect(url, connection_class=Noted))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    connecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connecting
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.wait(others, timeout=10)
    await asyncio.sleep(0)
    assert [connection.is_closed() for connection in opened] == [True]
