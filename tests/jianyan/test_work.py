import asyncio
import errno
import hashlib
import json
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import builders
import cast
from jianyan import accounts, db, jobs, reports, topics, trail, work
from jianyan.accounts import OrganisationKind, SignedIn
from jianyan.clock import now
from jianyan.db import DatabaseBusy
from jianyan.jobs import LEASE, JobKind, JobState
from jianyan.jobs.tables import Job
from jianyan.settings import Settings
from jianyan.work import WORKS, Order, work_once
from long_work import ask, only


def files(settings: Settings) -> list[Path]:
    folder = work.folder_of(settings)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def raising(failure: Exception) -> dict[JobKind, work.Work]:
    """Give work that begins its file and then fails."""

    async def fails(order: Order) -> None:
        order.path.write_text("half")
        raise failure

    return {JobKind.EXPORT: fails}


def test_every_kind_of_job_has_a_function() -> None:
    assert set(WORKS) == set(JobKind)


async def test_nothing_is_done_where_nobody_asked(database: str, settings: Settings) -> None:
    assert not await work_once(settings)
    assert files(settings) == []


def csv_texts(path: Path) -> int:
    return path.read_text(encoding="utf-8-sig").count("加一个站台")


def jsonl_texts(path: Path) -> int:
    return [json.loads(line)["body"] for line in path.read_text().splitlines()].count("加一个站台")


def xlsx_texts(path: Path) -> int:
    with path.open("rb") as file:
        cells = [cell.value for row in openpyxl.load_workbook(file).active.iter_rows() for cell in row]
    return cells.count("加一个站台")


