"""One connection of a browser: how long and how much it may take.

A proxy in front limits connections too, and better; this is for whoever forgets it. What is refused here has
not been a request yet: it gets a bare status, and the connection ends.
"""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any, Self, cast

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from jianyan.web.at_once import AT_ONCE, AtOnce, Whole
from jianyan.web.door import Door, Ends
from jianyan.web.gathering import Gathering
from jianyan.web.headers import lines_of
from jianyan.web.held import Held
from jianyan.web.proxies import hear_proxy

_REFUSAL = b"HTTP/1.1 %s\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_NEVER = float("inf")
_BODILY = frozenset({b"content-length", b"transfer-encoding", b"expect"})
_ODDLY_BODILY = _BODILY - {b"content-length"}
_READ_AT = "jianyan.read_at"


def waited_s(scope: Mapping[str, Any]) -> float:
    """Give the seconds since the head of a request was read; 0 where a server of another kind read it."""
    read_at = scope.get(_READ_AT)
    return monotonic() - read_at if read_at is not None else 0.0


class PatientConnection(HttpToolsProtocol):
    """One connection of a browser; uvicorn makes it.

    Args:
        door: where it came in, and where others may wait.
        ends: of it, where they are known.

    There is one timer a connection, not one a request: a deadline is noticed when it next goes off, at most
    `head_s` late.
    """

    head_s = 10.0
    """Seconds for the head of a request, from the connection or from its first byte."""
    request_s = 120.0
    """Seconds for a whole request: a photo from a slow telephone."""
    held_s = 30.0
    """Seconds for the body of a form without files."""
    head_bytes_most = 32 * 1024
    """Bytes of a request's address and headers."""
    connections_most = 4_000
    """Connections of one process; each has its handle and some kilobytes. From half of them on, none is kept
    open for a next request."""
    farewell_s = 2.0
    """Seconds for whoever was refused to read that and to close; what they still send is not read."""
    requests_most = 400
    """Requests in progress from which on it is crowded here."""

    def __init__(
        self, *arguments: Any, door: Door | None = None, ends: Ends | None = None, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self._door = door
        self._ends = ends
        self._due = _NEVER
        self._timer: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0
        self._is_refused = False
        self._at_once: AtOnce | None = self.app_state.get(AT_ONCE)
        self._is_answered = False
        self._is_idle = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or send it off where there are too many."""
        ends = self._ends or (self._door.ends_of(transport) if self._door else None)
        super().connection_made(Gathering(transport, self.loop, ends))
        self._due = self.loop.time() + self.head_s
        self._timer = self.loop.call_later(self.head_s, self._look)
        if len(self.connections) > 2 * self.connections_most:
            self.transport.abort()  # not even a farewell can be waited for
        elif len(self.connections) > self.connections_most:
            self._refuse(b"503 Service Unavailable")
        if self._door and self._door.came():
            self._door.let_in(self._sibling, most=self.requests_most - self._in_progress())

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)
        if self.cycle and self.cycle.response_complete:
            # It knows this connection: together they would stay until garbage is looked for.
            self.cycle = cast(RequestResponseCycle, None)  # as at its beginning

    def data_received(self, data: bytes) -> None:
        """Read on, and see to it that the rest comes in time."""
        if self._is_refused:
            return
        if self._is_idle:
            self._is_idle, self._due = False, _NEVER
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes:
            if self._head_bytes > self.head_bytes_most:
                self._refuse(b"431 Request Header Fields Too Large")
            elif self._due == _NEVER:
                self._due = self.loop.time() + self.head_s

    def on_headers_complete(self) -> None:
        """Go on to the body."""
        self._in_head = False
        # What came so far may be the beginning of the body, too.
        if self._head_bytes > self.head_bytes_most and self._head_is_long():
            self._refuse(b"431 Request Header Fields Too Large")
            return
        self._due = self.loop.time() + self.request_s
        self._is_answered = self._is_plain(b"GET", without=_BODILY) and self._answered_at_once()
        if self._is_answered or self._is_held():
            return
        self.scope[_READ_AT] = monotonic()  # type: ignore[literal-required] # a key of our own
        super().on_headers_complete()
        if self._is_half_full():
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """Let what was held be taken; rest where the answer was given already."""
        if self._is_refused:
            return
        self._due = _NEVER
        self._in_head, self._head_bytes = True, 0
        if self._is_answered or self.cycle.response_complete:
            self._rest()
            return
        super().on_message_complete()
        cycle = cast(object, self.cycle)
        if self._at_once and isinstance(cycle, Held):
            self._at_once.take(cycle)

    def on_response_complete(self) -> None:
        """Go on with the next request, or wait for one: as uvicorn does, with the one timer."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._in_head and not self._head_bytes:
            self._rest()

    def _is_plain(self, method: bytes, *, without: frozenset[bytes]) -> bool:
        """Say whether this is a plain request, the one before was answered, and what is written goes out.

        Where many requests are in progress it takes its turn behind them, so that it is told of the crowd.
        """
        parser, cycle = self.parser, self.cycle
        return (
            self._at_once is not None
            and parser.get_method() == method
            and (cycle is None or cycle.response_complete)
            and not self.flow.write_paused
            and self._in_progress() < self.requests_most
            and not self._is_half_full()
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and not parser.should_upgrade()
            and without.isdisjoint([name for name, _ in self.headers])
        )

    def _answered_at_once(self) -> bool:
        answer = self._at_once(self.scope) if self._at_once and self._is_addressed("GET") else None
        if answer is None:
            return False
        self.give(answer)
        return True

    def _is_held(self) -> bool:
        """Hold a small form until all of it is here; say whether it is held."""
        if not self._at_once or not self._is_plain(b"POST", without=_ODDLY_BODILY) or not self._is_small():
            return False
        if not self._is_addressed("POST"):
            return False
        self.cycle = cast(RequestResponseCycle, Held(self, self._at_once))
        self._due = self.loop.time() + self.held_s
        return True

    def _is_addressed(self, method: str) -> bool:
        """Complete the scope, and say whether the address was plain."""
        path, _, query = self.url.partition(b"?")
        if self.root_path or b"%" in path or b"#" in self.url:
            return False
        scope: dict[str, Any] = self.scope  # type: ignore[assignment] # until now it lacks what follows
        scope |= {"method": method, "path": path.decode("ascii"), "raw_path": path, "query_string": query}
        hear_proxy(self.app, scope)
        return True

    def begin(self, held: Held) -> None:
        """Begin with a request that was held, in the usual way."""
        cycle = RequestResponseCycle(
            scope=held.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=held.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.body, cycle.more_body, cycle.disconnected = held.body, False, held.disconnected
        cycle.message_event.set()  # all of it is here
        held.response_complete = True
        if cast(object, self.cycle) is held:
            self.cycle = cycle
        self._start_asgi_task(cycle, self.app)

    def give(self, whole: Whole) -> None:
        """Write an answer that was made without the app, and go on to the next request."""
        status, head, body = whole
        defaults = lines_of(self.server_state.default_headers)
        self.transport.write(b"".join([STATUS_LINE[status], defaults, head]))
        self.transport.write(body)
        self.on_response_complete()

    def _is_small(self) -> bool:
        """Say whether the whole body is held without anybody being told that there is too much of it."""
        for name, value in self.headers:
            if name == b"content-length":
                return value.isdigit() and int(value) <= HIGH_WATER_LIMIT
        return False

    def _in_progress(self) -> int:
        return len(self.tasks) + (self._at_once.waiting if self._at_once else 0)

    def _rest(self) -> None:
        self._is_idle = True
        self._due = self.loop.time() + self.timeout_keep_alive

    def _is_half_full(self) -> bool:
        return 2 * len(self.connections) > self.connections_most

    def _sibling(self, ends: Ends) -> Self:
        return type(self)(self.config, self.server_state, self.app_state, self.loop, ends=ends)

    def _head_is_long(self) -> bool:
        return (
            len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > self.head_bytes_most
        )

    def _look(self) -> None:
        if self._is_refused:
            self.transport.abort()
        elif self._is_idle and self.loop.time() >= self._due:
            self.transport.close()
        elif self.loop.time() >= self._due:
            self._refuse(b"408 Request Timeout")
        else:
            self._timer = self.loop.call_later(min(self.head_s, self._due - self.loop.time()), self._look)

    def _refuse(self, status: bytes) -> None:
        """Say so and wait for the other end to close: closed with something unread, nobody would hear it."""
        if self._is_refused or self.transport.is_closing():
            return
        self._is_refused = True
        self.transport.write(_REFUSAL % status)
        self.transport.write_eof()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(self.farewell_s, self._look)
