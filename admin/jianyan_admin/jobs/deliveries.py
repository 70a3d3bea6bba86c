"""Handing a file out once: it is gone when it got through whole, and only then."""

import asyncio
from pathlib import Path
from typing import BinaryIO

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan import jobs
from jianyan.jobs import JobDetail

_PIECE_BYTES = 256 * 1024


class Delivery:
    """The file of a job in pieces: deleted when it was given whole, to be asked for again when it was not."""

    def __init__(self, job: JobDetail, file: BinaryIO) -> None:
        self._job = job
        self._file = file
        self._is_whole = False

    def __aiter__(self) -> "Delivery":
        return self

    async def __anext__(self) -> bytes:
        piece = await asyncio.to_thread(self._file.read, _PIECE_BYTES)
        if not piece:
            self._is_whole = True
            raise StopAsyncIteration
        return piece

    async def close(self) -> None:
        """Close the file, and say what came of it."""
        self._file.close()
        if self._is_whole:
            await asyncio.to_thread(Path(self._file.name).unlink, missing_ok=True)
        else:
            await jobs.give_back(self._job.id)


class ClosedDelivery(ASGIMiddleware):
    """Close a delivery when the answer has ended, also where somebody left in the middle of it."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on, and look whether it left a delivery."""
        try:
            await next_app(scope, receive, send)
        finally:
            delivery: Delivery | None = scope["state"].get("delivery")
            if delivery is not None:
                await delivery.close()
