"""A crowd at a real listening socket: who only looks is turned away, who brings something is let in."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial, wraps

import uvicorn
import uvloop

from jianyan.web.connections import PatientConnection
from jianyan.web.door import Door

CROWDED = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nContent-Length: 4\r\n\r\nfull"
LOOK = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
BRING = b"POST /s/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
PROBE = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


class Narrow(PatientConnection):
    """The same with numbers that a test can reach."""

    requests_most = 2
    connections_most = 20
    farewell_s = 0.2


class Noted(Door):
    """The same, which notes how often it lets in others."""

    rounds = 0

    def let_in(self, make, *, most: int) -> None:
        self.rounds += 1
        super().let_in(make, most=most)


class Served:
    """A served app that answers when it is told to."""

    def __init__(self, port: int, door: "Noted") -> None:
        self.port = port
        self.door = door
        self.go_on = asyncio.Event()
        self.begun = 0

    async def app(self, _scope, receive, send) -> None:
        self.begun += 1
        while (await receive()).get("more_body"):
            pass
        await self.go_on.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def said(self, request: bytes) -> bytes:
        """Give all that comes back for a request; raises ConnectionResetError where that is cut off."""
        return await _read(self._sent(request))

    def _sent(self, request: bytes) -> socket.socket:
        ours = socket.create_connection(("127.0.0.1", self.port))
        ours.sendall(request)
        return ours

    async def asking(self, *requests: bytes) -> list[asyncio.Task[bytes]]:
        """Send requests before the loop turns, and wait until each was let in or answered."""
        sockets = [self._sent(request) for request in requests]
        tasks = [asyncio.create_task(_read(ours)) for ours in sockets]
        async with asyncio.timeout(10):
            while self.begun + sum(task.done() for task in tasks) < len(tasks):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
        return tasks


async def _read(ours: socket.socket) -> bytes:
    reader, writer = await asyncio.open_connection(sock=ours)
    answer = await reader.read()
    writer.close()
    return answer


def on_uvloop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Run a test on the loop that serves: it accepts one connection a turn, others accept all."""

    @wraps(test)
    def run() -> None:
        uvloop.run(test())  # type: ignore[arg-type]

    return run


@asynccontextmanager
async def serving(handles: int = 1) -> AsyncIterator[Served]:
    """Serve with a door."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        door = Noted(listener, [CROWDED], handles=handles)
        served = Served(listener.getsockname()[1], door)
        config = uvicorn.Config(
            served.app,
            http=partial(Narrow, door=door),  # type: ignore[arg-type]
            interface="asgi3",
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=door.handles()))
        while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
            await asyncio.sleep(0.01)
        try:
            yield served
        finally:
            served.go_on.set()
            server.should_exit = server.force_exit = True
            await running


@on_uvloop
async def test_of_a_crowd_a_few_are_let_in_and_the_others_told_at_once() -> None:
    async with serving() as served:
        tasks = await served.asking(*[LOOK] * 12)
        told = [task.result() for task in tasks if task.done()]
        assert set(told) == {CROWDED}
        assert 1 <= served.begun < 12
        served.go_on.set()
        assert sum(b"200 OK" in answer for answer in await asyncio.gather(*tasks)) == 12 - len(told)


@on_uvloop
async def test_a_few_at_a_time_need_nobody_to_bring_them_along() -> None:
    async with serving(handles=4) as served:
        served.go_on.set()
        for _ in range(3):
            await asyncio.gather(*await served.asking(*[BRING] * 3))
        assert (served.begun, served.door.rounds) == (9, 0)


@on_uvloop
async def test_the_last_one_of_a_full_turn_brings_the_others_along() -> None:
    async with serving(handles=4) as served:
        tasks = await served.asking(*[LOOK] * 16)
        assert served.door.rounds > 0
        assert [task.result() for task in tasks if task.done()] == [CROWDED] * (16 - served.begun)
        assert served.begun < 16


@on_uvloop
async def test_whoever_left_before_they_were_let_in_does_no_harm() -> None:
    async with serving(handles=4) as served:
        with socket.create_connection(("127.0.0.1", served.port)) as ours:
            # It closes with a reset, as a telephone does that loses its network.
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        served.go_on.set()
        assert b"200 OK" in await served.said(LOOK)


@on_uvloop
async def test_whoever_brings_something_and_a_probe_are_let_in_all_the_same() -> None:
    async with serving() as served:
        tasks = await served.asking(*[BRING] * 6, *[PROBE] * 4)
        assert [task for task in tasks if task.done()] == []
        served.go_on.set()
        assert all(b"200 OK" in answer for answer in await asyncio.gather(*tasks))


@on_uvloop
async def test_when_the_crowd_has_gone_everybody_is_let_in_again() -> None:
    async with serving() as served:
        await asyncio.gather(*await served.asking(*[LOOK] * 12), served_soon(served))
        assert b"200 OK" in await served.said(LOOK)


@on_uvloop
async def test_whoever_is_one_too_many_hears_it_though_they_had_said_something() -> None:
    async with serving() as served:
        tasks = await served.asking(*[BRING] * 30)
        refused = [task.result() for task in tasks if task.done()]
        assert len(refused) >= 10
        assert all(b" 503 " in answer for answer in refused)


async def served_soon(served: Served) -> None:
    await asyncio.sleep(0.05)
    served.go_on.set()
