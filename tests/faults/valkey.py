"""A Valkey of our own that keeps nothing on disk; Debian 12's redis-server speaks the same."""

import asyncio
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from ports import free_port

_PROGRAM = shutil.which("valkey-server") or shutil.which("redis-server") or "redis-server"
_READY_S = 20.0


class Valkey:
    """A server on a port of its own; started on entering, killed on leaving."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        address = ["--bind", "127.0.0.1", "--port", str(self.port)]
        self._server = subprocess.Popen(
            [_PROGRAM, *address, "--save", "", "--appendonly", "no", "--loglevel", "warning"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _READY_S
        while time.monotonic() < until:
            with suppress(OSError):
                if await self.ask("PING") == "+PONG":
                    return
            await asyncio.sleep(0.02)
        raise AssertionError("Valkey did not answer")

    def kill(self) -> None:
        """Kill it; what it knew is gone."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()
        self._server = None

    def pause(self) -> None:
        """Stop it in its tracks: connections are accepted, nothing is answered."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it run after a pause."""
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)

    async def ask(self, command: str) -> str:
        """Send an inline command and give the first line of what it says."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(f"{command}\r\n".encode())
            await writer.drain()
            return (await reader.readline()).decode().strip()
        finally:
            writer.close()
            await writer.wait_closed()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._server is not None:
            self.kill()