@pytest.mark.parametrize(
    ("form", "texts"), [("csv", csv_texts), ("jsonl", jsonl_texts), ("xlsx", xlsx_texts)]
)
async def test_suggestions_are_written_as_asked_and_nobody_else_reads_them(
    qiao: SignedIn, topic_id: int, settings: Settings, form: str, texts: Callable[[Path], int]
) -> None:
    await ask(qiao, topic_id=topic_id, parameters={"what": "suggestions", "form": form}, total_count=2)
    assert await work_once(settings)
    job, (file,) = await only(qiao), files(settings)
    assert (job.state, job.done_count, job.total) == (JobState.DONE, 3, 3)
    assert (file.name, file.stat().st_size) == (job.file, job.file_bytes)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert texts(file) == 1
    assert cast.LAN_PHONE.encode() not in file.read_bytes()
    row = await Job.select(Job.sha256).first()
    assert row == {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    assert not await work_once(settings)


async def test_a_topic_is_frozen_once_however_often_a_worker_begins(
    qiao: SignedIn, topic_id: int, settings: Settings
) -> None:
    by = {"actor": qiao.person.trail_id, "role": qiao.person.role.value}
    await ask(qiao, kind=JobKind.FREEZE, topic_id=topic_id, parameters=by, media_type="")
    job = await jobs.take("killed", now=now())
    assert job is not None
    order = Order(job=job, path=settings_folder(settings), progress=work.Progress(total=3), settings=settings)
    await WORKS[JobKind.FREEZE](order)
    assert order.progress.done >= 3
    await jobs.let_go(job)
    assert await work_once(settings)
    done = await only(qiao)
    assert (done.state, done.kept_until, done.is_ready(now=now())) == (JobState.DONE, None, False)
    (report,) = await reports.reports_in_scope()
    act = (await trail.history(f"report-{report.id}"))[0]
    assert (act.kind, act.actor) == ("report-freeze", qiao.person.trail_id)


def settings_folder(settings: Settings) -> Path:
    """Give the path of a file that no job writes."""
    return Path(settings.uploads) / "nothing"


async def test_the_second_attempt_at_a_workbook_gives_the_same_bytes(
    qiao: SignedIn, topic_id: int, settings: Settings
) -> None:
    at = now()
    for _ in range(2):
        new = builders.new_job(topic_id=topic_id, parameters={"what": "suggestions", "form": "xlsx"})
        await jobs.ask(new, by=qiao, now=at)
        assert await work_once(settings)
    first, second = files(settings)
    assert first.read_bytes() == second.read_bytes()


async def test_a_topic_that_the_person_does_not_see_is_not_written(
    qiao: SignedIn, settings: Settings
) -> None:
    elsewhere = await accounts.add_organisation_below(
        None, "岳州市政协", kind=OrganisationKind.COMMITTEE, by=None, now=now()
    )
    (place,) = [one for one in await accounts.organisations() if one.id == elsewhere]
    with accounts.within(place.scope):
        topic = await builders.make_topic("yuezhou")
    await ask(qiao, topic_id=topic.id)
    assert await work_once(settings)
    job = await only(qiao)
    assert (job.state, job.failure) == (JobState.FAILED, topics.queries.NoSuchTopic.sentence)
    assert files(settings) == []


async def test_who_has_no_account_any_more_gets_no_file(
    qiao: SignedIn, topic_id: int, settings: Settings
) -> None:
    await ask(qiao, topic_id=topic_id, language="zh-CN")
    await accounts.set_active(cast.QIAO, active=False, by=None, now=now())
    assert await work_once(settings)
    assert (await only(qiao)).failure == "申请人的账号已停用。"


async def test_a_full_disk_is_said_and_leaves_nothing(qiao: SignedIn, settings: Settings) -> None:
    await ask(qiao)
    assert await work_once(settings, raising(OSError(errno.ENOSPC, "no space")))
    job = await only(qiao)
    assert job.state is JobState.FAILED
    assert "disk is full" in job.failure
    assert files(settings) == []


async def test_a_bug_is_logged_and_told_by_its_number_alone(
    qiao: SignedIn, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    await ask(qiao)
    with caplog.at_level(logging.ERROR):
        assert await work_once(settings, raising(KeyError("末班车")))
    job = await only(qiao)
    assert job.state is JobState.FAILED
    assert "末班车" not in job.failure
    assert any(len(word) > 20 for word in job.failure.split())
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [KeyError]
    assert files(settings) == []


async def test_a_database_that_is_away_lets_the_job_be_tried_again(
    qiao: SignedIn, settings: Settings
) -> None:
    await ask(qiao)
    with pytest.raises(DatabaseBusy):
        await work_once(settings, raising(DatabaseBusy()))
    assert (await only(qiao)).is_open
    assert files(settings) == []
    again = await jobs.take("again", now=now() + LEASE)
    assert again is not None
    assert again.attempt_count == 2


class Slow:
    """Work that says how far it has come and then waits to be let on."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.works = {JobKind.EXPORT: self._work}

    async def _work(self, order: Order) -> None:
        order.path.write_text("half")
        order.progress.add(12_000)
        self.began.set()
        await self.goes_on.wait()
        order.path.write_text("whole")


async def until(holds: Callable[[], Any]) -> None:
    for _ in range(100):
        if await holds():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not come to that in ten seconds")


async def test_progress_is_shown_and_the_lease_renewed_while_it_works(
    qiao: SignedIn, settings: Settings
) -> None:
    await ask(qiao)
    slow = Slow()
    working = asyncio.create_task(work_once(settings, slow.works))
    await slow.began.wait()
    before = await lease()

    async def is_shown() -> bool:
        return (await only(qiao)).done_count == 12_000 and await lease() > before

    await until(is_shown)
    slow.goes_on.set()
    assert await working
    assert (await only(qiao)).state is JobState.DONE
    assert [file.read_text() for file in files(settings)] == ["whole"]


async def lease() -> datetime:
    row = await Job.select(Job.held_until).first()
    assert row is not None
    held_until: datetime = row["held_until"]
    return held_until


async def test_a_job_that_is_cancelled_while_it_runs_is_let_go_within_seconds(
    qiao: SignedIn, settings: Settings
) -> None:
    job_id = await ask(qiao)
    slow = Slow()
    working = asyncio.create_task(work_once(settings, slow.works))
    await slow.began.wait()
    await jobs.cancel(job_id, by=qiao.person, now=now())
    assert await asyncio.wait_for(working, timeout=5)
    assert (await only(qiao)).state is JobState.CANCELLED
    assert files(settings) == []


async def test_a_worker_that_is_told_to_end_puts_the_job_back(qiao: SignedIn, settings: Settings) -> None:
    await ask(qiao)
    slow = Slow()
    working = asyncio.create_task(work_once(settings, slow.works))
    await slow.began.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert (await only(qiao)).state is JobState.WAITING
    assert files(settings) == []
    slow.goes_on.set()
    assert await work_once(settings, slow.works)
    row = await Job.select(Job.attempt_count, Job.state).first()
    assert row == {"attempt_count": 1, "state": "done"}


async def test_a_file_of_a_worker_that_lost_its_lease_is_nobodys(qiao: SignedIn, settings: Settings) -> None:
    await ask(qiao)
    slow = Slow()
    working = asyncio.create_task(work_once(settings, slow.works))
    await slow.began.wait()
    async with db.transaction():
        await Job.update({Job.held_until: now() - LEASE}, force=True)
        other = await jobs.take("other", now=now())
    slow.goes_on.set()
    assert await working
    assert files(settings) == []
    assert other is not None
    assert (await only(qiao)).state is JobState.RUNNING
