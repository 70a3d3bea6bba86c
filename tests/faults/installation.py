"""An installation as people run it: a `jianyan serve` process that can be killed and started again."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import asyncpg

from faults.load import Ledger
from ports import free_port

IS_LONG = os.environ.get("FAULTS") == "long"
"""Whether the long tier runs (`make faults`), not the one of every day."""
TOPIC = "buses-first"
_READY_S = 60.0
_DUPLICATES = "SELECT body, count(*) FROM suggestion GROUP BY body HAVING count(*) > 1"


class Installation:
    """Settings, a folder and the served process.

    Args:
        folder: of its own; made when missing.
        database_url: None: a SQLite file in the folder.
        workers: processes that serve.
        settings: more `JIANYAN_*` variables, or others.
        prefix: command before the server's that execs it in its own process: `strace -D …`, `faketime …`.
    """

    def __init__(
        self,
        folder: Path,
        database_url: str | None = None,
        *,
        workers: int = 1,
        settings: dict[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.folder, self.workers, self.prefix = folder, workers, prefix
        self.file = folder / "jianyan.sqlite"
        self.database_url = database_url or f"sqlite:///{self.file}"
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("JIANYAN_")},
            "LANG": "C.UTF-8",
            "JIANYAN_DATABASE_URL": self.database_url,
            "JIANYAN_BASE_URL": self.address,
            "JIANYAN_SECRET_FILE": str(folder / "secret"),
            "JIANYAN_UPLOADS": str(folder / "uploads"),
            "JIANYAN_LIMITS": "off",
            "JIANYAN_WORK": "off",
            **(settings or {}),
        }
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Give the id of the serving process, or of the one above the workers."""
        assert self._server is not None, "start() comes first"
        return self._server.pid

    @property
    def log(self) -> str:
        """Give what the server wrote so far."""
        return (self.folder / "server.log").read_text()

    def prepare(self) -> str:
        """Migrate, add a topic with one placement, and give its code."""
        places = self.folder / "places.csv"
        places.write_text("name\n五里牌站\n")
        self.succeed("migrate")
        categories = ("--category", "线路规划", "--category", "收发班次")
        self.succeed("topic", "add", "--slug", TOPIC, "--title", "优先发展城市公交", *categories)
        self.succeed("import", "placements", str(places), "--topic", TOPIC)
        return asyncio.run(self.code())

    async def code(self) -> str:
        """Give the code of the placement that has a name."""
        rows = await self.rows("SELECT code FROM placement WHERE name = '五里牌站'")
        return str(rows[0][0])

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end, with --json."""
        command = [sys.executable, "-m", "jianyan.cli", *arguments, "--json"]
        return subprocess.run(
            command,
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def succeed(self, *arguments: str) -> dict[str, Any]:
        """Run a command that has to succeed and give what it printed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def start(self) -> None:
        """Serve and wait until suggestions can be taken."""
        serve = [sys.executable, "-m", "jianyan.cli", "serve", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [*self.prefix, *serve, "--workers", str(self.workers)],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until `/readyz` says that suggestions can be taken."""
        assert self._server is not None
        until = time.monotonic() + _READY_S
        while self.status("/readyz") != 200 or self._server.poll() is not None:
            assert self._server.poll() is None, f"the server ended:\n{self.log}"
            assert time.monotonic() < until, f"the server did not become ready:\n{self.log}"
            time.sleep(0.05)

    def status(self, path: str) -> int:
        """Give the status of a page; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code
        except OSError:
            return 0

    def kill(self) -> None:
        """Kill the server and its workers at one moment (SIGKILL) and wait until they are gone."""
        for pid in [self.pid, *_children(self.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.wait()

    def terminate(self) -> int:
        """Ask the server to end (SIGTERM) and give its exit code."""
        assert self._server is not None
        self._server.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self, within_s: float = 60) -> int:
        """Wait until the server has ended by itself and give its exit code."""
        assert self._server is not None
        ended = self._server.wait(within_s)
        self._server = None
        return ended

    def close(self) -> None:
        """Kill what still runs."""
        if self._server is not None:
            self.kill()

    def restart(self) -> None:
        """Start it again, as whoever looks after it would; it has ended before."""
        self.start()

    def held(self) -> tuple[int, int]:
        """Give how many threads and how many file handles the server has."""
        folder = Path(f"/proc/{self.pid}")
        return len(os.listdir(folder / "task")), len(os.listdir(folder / "fd"))

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        if self.database_url.startswith("sqlite:"):
            with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as reader:
                return reader.execute(query).fetchall()
        connection = await asyncpg.connect(self.database_url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    async def check(self, ledger: Ledger) -> None:
        """Show that all acknowledged is stored, once and unchanged, and nothing that nobody sent."""
        done = await asyncio.to_thread(self.run, "check", "--ledger", str(ledger.path))
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        found = json.loads(done.stdout)
        assert found["sound"], found
        assert found["checked"]["ledger"] == len(ledger.acknowledged)
        assert await self.rows(_DUPLICATES) == []
        stored = {str(row[0]) for row in await self.rows("SELECT body FROM suggestion")}
        assert stored <= ledger.sent, f"{len(stored - ledger.sent)} suggestions that nobody sent"
        assert ledger.acknowledged <= stored


def _children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
