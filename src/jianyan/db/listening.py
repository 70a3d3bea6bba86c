"""Hearing of an edit: PostgreSQL tells at once, over a connection that does nothing but listen.

What is told while nobody listens is lost, so whoever follows looks for himself at every (re)connect, at every
failed try to connect, and now and then anyway; by then the connection is asked too whether it still carries.

Source: PostgreSQL documentation, LISTEN (start listening, commit, then look) and NOTIFY (told at commit).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import asyncpg

from jianyan.db.connecting import connect

CHANNEL = "jianyan_edited"
"""Where the triggers of the migration tell."""
_CONNECT_S = 10.0
_CARRIES_S = 5.0
_REST_S = 0.1
"""Edits in a row, as of an import, are heard of so often at most."""
_AGAIN_S = (0.2, 5.0)
"""Seconds until the first try to connect again, and at most; each waits twice as long as the one before."""
_GONE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


async def turns(dsn: str, *, look_s: float) -> AsyncGenerator[None, None]:
    """Give a turn whenever something may have been edited, the first one soon; without end.

    Args:
        dsn: of the database.
        look_s: seconds after which there is a turn although nothing was told.
    """
    first, most = _AGAIN_S
    again_s = first
    while True:
        try:
            async with aclosing(_told(dsn, look_s)) as told:
                async for _ in told:
                    again_s = first
                    yield
        except _GONE:
            yield
        await asyncio.sleep(again_s)
        again_s = min(2 * again_s, most)


async def _told(dsn: str, look_s: float) -> AsyncGenerator[None, None]:
    """Connect, then give a turn for what may have been missed and one whenever something was told."""
    connection = await connect(
        dsn, timeout=_CONNECT_S, command_timeout=_CARRIES_S, server_settings={"application_name": CHANNEL}
    )
    woken = asyncio.Event()

    def wake(*_: Any) -> None:
        woken.set()

    try:
        connection.add_termination_listener(wake)
        await connection.add_listener(CHANNEL, wake)
        while True:
            yield
            await asyncio.sleep(_REST_S)
            await _woken(woken, look_s)
            await connection.execute("SELECT 1")
    finally:
        connection.terminate()  # nothing is under way that could be lost


async def _woken(woken: asyncio.Event, within_s: float) -> None:
    try:
        async with asyncio.timeout(within_s):
            await woken.wait()
    except TimeoutError:
        pass
    woken.clear()
