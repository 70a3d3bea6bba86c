"""The drill of the runbook: a backup while people send, the server killed, a restore elsewhere, a check.

What was acknowledged before the backup began is in the restored data, once and unchanged.
"""

import asyncio
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

import builders
from jianyan import db
from jianyan.clock import now
from jianyan.groups.tables import GroupMember
from jianyan.suggestions.tables import Contact, Suggestion
from jianyan.tables import TABLES
from ports import free_port
from postgres_tools import path_with_tools

JSON = {"Accept": "application/json"}
CLIENTS = 8


class Installation:
    """Settings as the environment says them, and the commands run with them."""

    def __init__(self, folder: Path, database_url: str, *, secret: Path) -> None:
        self.port = free_port()
        folder.mkdir(exist_ok=True)
        self.folder, self.database_url = folder, database_url
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("JIANYAN_")},
            "PATH": path_with_tools(),
            "LANG": "C.UTF-8",
            "JIANYAN_DATABASE_URL": database_url,
            "JIANYAN_BASE_URL": self.address,
            "JIANYAN_SECRET_FILE": str(secret),
            "JIANYAN_UPLOADS": str(folder / "uploads"),
            "JIANYAN_LIMITS": "off",
        }

    async def run(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end, with --json."""
        command = [sys.executable, "-m", "jianyan.cli", *map(str, arguments), "--json"]
        work: Callable[..., Any] = subprocess.run
        done: subprocess.CompletedProcess[str] = await asyncio.to_thread(
            work, command, env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=120
        )
        return done

    @asynccontextmanager
    async def served(self) -> AsyncIterator["subprocess.Popen[bytes]"]:
        """Serve it; it is killed afterwards, with no time to tidy up."""
        command = [sys.executable, "-m", "jianyan.cli", "serve", "--port", str(self.port)]
        with (self.folder / "server.log").open("wb") as log:
            server = subprocess.Popen(command, env=self.environment, cwd=self.folder, stdout=log, stderr=log)
        try:
            await self._ready()
            yield server
        finally:
            server.send_signal(signal.SIGKILL)
            server.wait()

    async def _ready(self) -> None:
        async with httpx.AsyncClient(base_url=self.address) as browser:
            for _ in range(300):
                with suppress(httpx.TransportError):
                    if (await browser.get("/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.1)
        raise AssertionError("the server did not become ready in 30 s")

    @asynccontextmanager
    async def inside(self) -> AsyncIterator[None]:
        """Open its database for verbs and queries."""
        engine = db.make_engine(self.database_url)
        db.bind(engine, TABLES)
        await engine.open()
        try:
            yield
        finally:
            await engine.close()


async def send_on(address: str, code: str, ledger: list[dict[str, str]]) -> None:
    """Send suggestion after suggestion until the server is gone; keep what was acknowledged."""
    async with httpx.AsyncClient(base_url=address, headers=JSON, timeout=20) as browser:
        with suppress(httpx.TransportError):
            while True:
                token = (await browser.get(f"/s/{code}")).json()["form_token"]
                body = f"第 {len(ledger)} 条：{token[-12:]}"
                answer = await browser.post(f"/s/{code}", data={"body": body, "form_token": token})
                if answer.status_code == 201:
                    digest = hashlib.sha256(body.encode()).hexdigest()
                    ledger.append({"receipt": answer.json()["receipt"], "body_sha256": digest})


def written(path: Path, lines: list[dict[str, str]]) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


async def until(ready: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not ready():  # noqa: ASYNC110 - a list grows; nobody tells
            await asyncio.sleep(0.02)


@pytest.fixture
async def live(database_url: str, tmp_path: Path) -> Installation:
    """Give the installation that will be lost."""
    return Installation(tmp_path / "live", database_url, secret=tmp_path / "secret")


@pytest.fixture
def elsewhere(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """Give an empty installation with the same secret."""
    folder, secret = tmp_path / "elsewhere", tmp_path / "secret"
    if engine_name == "sqlite":
        yield Installation(folder, f"sqlite:///{folder}/jianyan.sqlite", secret=secret)
        return
    cluster = request.getfixturevalue("postgres")
    cluster.run('CREATE DATABASE "drill"')
    yield Installation(folder, cluster.url("drill"), secret=secret)
    cluster.drop(cluster.url("drill"))


async def lost(live: Installation, archive: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Back up while people send, then kill the server; give what was acknowledged before, and at all."""
    (live.folder / "uploads").mkdir()
    (live.folder / "uploads" / "photo").write_bytes(b"x" * 10_000)
    async with live.inside():
        await builders.make_topic(opens_at=now() - timedelta(hours=1), closes_at=None)
        code = await builders.make_placement()
    ledger: list[dict[str, str]] = []
    async with live.served() as server, asyncio.TaskGroup() as people:
        for _ in range(CLIENTS):
            people.create_task(send_on(live.address, code, ledger))
        await until(lambda: len(ledger) >= 200)
        before = list(ledger)
        ran = await live.run("backup", archive)
        assert (ran.returncode, ran.stderr) == (0, "")
        meanwhile = len(ledger)
        assert meanwhile > len(before), "nobody sent while the backup was taken"
        await until(lambda: len(ledger) >= meanwhile + 20)
        server.send_signal(signal.SIGKILL)
    return before, ledger


async def take_out_a_row(place: Installation) -> str:
    async with place.inside(), db.transaction():
        row = await Suggestion.select(Suggestion.id, Suggestion.tracking).order_by(Suggestion.id).first()
        await Contact.delete().where(Contact.suggestion == row["id"])
        gathered = (GroupMember.suggestion == row["id"]) | (GroupMember.first == row["id"])
        await GroupMember.delete().where(gathered)
        await Suggestion.delete().where(Suggestion.id == row["id"])
        return str(row["tracking"])


async def test_what_was_acknowledged_before_a_backup_is_there_after_its_restore(
    live: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    archive = tmp_path / "jianyan.backup"
    before, ledger = await lost(live, archive)

    dead = await live.run("backup", tmp_path / "dead.backup")
    assert (dead.returncode, dead.stderr) == (0, "")
    assert json.loads(dead.stdout)["suggestions"] >= len(ledger)  # nothing is lost with the process alone

    restored = await elsewhere.run("restore", archive)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert json.loads(restored.stdout)["suggestions"] >= len(before)
    assert (elsewhere.folder / "uploads" / "photo").read_bytes() == b"x" * 10_000
    kept = await elsewhere.run("check", "--ledger", written(tmp_path / "before", before))
    assert (kept.returncode, kept.stderr) == (0, "")
    assert json.loads(kept.stdout)["checked"]["ledger"] == len(before) >= 200

    async with elsewhere.served(), httpx.AsyncClient(base_url=elsewhere.address) as browser:
        answer = await browser.post("/receipt", data={"receipt": before[0]["receipt"]}, headers=JSON)
        assert (answer.status_code, answer.json()["state"]) in {(200, "waiting"), (200, "held")}

    # The check would have said it: what came after the backup is lost, and a row that goes is named.
    late = await elsewhere.run("check", "--ledger", written(tmp_path / "all", ledger))
    assert (late.returncode, "0 suggestions have this receipt" in late.stderr) == (1, True)
    gone = await take_out_a_row(elsewhere)
    broken = await elsewhere.run("check")
    assert broken.returncode == 1
    assert (
        json.loads(broken.stdout)["fault"] == f"suggestion {gone}: recorded in the trail, but there is no row"
    )
