"""The load: one process, one thread, raw sockets in one epoll; written to be quicker than what it measures.

A *journey* is a list of requests on one connection; the next one is sent when the answer before it is
complete. Answers must name their length. Every connection comes from an address of its own in 127.0.0.0/8, so
that neither the limits of the service nor the ports of one address end the run.
"""

import errno
import itertools
import random
import re
import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress

from bench.figures import Sample, percentile

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNK = 256 * 1024
_BIND_WITHOUT_PORT = (
    24  # IP_BIND_ADDRESS_NO_PORT: the port is chosen at connect, so it may serve many addresses
)
_SILENT_S = 30.0
_BEGIN_MOST = 256

Address = tuple[str, int]
Step = bytes | Callable[[bytes], bytes]
"""A request, or what makes it of the answer before it."""
Journeys = Iterator[list[Step]]


class NotMeasurable(Exception):
    """The server answered in a way that the load cannot follow, or not at all."""


class Connection:
    """One socket on its way through a journey."""

    __slots__ = ("answer", "began", "place", "received", "socket", "steps", "wanted")

    def __init__(self, address: Address, source: str, steps: list[Step], began: float) -> None:
        self.began = began
        self.steps = steps
        self.place = 0
        self.answer = b""
        self.received: list[bytes] = []
        self.wanted = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setsockopt(socket.IPPROTO_IP, _BIND_WITHOUT_PORT, 1)
        self.socket.bind((source, 0))
        code = self.socket.connect_ex(address)
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, "connect")

    def send(self) -> bool:
        """Send the next request; say whether the socket took it (it may still be connecting)."""
        step = self.steps[self.place]
        request = step if isinstance(step, bytes) else step(self.answer)
        try:
            self.socket.send(request)
        except BlockingIOError:
            return False
        self.place += 1
        return True

    def receive(self) -> bool:
        """Read what has come; say whether the answer is complete and stands in `answer`."""
        chunk = self.socket.recv(_CHUNK)
        if not chunk:
            raise ConnectionResetError("closed before the answer was complete")
        self.received.append(chunk)
        if not self.wanted:
            head = b"".join(self.received)
            end = head.find(b"\r\n\r\n")
            if end < 0:
                return False
            length = _LENGTH.search(head, 0, end + 2)
            if not length:
                raise NotMeasurable(f"an answer without a length: {head[:end]!r}")
            self.wanted = end + 4 + int(length[1])
            self.received = [head]
        if sum(map(len, self.received)) < self.wanted:
            return False
        self.answer = b"".join(self.received)
        self.received, self.wanted = [], 0
        return True

    @property
    def is_at_its_end(self) -> bool:
        """Say whether every request has been sent."""
        return self.place == len(self.steps)


