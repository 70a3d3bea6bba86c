"""One connection of a browser: how long and how much it may take.

A proxy in front limits connections too, and better; this is for whoever forgets it. What is refused here has
not been a request yet: it gets a bare status, and the connection ends.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from time import monotonic
from typing import Any, Self

from uvicorn._types import ASGI3Application
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from jianyan.web.at_once import AT_ONCE, AtOnce, Post, Whole
from jianyan.web.door import Door, Ends
from jianyan.web.gathering import Gathering
from jianyan.web.headers import lines_of

_REFUSAL = b"HTTP/1.1 %s\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_NEVER = float("inf")
_BODILY = frozenset({b"content-length", b"transfer-encoding", b"expect"})
_ODDLY_BODILY = _BODILY - {b"content-length"}
_FORWARDED = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})
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
        self._may_hold = False
        self._held_for: ASGI3Application | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or send it off where there are too many."""
        super().connection_made(Gathering(transport, self.loop, self._ends))
        self._due = self.loop.time() + self.head_s
        self._timer = self.loop.call_later(self.head_s, self._look)
        if len(self.connections) > 2 * self.connections_most:
            self.transport.abort()  # not even a farewell can be waited for
        elif len(self.connections) > self.connections_most:
            self._refuse(b"503 Service Unavailable")
        if self._door is not None:
            self._door.let_in(self._sibling, most=self.requests_most - self._in_progress())

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and see to it that the rest comes in time."""
        if self._is_refused:
            return
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
        if self._is_answered:
            return
        self.scope[_READ_AT] = monotonic()  # type: ignore[literal-required] # a key of our own
        self._may_hold = self._is_plain(b"POST", without=_ODDLY_BODILY) and self._is_small()
        super().on_headers_complete()
        self._may_hold = False
        if self._held_for:
            self._due = self.loop.time() + self.held_s
        if self._is_half_full():
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """Wait for the next request; how long is uvicorn's to say."""
        if self._is_refused:
            return
        self._due = _NEVER
        self._in_head, self._head_bytes = True, 0
        if self._is_answered:
            return
        super().on_message_complete()
        if self._at_once and self._held_for:
            app, self._held_for = self._held_for, None
            self._hear_proxy(self.scope)
            self._at_once.take(_Held(self, app, self._at_once))

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
        path, _, query = self.url.partition(b"?")
        if self.root_path or b"%" in path or b"#" in self.url:
            return False
        scope: dict[str, Any] = self.scope  # type: ignore[assignment] # until now it lacks what follows
        scope |= {"method": "GET", "path": path.decode("ascii"), "query_string": query}
        self._hear_proxy(scope)
        answer = self._at_once(scope) if self._at_once else None
        if answer is None:
            return False
        self.give(answer)
        return True

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Begin with a request, or hold it until all of it is here."""
        if self._may_hold:
            self._held_for = app
        else:
            super()._start_asgi_task(cycle, app)

    def begin(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Begin with a request that was held, in the usual way."""
        super()._start_asgi_task(cycle, app)

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

    def _hear_proxy(self, scope: Any) -> None:
        """Let uvicorn put into a scope what a proxy in front of us says, if that is to be believed."""
        is_told = any(name in _FORWARDED for name, _ in self.headers)
        if is_told and isinstance(self.app, ProxyHeadersMiddleware):
            hearing = copy(self.app)
            hearing.app = _nothing
            with suppress(StopIteration):
                hearing(scope, _nothing, _nothing).send(None)

    def _in_progress(self) -> int:
        return len(self.tasks) + (self._at_once.waiting if self._at_once else 0)

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


class _Held(Post):
    """A POST whose body is here, and that nobody began with."""

    __slots__ = ("_app", "_connection", "_cycle")

    def __init__(self, connection: PatientConnection, app: ASGI3Application, at_once: AtOnce) -> None:
        cycle = connection.cycle
        super().__init__(cycle.scope, bytes(cycle.body), at_once)
        self._connection, self._cycle, self._app = connection, cycle, app

    def _begin(self) -> None:
        self._connection.begin(self._cycle, self._app)

    def _give(self, whole: Whole) -> None:
        cycle = self._cycle
        cycle.response_complete = True
        if cycle.keep_alive:
            self._connection.give(whole)
            return
        status, head, body = whole  # the service stops: this is the last answer here
        self._connection.give((status, b"connection: close\r\n" + head, body))
        self._connection.transport.close()


async def _nothing(*_: Any) -> Any:
    """Stand for an app and for what it is given, where nobody will be asked."""
