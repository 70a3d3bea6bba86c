"""kill -9 of whoever makes files, at any moment: each file is made once, whole, by somebody later."""

import asyncio
import hashlib
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import builders
import cast
from faults.installation import IS_LONG, TOPIC, Installation
from jianyan import jobs, topics, work
from jianyan.accounts import SignedIn
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.jobs.tables import Job
from jianyan.settings import Settings

ROUNDS = 10 if IS_LONG else 1
KILLS = 5
"""In a round, for which no job is killed three times: each waits for its lease to be over."""
ROWS = 30_000
_SETTLED_S = 180


async def test_a_killed_workers_files_are_made_later_and_once(
    install: Callable[[], Installation],
) -> None:
    place = install()
    fill(place)
    settings = Settings(database_url=place.database_url, uploads=place.environment["JIANYAN_UPLOADS"])
    async with opened(settings):
        await builders.make_account(cast.QIAO)
        qiao = await builders.make_session(cast.QIAO)
        for _ in range(ROUNDS):
            done: dict[int, Any] = {}
            for _ in range(KILLS):
                await ask(qiao, 1)
                await killed_at_work(place)
                done = await unchanged(done)
            async with working(place):
                await settled()
            done = await unchanged(done)
        await jobs.sweep(work.folder_of(settings), now=now())
        await check_files(work.folder_of(settings))
        assert await attempts() > ROUNDS * KILLS, "no kill met a worker at work"
    assert len(done) == ROUNDS * KILLS


def fill(place: Installation) -> None:
    letters = place.folder / "letters.csv"
    letters.write_text("body\n" + "".join(f"第{number}条：加一个站台。\n" for number in range(ROWS)))
    place.succeed("import", "suggestions", str(letters), "--topic", TOPIC, "--body-column", "body")


async def ask(qiao: SignedIn, count: int) -> None:
    topic = await topics.topic_by_slug(TOPIC)
    for _ in range(count):
        new = builders.new_job(
            topic_id=topic.id, parameters={"what": "suggestions", "form": "jsonl"}, total_count=ROWS
        )
        await jobs.ask(new, by=qiao, now=now())


@asynccontextmanager
async def working(place: Installation) -> AsyncIterator[None]:
    """Let a worker work, and kill it at the end of the block."""
    command = [sys.executable, "-m", "jianyan.cli", "work"]
    with (place.folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(command, env=place.environment, cwd=place.folder, stdout=log, stderr=log)
    try:
        yield
    finally:
        worker.kill()
        worker.wait()
    assert (place.folder / "worker.log").read_text().count("Traceback") == 0


async def killed_at_work(place: Installation) -> None:
    """Kill a worker soon after it has taken something: in the middle, at the end, or at the next one."""
    before = await attempts()
    async with working(place):
        while await attempts() == before:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)
        await asyncio.sleep(random.uniform(0, 0.5))


async def attempts() -> int:
    return sum(row["attempt_count"] for row in await Job.select(Job.attempt_count))


async def unchanged(before: dict[int, Any]) -> dict[int, Any]:
    """Give what is done, and see to it that nothing that was done has been done again."""
    columns = (Job.id, Job.holder, Job.sha256, Job.ended_at, Job.attempt_count)
    done = {row["id"]: row for row in await Job.select(*columns).where(Job.state == "done")}
    assert {number: done.get(number) for number in before} == before
    return done


async def settled() -> None:
    ends = time.monotonic() + _SETTLED_S
    while states := await Job.select(Job.state).where(Job.state != "done"):
        assert time.monotonic() < ends, states
        await asyncio.sleep(0.2)


async def check_files(folder: Path) -> None:
    rows = {f"{row['id']}-{row['holder']}": row for row in await Job.select()}
    files = {file.name: file.read_bytes() for file in folder.iterdir()}  # noqa: ASYNC240 - a handful
    assert set(files) == set(rows)
    for name, content in files.items():
        assert hashlib.sha256(content).hexdigest() == rows[name]["sha256"]
        assert content.count(b"\n") == ROWS
    assert len(set(files.values())) == 1
