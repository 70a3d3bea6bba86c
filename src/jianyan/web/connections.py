"""How long and how much a connection may take before it has said what it wants.

A proxy in front does this too, and better; this is for whoever forgets it. What is refused here has not been
a request yet: it gets a bare status, and the connection ends.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_REFUSAL = b"HTTP/1.1 %s\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class PatientConnection(HttpToolsProtocol):
    """One connection of a browser; uvicorn makes it."""

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
        self._deadline: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or send it off where there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.connections_most:
            self._refuse(b"503 Service Unavailable")
            return
        self._expect_within(self.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and see to it that the rest comes in time."""
        super().data_received(data)
        if self.transport.is_closing() or not self._in_head:
            return
        self._head_bytes += len(data)
        if self._head_bytes > self.head_bytes_most:
            self._refuse(b"431 Request Header Fields Too Large")
        elif self._head_bytes and self._deadline is None:
            self._expect_within(self.head_s)

    def on_headers_complete(self) -> None:
        """Go on to the body; a head that came in one piece is measured here."""
        self._expect_nothing()
        self._in_head = False
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > self.head_bytes_most:
            self._refuse(b"431 Request Header Fields Too Large")
            return
        self._expect_within(self.request_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for the next request; how long is uvicorn's to say."""
        self._expect_nothing()
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()

    def _expect_within(self, seconds: float) -> None:
        self._expect_nothing()
        self._deadline = self.loop.call_later(seconds, self._refuse, b"408 Request Timeout")

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: bytes) -> None:
        self._expect_nothing()
        if not self.transport.is_closing():
            self.transport.write(_REFUSAL % status)
            self.transport.close()
