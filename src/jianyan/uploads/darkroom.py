"""One process beside the server in which strangers' pictures are opened; what goes wrong there ends there.

It is started with the first picture, kept warm, and ended when no picture came for a minute. A picture that
takes too long, or that ends the process, is refused; the next one finds a new process.

    server ──(picture)──▶ redrawing.py, confined ──(photo and thumbnail)──▶ server
"""

import asyncio
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

import msgspec

from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.uploads.measuring import measured

_PROGRAM = Path(__file__).with_name("redrawing.py")
_HEAD = struct.Struct(">4I")
_ANSWER_S = 20.0
_IDLE_S = 60.0
_PIPE_BYTES = 1 << 20


class UnreadablePicture(Invalid):
    """It began like a picture and could not be opened."""

    sentence = N_("This photo cannot be read; the file may be damaged. Please take or save it once more.")


class Redrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A picture made anew from its pixels: upright, sRGB, JPEG, with nothing hidden in it."""

    width: int
    """Pixels of the photo, whose longer edge is at most 2,560."""
    height: int
    photo: bytes
    thumbnail: bytes
    """Its longer edge is at most 480 pixels."""


class Darkroom:
    """Redraws pictures, one after another.

    Args:
        answer_s: seconds after which a picture is given up.
        idle_s: seconds without a picture after which the process is ended.
    """

    def __init__(self, *, answer_s: float = _ANSWER_S, idle_s: float = _IDLE_S) -> None:
        self._answer_s = answer_s
        self._idle_s = idle_s
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._idle: asyncio.TimerHandle | None = None

    async def redraw(self, content: bytes) -> Redrawn:
        """Give a picture made anew.

        Raises:
            NotAPicture, TooManyBytes, TooManyPixels: see `measured`; nothing was opened.
            UnreadablePicture: it is damaged, or asked for more time or memory than a picture needs.
        """
        measured(content)
        async with self._turn:
            self._stay()
            process = self._process or await self._start()
            self._process = None  # whatever ends this early leaves a process in the middle of a picture
            try:
                async with asyncio.timeout(self._answer_s):
                    redrawn = await _exchange(process, content)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as failed:
                raise UnreadablePicture(field="photo") from failed
            else:
                self._process = process
            finally:
                if self._process is None:
                    await _end(process)
                self._leave_later()
        if redrawn is None:
            raise UnreadablePicture(field="photo")
        return redrawn

    async def close(self) -> None:
        """End the process, if there is one; another picture starts another."""
        async with self._turn:
            self._stay()
            process, self._process = self._process, None
            if process:
                await _end(process)

    async def _start(self) -> Process:
        command = (sys.executable, "-I", str(_PROGRAM))
        return await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/", limit=_PIPE_BYTES
        )

    def _stay(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None

    def _leave_later(self) -> None:
        if self._process and self._process.stdin:
            # It reads to the end of its input and then ends by itself.
            self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._leave, self._process)

    def _leave(self, process: Process) -> None:
        self._process = None
        assert process.stdin is not None
        process.stdin.close()


async def _exchange(process: Process, content: bytes) -> Redrawn | None:
    """Hand a picture over and give what comes back; None where it cannot be read."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(len(content).to_bytes(4) + content)
    await process.stdin.drain()
    width, height, photo, thumbnail = _HEAD.unpack(await process.stdout.readexactly(_HEAD.size))
    if not width:
        return None
    return Redrawn(
        width=width,
        height=height,
        photo=await process.stdout.readexactly(photo),
        thumbnail=await process.stdout.readexactly(thumbnail),
    )


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
