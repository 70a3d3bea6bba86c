"""Bodies with files in them: how much of them lies in memory at once, over all who send.

What has no room is read to its end and let go, but for its beginning: there stand the fields of the form, so
that what was typed can be given back.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from litestar.types import Receive

from jianyan.errors import Busy, Refusal
from jianyan.i18n import N_
from jianyan.web.bodies import ClientLeft
from jianyan.web.problems import BodyTooLarge

BEGINNING_BYTES = 256 * 1024
ROOM_BYTES = 128 * 1024 * 1024
_LET_GO_BYTES = 64 * 1024 * 1024
_BODY_S = 110.0
"""Seconds for ten megabytes from a slow telephone; the connection allows 120 for all of a request."""


class NoRoomNow(Busy):
    """Too many send files at once."""

    sentence = N_("Many photos are coming in at the moment. Sent once more, your text goes without them.")


class SentBody(NamedTuple):
    """A body as it came."""

    content: bytes
    refusal: Refusal | None = None
    """Why this is the beginning alone; None: it is whole."""


class Hold:
    """Room for such bodies in one process.

    Args:
        room_bytes: all of them together.
        body_s: seconds for one of them.
    """

    def __init__(self, room_bytes: int = ROOM_BYTES, *, body_s: float = _BODY_S) -> None:
        self._room_bytes = room_bytes
        self._body_s = body_s

    @asynccontextmanager
    async def body(
        self, receive: Receive, length: bytes | None, *, most: int, too_large: Refusal
    ) -> AsyncIterator[SentBody]:
        """Give a body for as long as the block lasts.

        Args:
            receive: of the request.
            length: its Content-Length.
            most: bytes that are taken.
            too_large: what is said of more.

        Raises:
            BodyTooLarge: it is announced as more than anybody would wait for; nothing of it is read.
            ClientLeft: the end did not come in time.
        """
        if length and length.isdigit() and int(length) > _LET_GO_BYTES:
            raise BodyTooLarge
        reading = _Reading(most, too_large)
        try:
            await self._read(receive, reading)
            yield reading.sent()
        finally:
            self._room_bytes += reading.held

    async def _read(self, receive: Receive, reading: "_Reading") -> None:
        try:
            async with asyncio.timeout(self._body_s):
                while await self._more(receive, reading):
                    pass
        except TimeoutError:
            raise ClientLeft from None

    async def _more(self, receive: Receive, reading: "_Reading") -> bool:
        """Take the next piece, and say whether others follow."""
        message = await receive()
        if message["type"] != "http.request":
            raise ClientLeft
        before = reading.held
        reading.take(message["body"], room=self._room_bytes)
        self._room_bytes -= reading.held - before
        return message["more_body"]


class _Reading:
    """One body on its way in."""

    def __init__(self, most: int, too_large: Refusal) -> None:
        self._most = most
        self._too_large = too_large
        self._pieces: list[bytes] = []
        self._came = 0
        self._refusal: Refusal | None = None
        self.held = 0
        """Bytes in memory."""

    def take(self, piece: bytes, *, room: int) -> None:
        """Keep a piece where it fits."""
        self._came += len(piece)
        if self._came > _LET_GO_BYTES:
            raise BodyTooLarge
        if self._refusal is None and self._came <= self._most and len(piece) <= room:
            self._pieces.append(piece)
            self.held += len(piece)
        elif self._refusal is None:
            self._refusal = self._too_large if self._came > self._most else NoRoomNow(retry_after_s=20)
            beginning = b"".join([*self._pieces, piece])[:BEGINNING_BYTES]
            self._pieces, self.held = [beginning], len(beginning)

    def sent(self) -> SentBody:
        """Give what is kept."""
        return SentBody(b"".join(self._pieces), self._refusal)
