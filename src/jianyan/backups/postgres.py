"""PostgreSQL's own tools, as they are installed: pg_dump writes a copy, pg_restore brings it back."""

import asyncio
import os
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from jianyan.db import snapshot
from jianyan.errors import Conflict
from jianyan.i18n import N_
from jianyan.trail.tables import TrailHead

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


class ToolMissing(Conflict):
    """`tool` is not on PATH."""

    sentence = N_("%(tool)s was not found. Install the client tools of PostgreSQL %(wanted)s.")


class ToolTooOld(Conflict):
    """`tool` is older than the server and would refuse to work with it."""

    sentence = N_(
        "%(tool)s is of PostgreSQL %(found)s, the server of %(wanted)s: install client tools of %(wanted)s."
    )


class ToolFailed(Conflict):
    """A tool ended with an error; `reason` is what it said."""

    sentence = N_("%(tool)s failed: %(reason)s")


async def dump(database_url: str, copy: Path) -> None:
    """Write what this task's snapshot sees to a new file; call it inside `snapshot()`.

    Raises:
        ToolMissing, ToolTooOld, ToolFailed: as they say.
    """
    async with snapshot():
        tool = await _tool("pg_dump")
        # The snapshot is idle while pg_dump works, and the pool would end an idle transaction.
        await TrailHead.raw("SET LOCAL idle_in_transaction_session_timeout = 0")
        exported = (await TrailHead.raw("SELECT pg_export_snapshot() AS id"))[0]["id"]
        options = ("--format=custom", "--compress=0", f"--snapshot={exported}", f"--file={copy}")
        async with _running(tool, *options, database_url=database_url) as process:
            await _ended(process, tool)


async def load(database_url: str, pieces: Iterable[bytes]) -> None:
    """Bring a dump back in one transaction: whole, or not at all.

    Raises:
        ToolMissing, ToolTooOld, ToolFailed: as they say.
    """
    tool = await _tool("pg_restore")
    async with _running(tool, "--single-transaction", database_url=database_url) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError, ConnectionResetError):  # it ended early, and says why itself
            for piece in pieces:
                process.stdin.write(piece)
                await process.stdin.drain()
        process.stdin.close()
        await _ended(process, tool)


async def _tool(name: str) -> str:
    server = (await TrailHead.raw("SELECT current_setting('server_version_num') AS number"))[0]["number"]
    wanted = int(server) // 10_000
    path = shutil.which(name)
    if path is None:
        raise ToolMissing(tool=name, wanted=wanted)
    process = await asyncio.create_subprocess_exec(path, "--version", stdout=PIPE)
    said, _ = await process.communicate()
    version = _VERSION.search(said.decode())
    if version is None or int(version[1]) < wanted:
        raise ToolTooOld(tool=name, found=version[1] if version else "?", wanted=wanted)
    return path


@asynccontextmanager
async def _running(tool: str, *options: str, database_url: str) -> AsyncIterator[Process]:
    """Start a tool; whatever happens, it does not outlive the block."""
    address, password = _without_password(database_url)
    process = await asyncio.create_subprocess_exec(
        tool,
        *("--no-owner", "--no-privileges", "--no-password", f"--dbname={address}"),
        *options,
        stdin=PIPE if tool.endswith("pg_restore") else DEVNULL,
        stderr=PIPE,
        env={**os.environ, **({"PGPASSWORD": password} if password else {}), "LC_ALL": "C"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ended(process: Process, tool: str) -> None:
    assert process.stderr is not None
    said = (await process.stderr.read()).decode(errors="replace")
    code = await process.wait()
    if code != 0:
        raise ToolFailed(tool=Path(tool).name, reason=" ".join(said.split())[:500] or f"exit {code}")


def _without_password(database_url: str) -> tuple[str, str]:
    """Take the password out of an address: everybody on the machine may read a process's arguments."""
    address = urlsplit(database_url)
    user, at, host = address.netloc.rpartition("@")
    user, _, password = user.partition(":")
    asked = dict(parse_qsl(address.query))
    password = asked.pop("password", "") or unquote(password)
    query = f"?{urlencode(asked)}" if asked else ""
    return f"postgresql://{user}{at}{host}{address.path}{query}", password
