"""Connections that dawdle, say too much or are too many, on a real socket."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from jianyan.web.connections import PatientConnection
from jianyan.web.gathering import Gathering

ASK = b"GET / HTTP/1.1\r\nHost: x\r\n"


class Impatient(PatientConnection):
    """The same with numbers that a test can wait for."""

    head_s = 0.3
    request_s = 0.6
    connections_most = 3


async def app(scope, receive, send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Serve, and give the port."""
    config = uvicorn.Config(
        app, port=0, http=Impatient, lifespan="off", ws="none", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield reader, writer
    writer.close()


async def said(port: int, *pieces: bytes) -> bytes:
    """Send piece after piece and give all that comes back until the connection ends."""
    async with connection(port) as (reader, writer), asyncio.timeout(20):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)
        return await reader.read()


async def test_whoever_is_in_time_is_answered_and_may_ask_again(port: int) -> None:
    last = ASK + b"Connection: close\r\n\r\n"
    assert (await said(port, ASK + b"\r\n", last[:9], last[9:])).count(b"200 OK") == 2


@pytest.mark.parametrize(
    "pieces", [[], [ASK], [b"G"], [ASK + b"\r\n", ASK]], ids=["none", "half", "byte", "second"]
)
async def test_a_head_that_does_not_come_is_not_waited_for(port: int, pieces: list[bytes]) -> None:
    assert (await said(port, *pieces)).endswith(b"connection: close\r\n\r\n")
    assert b" 408 " in await said(port, *pieces)


async def test_a_body_that_does_not_come_is_not_waited_for(port: int) -> None:
    told = await said(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", b"abc")
    assert b" 408 " in told


async def test_a_head_that_is_too_long_is_refused_in_one_piece_or_many(port: int) -> None:
    long = b"X-Long: " + b"x" * 33_000 + b"\r\n"
    assert b" 431 " in await said(port, ASK + long + b"\r\n")
    assert b" 431 " in await said(port, ASK, *[b"X-Part: " + b"x" * 8_000 + b"\r\n"] * 5)


async def test_a_head_just_below_the_limit_is_taken(port: int) -> None:
    last = ASK + b"X-Long: " + b"x" * 32_000 + b"\r\nConnection: close\r\n\r\n"
    assert b"200 OK" in await said(port, last)


async def test_one_connection_too_many_is_told_to_come_again(port: int) -> None:
    async with connection(port), connection(port), connection(port):
        await asyncio.sleep(0.05)
        told = await said(port)
    assert b" 503 " in told
    assert b"retry-after: 10" in told
    await asyncio.sleep(0.2)
    assert b"200 OK" in await said(port, ASK + b"Connection: close\r\n\r\n")


class Counted(asyncio.Transport):
    """A real transport that notes what goes out in one call."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.calls: list[bytes] = []
        for name in ("is_closing", "pause_reading", "resume_reading", "close", "abort"):
            setattr(self, name, getattr(transport, name))

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        pieces = [bytes(piece) for piece in list_of_data]
        self.calls.append(b"".join(pieces))
        self._transport.writelines(pieces)


@asynccontextmanager
async def gathering() -> AsyncIterator[tuple[Gathering, Counted, asyncio.StreamReader]]:
    """Give a gathering transport over a real socket, and the other end of it."""
    ours, theirs = socket.socketpair()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, ours)
    reader, writer = await asyncio.open_connection(sock=theirs)
    counted = Counted(transport)
    yield Gathering(counted, loop), counted, reader
    transport.close()
    writer.close()
    await writer.wait_closed()


async def test_what_is_written_in_one_turn_goes_out_in_one_call_and_in_order() -> None:
    async with gathering() as (transport, counted, reader):
        transport.write(b"head ")
        transport.write(b"body ")
        assert counted.calls == []
        await asyncio.sleep(0)
        transport.write(b"next")
        await asyncio.sleep(0)
        assert counted.calls == [b"head body ", b"next"]
        assert await reader.readexactly(14) == b"head body next"


async def test_a_long_answer_is_not_gathered_without_end() -> None:
    async with gathering() as (transport, counted, reader):
        for _ in range(10):
            transport.write(b"x" * 20_000)
        assert sum(map(len, counted.calls)) >= 140_000
        transport.close()
        assert await reader.read() == b"x" * 200_000


async def test_what_was_written_is_sent_before_the_connection_closes() -> None:
    async with gathering() as (transport, _, reader):
        transport.write(b"last words")
        transport.close()
        transport.write(b"too late")
        assert await reader.read() == b"last words"
