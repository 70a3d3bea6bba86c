"""How answers go out: those of one turn of the loop in a row."""

import asyncio

from jianyan.web.door import Ends

_KEPT_BYTES = 64 * 1024


class Gathering(asyncio.Transport):
    """A transport that sends what was written in one turn of the loop at once, after all others had theirs.

    Head and body of an answer make one packet, and the answers of a turn go out in a row: calls of the system
    between them would make the processor forget its way through our code, which then takes twice as long.

    Args:
        transport: carries the bytes.
        loop: whose turns these are.
        ends: of the connection, where they are known; then there is no TLS on it.
    """

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, ends: Ends | None = None
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._written: list[bytes | bytearray | memoryview] = []
        self._written_bytes = 0
        self._is_ended = False
        self.is_closing = transport.is_closing  # type: ignore[method-assign]
        told = ends.told if ends else transport.get_extra_info
        self.get_extra_info = told  # type: ignore[method-assign]
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

    def write_eof(self) -> None:
        """Send what was written, and that nothing more will come."""
        self._send()
        self._is_ended = True
        self._transport.write_eof()

    def abort(self) -> None:
        """Close at once."""
        self._transport.abort()

    def _send(self) -> None:
        written, self._written, self._written_bytes = self._written, [], 0
        if written and not self._is_ended and not self._transport.is_closing():
            self._transport.writelines(written)
