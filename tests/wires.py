"""A browser's connection byte by byte, and a port at which a running app is served to it."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import uvicorn
from litestar import Litestar

from jianyan.web.at_once import Announcing, AtOnce, Post
from jianyan.web.connections import PatientConnection

BROWSER = "Accept: text/html\r\nAccept-Language: zh-CN,zh;q=0.9\r\nUser-Agent: Mozilla/5.0\r\n"
DIFFERS = re.compile(rb'(form_token"(?: value=|:)")[\w-]{66}|\r\n(?:date|x-request-id): [^\r]+')
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n")


class Counted(AtOnce):
    """The same, which counts what it answers, and can be told to leave all to the usual way."""

    answered = 0
    is_off = False

    def __call__(self, scope: Any) -> tuple[int, bytes, bytes] | None:
        answer = None if self.is_off else super().__call__(scope)
        self.answered += answer is not None
        return answer

    def take(self, post: Post) -> None:
        """Take a form, or let it go on like all that is left to the usual way."""
        if self.is_off:
            self.waiting += 1
            post.go_on()
        else:
            super().take(post)


class Quick(PatientConnection):
    """The same with numbers that a test can wait for."""

    head_s = 0.3
    requests_most = 4


class Wire:
    """A connection of a browser."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, *requests: str) -> list[bytes]:
        """Send requests in one go and give their answers, head and body."""
        self.writer.write("".join(requests).encode())
        return [await self.answer(is_head=request.startswith("HEAD")) for request in requests]

    async def answer(self, *, is_head: bool = False) -> bytes:
        """Give the next answer."""
        async with asyncio.timeout(20):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(head)
            return head + await self.reader.readexactly(int(length[1]) if length and not is_head else 0)


class Server:
    """The served app."""

    def __init__(self, server: uvicorn.Server, at_once: Counted) -> None:
        self._server = server
        self.port = server.servers[0].sockets[0].getsockname()[1]
        self.at_once = at_once

    def stop(self) -> None:
        """Let it answer what is in progress, and end."""
        self._server.should_exit = True

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Wire]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        try:
            yield Wire(reader, writer)
        finally:
            writer.close()

    async def say(self, *requests: str, is_off: bool = False) -> list[bytes]:
        """Give one answer after the other on one connection, without what differs from one to the next."""
        self.at_once.is_off = is_off
        async with self.connection() as wire:
            answers = [(await wire.ask(request))[0] for request in requests]
        self.at_once.is_off = False
        return [DIFFERS.sub(rb"\1", readable(answer)) for answer in answers]

    async def say_together(self, requests: list[str]) -> list[bytes]:
        """Send each request on a connection of its own, in one turn of the loop, and give the answers."""
        opened = [await asyncio.open_connection("127.0.0.1", self.port, limit=2**20) for _ in requests]
        wires = [Wire(*each) for each in opened]
        for wire, request in zip(wires, requests, strict=True):
            wire.writer.write(request.encode())
        answers = [await wire.answer() for wire in wires]
        for wire in wires:
            wire.writer.close()
        return answers


def readable(answer: bytes) -> bytes:
    head, end, body = answer.partition(b"\r\n\r\n")
    return head + end + (gzip.decompress(body) if b"\r\ncontent-encoding: gzip" in head else body)


@asynccontextmanager
async def serving(app: Litestar) -> AsyncIterator[Server]:
    """Serve an app that runs already at a port."""

    async def running(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for _ in range(2):
            message = await receive()
            await send({"type": f"{message['type']}.complete"})

    at_once = Counted(app.state.intake)
    config = uvicorn.Config(
        Announcing(running, at_once),
        port=0,
        http=Quick,
        ws="none",
        log_config=None,
        access_log=False,
        timeout_keep_alive=1,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
        await asyncio.sleep(0.01)
    try:
        yield Server(server, at_once)
    finally:
        server.should_exit = True
        await task


def get(code: str, more: str = "", *, path: str = "/s/{}", method: str = "GET", version: str = "1.1") -> str:
    """Give a request as it goes out; `more` are headers with the ends of their lines."""
    browser = "" if "Accept:" in more else BROWSER
    host = "" if "Host:" in more else "Host: 127.0.0.1\r\n"
    return f"{method} {path.format(code)} HTTP/{version}\r\n{host}{browser}{more}\r\n"


def post(code: str, token: str, more: str = "", **fields: str) -> str:
    """Give a suggestion as it goes out."""
    body = urlencode({"body": "末班车太早了。", "form_token": token, **fields})
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    return get(code, f"{kind}Content-Length: {len(body)}\r\n{more}", method="POST") + body
