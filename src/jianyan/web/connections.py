"""One connection of a browser: how long and how much it may take, and how an answer goes out.

A proxy in front limits connections too, and better; this is for whoever forgets it. What is refused here has
not been a request yet: it gets a bare status, and the connection ends.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_REFUSAL = b"HTTP/1.1 %s\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_KEPT_BYTES = 64 * 1024
_NEVER = float("inf")


class Gathering(asyncio.Transport):
    """A transport that sends what was written in one turn of the loop at once, after all others had theirs.

    Head and body of an answer make one packet, and the answers of a turn go out in a row: calls of the system
    between them would make the processor forget its way through our code, which then takes twice as long.

    Args:
        transport: carries the bytes.
        loop: whose turns these are.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._written: list[bytes | bytearray | memoryview] = []
        self._written_bytes = 0
        self.is_closing = transport.is_closing  # type: ignore[method-assign]
        self.get_extra_info = transport.get_extra_info  # type: ignore[method-assign]
        self.pause_reading = transport.pause_reading  # type: ignore[method-assign]
        self.resume_reading = transport.resume_reading  # type: ignore[method-assign]

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes soon; what is too much to keep is sent at once, and felt by whoever writes it."""
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)
        self._written_bytes += len(data)
        if self._written_bytes > _KEPT_BYTES:
            self._send()

    def close(self) -> None:
        """Send what was written, then close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        written, self._written, self._written_bytes = self._written, [], 0
        if written and not self._transport.is_closing():
            self._transport.writelines(written)


class PatientConnection(HttpToolsProtocol):
    """One connection of a browser; uvicorn makes it.

    There is one timer a connection, not one a request: a deadline is noticed when it next goes off, at most
    `head_s` late.
    """

    head_s = 10.0
    """Seconds for the head of a request, from the connection or from its first byte."""
    request_s = 120.0
    """Seconds for a whole request: a photo from a slow telephone."""
    head_bytes_most = 32 * 1024
    """Bytes of a request's address and headers."""
    connections_most = 4_000
    """Connections of one process; each has its handle and some kilobytes."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._due = _NEVER
        self._timer: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or send it off where there are too many."""
        super().connection_made(Gathering(transport, self.loop))
        if len(self.connections) > self.connections_most:
            self._refuse(b"503 Service Unavailable")
            return
        self._due = self.loop.time() + self.head_s
        self._timer = self.loop.call_later(self.head_s, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and see to it that the rest comes in time."""
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
        if (
            self._head_bytes > self.head_bytes_most and self._head_is_long()
        ):  # else it was the body's beginning
            self._refuse(b"431 Request Header Fields Too Large")
            return
        self._due = self.loop.time() + self.request_s
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for the next request; how long is uvicorn's to say."""
        self._due = _NEVER
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()

    def _head_is_long(self) -> bool:
        return (
            len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > self.head_bytes_most
        )

    def _look(self) -> None:
        if self.loop.time() >= self._due:
            self._refuse(b"408 Request Timeout")
        else:
            self._timer = self.loop.call_later(min(self.head_s, self._due - self.loop.time()), self._look)

    def _refuse(self, status: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(_REFUSAL % status)
            self.transport.close()