class Load:
    """Walks journeys against one server.

    Args:
        address: of the server.
        journeys: what each connection does; endless.
        is_kept: the connection stays for the next journey.
    """

    def __init__(self, address: Address, journeys: Journeys, *, is_kept: bool = False) -> None:
        self._address = address
        self._journeys = journeys
        self._is_kept = is_kept
        self._sources = _sources()
        self._epoll = select.epoll()
        self._open: dict[int, Connection] = {}
        self.statuses: Counter[int] = Counter()
        self.taken_s: list[float] = []
        """Seconds of each journey that was answered 2xx to its end, from before the connect."""
        self.due = 0
        """Journeys that the rate of the last open loop asked for."""
        self.begun = 0
        """Journeys that were begun of these."""
        self.drained_s = 0.0
        """Seconds from its last arrival until nobody waited any more."""

    def closed_loop(self, *, clients: int, seconds: float) -> Sample:
        """Let so many clients begin their next journey as soon as the last one ended."""
        self._forget()
        began, cpu = time.perf_counter(), time.process_time()
        until = began + seconds
        for _ in range(clients):
            self._begin()
        while time.perf_counter() < until:
            for file, events in self._polled():
                if self._step(file, events):
                    self._begin()
        took = time.perf_counter() - began
        busy = (time.process_time() - cpu) / took
        self.leave()
        return self._sample(took, busy)

    def open_loop(self, *, a_second: float, seconds: float, most: int) -> Sample:
        """Begin journeys at a rate that does not care for the server, while fewer than `most` are open."""
        self._forget()
        began, cpu = time.perf_counter(), time.process_time()
        while (now := time.perf_counter()) < began + seconds:
            self.due = int((now - began) * a_second)
            for _ in range(min(self.due - self.begun, most - len(self._open), _BEGIN_MOST)):
                self.begun += 1
                self._begin()
            for file, events in self._polled(0.001):
                self._step(file, events)
        busy = (time.process_time() - cpu) / seconds
        ended = time.perf_counter()
        while self._open and time.perf_counter() < ended + _SILENT_S:
            for file, events in self._polled():
                self._step(file, events)
        self.drained_s = time.perf_counter() - ended
        self.statuses[0] += len(self._open)
        self.leave()
        return self._sample(seconds + self.drained_s, busy)

    def one(self) -> bytes:
        """Walk one journey and give its last answer, head and body."""
        self._forget()
        self._begin()
        (connection,) = self._open.values()
        while self._open:
            for file, events in self._polled():
                self._step(file, events)
        return connection.answer

    def leave(self) -> None:
        """Close every connection."""
        for connection in self._open.values():
            connection.socket.close()
        self._open.clear()

    def close(self) -> None:
        """Close everything."""
        self.leave()
        self._epoll.close()

    def _forget(self) -> None:
        self.statuses.clear()
        self.taken_s.clear()
        self.due = self.begun = 0

    def _sample(self, took: float, busy: float) -> Sample:
        good = len(self.taken_s)
        others = {status: count for status, count in sorted(self.statuses.items()) if not 200 <= status < 300}
        return Sample(
            rate=good / took,
            count=good,
            seconds=took,
            p50_ms=percentile(self.taken_s, 50) * 1000 if good else 0.0,
            p99_ms=percentile(self.taken_s, 99) * 1000 if good else 0.0,
            load_busy=busy,
            others=others,
        )

    def _polled(self, timeout_s: float = 1.0) -> list[tuple[int, int]]:
        return self._epoll.poll(timeout_s, 1024)

    def _begin(self) -> None:
        steps = next(self._journeys)
        connection = Connection(self._address, next(self._sources), steps, time.perf_counter())
        self._open[connection.socket.fileno()] = connection
        events = select.EPOLLIN if connection.send() else select.EPOLLIN | select.EPOLLOUT
        self._epoll.register(connection.socket.fileno(), events)

    def _step(self, file: int, events: int) -> bool:
        """Go on with one connection; say whether it ended, so that another may begin."""
        connection = self._open[file]
        try:
            if events & select.EPOLLOUT:
                if connection.send():
                    self._epoll.modify(file, select.EPOLLIN)
                return False
            if not connection.receive():
                return False
        except OSError:
            return self._end(connection, 0)
        status = int(connection.answer[9:12])
        if connection.is_at_its_end and self._is_kept and 200 <= status < 300:
            self._count(connection, status)
            connection.steps, connection.place = next(self._journeys), 0
            connection.began = time.perf_counter()
        elif connection.is_at_its_end or not 200 <= status < 300:
            return self._end(connection, status)
        with suppress(OSError):  # what the server closed meanwhile is seen at the next event
            connection.send()
        return False

    def _count(self, connection: Connection, status: int) -> None:
        self.statuses[status] += 1
        if 200 <= status < 300:
            self.taken_s.append(time.perf_counter() - connection.began)

    def _end(self, connection: Connection, status: int) -> bool:
        self._count(connection, status)
        del self._open[connection.socket.fileno()]
        connection.socket.close()
        return True


def _sources() -> Iterator[str]:
    """Give addresses of this machine, another one each time, far from each other."""
    chance = random.Random(1)
    for _ in itertools.count():
        yield f"127.{chance.randrange(1, 255)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
