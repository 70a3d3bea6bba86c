"""The cube of a topic as a file for anybody: made beside the loop, one at a time, a large one now and then.

That of a million suggestions has 50 MB and takes seconds of a core: nobody who asks for it may hold up those
who send, and its bytes are not to lie in memory.
"""

import asyncio
import os
import tempfile
import weakref
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from time import perf_counter
from typing import BinaryIO

import msgspec

from jianyan import exports
from jianyan.errors import Busy
from jianyan.i18n import N_
from jianyan.topics import TopicDetail

_FRESH = timedelta(minutes=1)
_TIMES = 10
"""A large file is kept for so many times as long as it took to make, for a minute at least."""
_KEPT_FROM_BYTES = 256 * 1024
_PIECE_BYTES = 256 * 1024
_WAITING_MOST = 20
_RESTS = 1
"""Times as long as a piece took it rests after it."""


class FilesBusy(Busy):
    """Too many wait for such files already."""

    sentence = N_("Many files are being made at the moment. Please try again in half a minute.")


class TallyFile(msgspec.Struct, frozen=True, weakref=True):
    """A file without a name; it is closed, and gone, when nobody holds this any more."""

    file: BinaryIO
    size: int
    """In bytes."""
    fresh_until: datetime

    async def pieces(self) -> AsyncIterator[bytes]:
        """Walk what is in it; several may at once."""
        for start in range(0, self.size, _PIECE_BYTES):
            yield await asyncio.to_thread(os.pread, self.file.fileno(), _PIECE_BYTES, start)


class TallyFiles:
    """What was made of late, by topic and language."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str], TallyFile] = {}
        self._making = asyncio.Lock()
        self._waiting = 0

    async def of(self, topic: TopicDetail, *, language: str, now: datetime) -> TallyFile:
        """Give the cube of a topic as CSV: a small one as of now, a large one as of some minutes ago.

        Raises:
            FilesBusy: too many wait.
        """
        if self._waiting >= _WAITING_MOST:
            raise FilesBusy(retry_after_s=30)
        self._waiting += 1
        try:
            async with self._making:  # the others of a crowd wait for the first one's file
                self._kept = {key: kept for key, kept in self._kept.items() if now < kept.fresh_until}
                kept = self._kept.get((topic.id, language))
                return kept or await self._made(topic, language, now)
        finally:
            self._waiting -= 1

    async def _made(self, topic: TopicDetail, language: str, now: datetime) -> TallyFile:
        began = perf_counter()
        file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed when nobody holds it any more
        try:
            await _write(file, topic, language)
        except BaseException:
            file.close()
            raise
        took = timedelta(seconds=perf_counter() - began)
        made = TallyFile(file, file.tell(), now + max(_FRESH, _TIMES * took))
        weakref.finalize(made, file.close)
        if made.size >= _KEPT_FROM_BYTES:
            self._kept[topic.id, language] = made
        return made


async def _write(file: BinaryIO, topic: TopicDetail, language: str) -> None:
    began = perf_counter()
    async for piece in exports.tally_csv_pages(topic.id, language=language):
        await asyncio.to_thread(file.write, piece)
        await asyncio.sleep(_RESTS * (perf_counter() - began))
        began = perf_counter()
    file.flush()
