"""A network that fails on command: a TCP proxy between two programs of ours.

It passes, delays, stalls, cuts, and swallows answers: the request is forwarded, the whole answer is waited
for, and the connection is closed without passing it on.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

_CHUNK = 64 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def is_whole_http(answer: bytes) -> bool:
    """Say whether an HTTP answer has come to its end."""
    head, found, body = answer.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return bool(found) and length is not None and len(body) >= int(length[1])


class Proxy:
    """A loopback port in front of another one.

    Args:
        port: of the loopback address, where the connections lead.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._going = asyncio.Event()
        self._going.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._every = 0
        self._asked = 0
        self._question: bytes = b""
        self._is_whole: Callable[[bytes], bool] = is_whole_http
        self.delay_s = 0.0
        """Added to whatever is passed to the server."""
        self.swallowed: list[bytes] = []
        """The answers that were kept back."""

    def swallow(
        self, question: bytes, *, every: int, is_whole: Callable[[bytes], bool] = is_whole_http
    ) -> None:
        """Keep back the answer to every so-manieth question that begins like this; 0: to none."""
        self._question, self._every, self._is_whole, self._asked = question, every, is_whole, 0

    def stall(self) -> None:
        """Keep every byte until `flow`; connections are accepted."""
        self._going.clear()

    def flow(self) -> None:
        """Pass what was kept, and go on passing."""
        self._going.set()

    def cut(self) -> None:
        """Break every connection that is open."""
        for writer in self._open:
            writer.transport.abort()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=1024)
        self.port = int(self._server.sockets[0].getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.close()
        self.flow()
        self.cut()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._between(reader, writer)
        finally:
            writer.transport.abort()
            self._open.discard(writer)
            self._tasks.discard(task)

    async def _between(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        beyond, ahead = await asyncio.open_connection("127.0.0.1", self._target)
        self._open.add(ahead)
        kept = asyncio.Event()
        ways = [
            asyncio.ensure_future(self._questions(reader, ahead, kept)),
            asyncio.ensure_future(self._answers(beyond, writer, kept)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ahead.transport.abort()
            self._open.discard(ahead)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _questions(
        self, reader: asyncio.StreamReader, ahead: asyncio.StreamWriter, kept: asyncio.Event
    ) -> None:
        while chunk := await reader.read(_CHUNK):
            if self._every and self._question in chunk:
                self._asked += 1
                if self._asked % self._every == 0:
                    kept.set()
            await asyncio.sleep(self.delay_s)
            await self._going.wait()
            ahead.write(chunk)
            await ahead.drain()

    async def _answers(
        self, beyond: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: asyncio.Event
    ) -> None:
        answer = b""
        while chunk := await beyond.read(_CHUNK):
            await self._going.wait()
            if kept.is_set():
                answer += chunk
                if self._is_whole(answer):
                    self.swallowed.append(answer)
                    return
                continue
            writer.write(chunk)
            await writer.drain()
