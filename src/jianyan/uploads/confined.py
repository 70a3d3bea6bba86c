"""One process beside the server in which strangers' files are opened; what goes wrong there ends there.

It is started with the first file, kept warm, and ended when no file came for a minute. A file that takes too
long, or that ends the process, is given up; the next one finds a new process.

    server ──(a file)──▶ workbench.py, confined ──(made anew)──▶ server
"""

import asyncio
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

import msgspec

_WORKBENCH = Path(__file__).with_name("workbench.py")
_HEAD = struct.Struct(">4I")
_PIPE_BYTES = 1 << 20


class MadeAnew(msgspec.Struct, frozen=True):
    """What came back: two numbers and two files, as the work defines them."""

    first: int
    second: int
    one: bytes
    other: bytes


class GivenUp(Exception):
    """The process ended, or took too long."""


class ConfinedProcess:
    """Makes files anew, one after another.

    Args:
        work: file beside this one with which the workbench works.
        answer_s: seconds after which a file is given up.
        idle_s: seconds without a file after which the process is ended.
    """

    def __init__(self, work: str, *, answer_s: float, idle_s: float) -> None:
        self._command = (sys.executable, "-I", str(_WORKBENCH), str(_WORKBENCH.with_name(work)))
        self._answer_s = answer_s
        self._idle_s = idle_s
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._idle: asyncio.TimerHandle | None = None

    async def made_anew(self, content: bytes) -> MadeAnew:
        """Give what is made of a file.

        Raises:
            GivenUp: see there.
        """
        async with self._turn:
            self._stay()
            process = self._process or await self._start()
            self._process = None  # whatever ends this early leaves a process in the middle of a file
            try:
                async with asyncio.timeout(self._answer_s):
                    made = await _exchange(process, content)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as failed:
                raise GivenUp from failed
            else:
                self._process = process
            finally:
                if self._process is None:
                    await _end(process)
                self._leave_later()
        return made

    async def close(self) -> None:
        """End the process, if there is one; another file starts another."""
        async with self._turn:
            self._stay()
            process, self._process = self._process, None
            if process:
                await _end(process)

    @property
    def pid(self) -> int | None:
        """Give the id of the process; None while there is none."""
        return self._process.pid if self._process else None

    async def _start(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/", limit=_PIPE_BYTES
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


async def _exchange(process: Process, content: bytes) -> MadeAnew:
    """Hand a file over and give what comes back."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(len(content).to_bytes(4) + content)
    await process.stdin.drain()
    first, second, one, other = _HEAD.unpack(await process.stdout.readexactly(_HEAD.size))
    return MadeAnew(
        first, second, await process.stdout.readexactly(one), await process.stdout.readexactly(other)
    )


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
