from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from builders import NOW
from jianyan import jobs
from jianyan.accounts import SignedIn
from jianyan.jobs import KEPT, HeldJob
from jianyan.jobs.tables import Job


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an empty folder of jobs."""
    found = tmp_path / jobs.FOLDER
    found.mkdir()
    return found


async def begun(ask: Any, holder: str, folder: Path) -> HeldJob:
    """Let a job of Qiao's be taken and its file be begun."""
    await ask()
    job = await jobs.take(holder, now=NOW)
    assert job is not None
    (folder / job.file).write_text(holder)
    return job


def names(folder: Path) -> set[str]:
    return {file.name.partition("-")[2] for file in folder.iterdir()}


async def test_only_files_that_nobody_will_take_away_are_deleted(
    ask: Any, qiao: SignedIn, folder: Path
) -> None:
    done = await begun(ask, "done", folder)
    await jobs.finish(done, done=1, file_bytes=4, sha256="", now=NOW)
    await begun(ask, "running", folder)
    failed = await begun(ask, "failed", folder)
    await jobs.fail(failed, "No.", now=NOW)
    cancelled = await begun(ask, "cancelled", folder)
    await jobs.cancel(cancelled.id, by=qiao.person, now=NOW)
    await jobs.let_go(await begun(ask, "let-go", folder))
    (folder / "987654-nobody").write_text("left by a row that is gone")
    assert await jobs.sweep(folder, now=NOW) == 4
    assert names(folder) == {"done", "running"}
    assert await jobs.sweep(folder, now=NOW + KEPT - timedelta(seconds=1)) == 0


async def test_a_file_is_deleted_after_a_day_and_its_row_after_a_month(
    ask: Any, qiao: SignedIn, folder: Path
) -> None:
    await jobs.finish(await begun(ask, "done", folder), done=1, file_bytes=4, sha256="", now=NOW)
    assert await jobs.sweep(folder, now=NOW + KEPT) == 1
    assert names(folder) == set()
    assert await jobs.sweep(folder, now=NOW + timedelta(days=30)) == 0
    assert len(await jobs.own_jobs(qiao.person)) == 1
    await jobs.sweep(folder, now=NOW + timedelta(days=31))
    assert await Job.count() == 0


async def test_what_an_attempt_left_goes_though_the_next_one_works(ask: Any, folder: Path) -> None:
    await begun(ask, "killed", folder)
    again = await jobs.take("again", now=NOW + jobs.LEASE)
    assert again is not None
    (folder / again.file).write_text("again")
    await jobs.sweep(folder, now=NOW + jobs.LEASE)
    assert names(folder) == {"again"}


async def test_a_folder_that_is_not_there_yet_is_empty(ask: Any, tmp_path: Path) -> None:
    await ask()
    assert await jobs.sweep(tmp_path / "nowhere", now=NOW) == 0
