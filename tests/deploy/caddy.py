"""Debian's Caddy with the Caddyfile that is installed, on a loopback port without TLS."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from architecture.sources import ROOT
from ports import free_port

CADDYFILE = ROOT / "deploy" / "Caddyfile"
_PROGRAM = shutil.which("caddy") or "caddy"


def command(verb: str, caddyfile: Path = CADDYFILE) -> list[str]:
    """Give the command line of one of Caddy's verbs on a Caddyfile."""
    return [_PROGRAM, verb, "--config", str(caddyfile), "--adapter", "caddyfile"]


def environment(folder: Path, replicas: Sequence[int], **settings: str) -> dict[str, str]:
    """Give the variables of the Caddyfile; whatever Caddy keeps goes into the folder."""
    places = " ".join(f"127.0.0.1:{port}" for port in replicas)
    kept = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return {"PATH": os.environ["PATH"], **kept, "REPLICAS": places, **settings}


@asynccontextmanager
async def running_caddy(
    folder: Path, replicas: Sequence[int], *, caddyfile: Path = CADDYFILE, **settings: str
) -> AsyncIterator[int]:
    """Serve replicas, given by their ports, and give the port; what Caddy logs is in `caddy.log`."""
    port = free_port()
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            command("run", caddyfile),
            env=environment(folder, replicas, SITE=f"http://127.0.0.1:{port}", **settings),
            stdout=log,
            stderr=log,
        )
    try:
        async with asyncio.timeout(90):
            while not await _listens(port):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait(30)


async def _listens(port: int) -> bool:
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await writer.wait_closed()
        return True
    return False
