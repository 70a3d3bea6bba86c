"""Connecting to PostgreSQL so that whoever is cancelled meanwhile leaves nothing half done.

A cancellation between the connection of the network and the server's word on TLS would leave a future of
asyncpg 0.32 with an exception that nobody retrieves, and a line in the log at each restart.
"""

import asyncio
from typing import Any

import asyncpg


async def connect(*arguments: Any, **options: Any) -> Any:
    """Give a connection as asyncpg does; one that nobody waits for any more is closed when it is there."""
    connecting = asyncio.ensure_future(asyncpg.connect(*arguments, **options))
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        connecting.add_done_callback(_close)
        raise


def _close(connecting: "asyncio.Future[Any]") -> None:
    if not connecting.cancelled() and connecting.exception() is None:
        connecting.result().terminate()
