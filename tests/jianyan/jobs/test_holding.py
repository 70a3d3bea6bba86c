import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import NOW
from jianyan import db, jobs
from jianyan.accounts import SignedIn
from jianyan.jobs import ATTEMPTS_MOST, LEASE, HeldJob, JobState, TakenAway
from jianyan.jobs.tables import Job
from long_work import only

MADE: dict[str, Any] = {"done": 48_210, "file_bytes": 12, "sha256": "ab" * 32}
LATER = NOW + LEASE


async def taken(holder: str = "first", *, now: datetime = NOW) -> HeldJob:
    job = await jobs.take(holder, now=now)
    assert job is not None
    return job


async def test_the_job_that_waits_longest_is_taken_first_with_all_that_was_asked(ask: Any) -> None:
    first, second = await ask(parameters={"form": "xlsx"}, topic_id=7), await ask()
    job = await taken()
    assert (job.id, job.kind, job.parameters, job.topic_id) == (first, "export", {"form": "xlsx"}, 7)
    assert (job.total_count, job.language, job.asked_at, job.attempt_count) == (48_210, "en", NOW, 1)
    assert job.file == f"{first}-first"
    assert (await taken("other")).id == second
    assert await jobs.take("third", now=NOW) is None


async def test_each_of_200_jobs_is_taken_once_by_eight_who_take_at_once(ask: Any) -> None:
    await ask()
    one = await Job.select().first()
    assert one is not None
    copies = [Job(**{name: value for name, value in one.items() if name != "id"}) for _ in range(199)]
    async with db.transaction():
        await Job.insert(*copies)
    met: Counter[int] = Counter()

    async def take_all(name: int) -> None:
        while job := await jobs.take(f"{name}-{met.total()}", now=NOW):
            met[job.id] += 1

    await asyncio.gather(*(take_all(name) for name in range(8)))
    assert len(met) == met.total() == 200


async def test_a_held_job_is_nobody_elses_until_the_lease_is_over(ask: Any, qiao: SignedIn) -> None:
    await ask()
    first = await taken()
    assert await jobs.take("second", now=LATER - timedelta(seconds=1)) is None
    second = await taken("second", now=LATER)
    assert (second.id, second.attempt_count) == (first.id, 2)
    for late in (
        jobs.advance(first, done=1, total=2, now=LATER),
        jobs.finish(first, **MADE, now=LATER),
        jobs.fail(first, "Too late.", now=LATER),
        jobs.let_go(first),
    ):
        with pytest.raises(TakenAway):
            await late
    await jobs.finish(second, **MADE, now=LATER)
    done = await only(qiao)
    assert (done.state, done.file, done.failure) == (JobState.DONE, second.file, "")


async def test_a_lease_that_is_renewed_goes_on_and_shows_how_far_it_came(ask: Any, qiao: SignedIn) -> None:
    await ask()
    job = await taken()
    await jobs.advance(job, done=12_000, total=48_300, now=LATER - timedelta(seconds=1))
    assert await jobs.take("second", now=LATER + timedelta(seconds=18)) is None
    shown = await only(qiao)
    assert (shown.state, shown.done_count, shown.total) == (JobState.RUNNING, 12_000, 48_300)


async def test_a_bar_never_goes_back_behind_the_attempt_before(ask: Any, qiao: SignedIn) -> None:
    await ask()
    await jobs.advance(await taken(), done=30_000, total=48_210, now=NOW)
    again = await taken("again", now=LATER)
    await jobs.advance(again, done=5, total=48_210, now=LATER)
    assert (await only(qiao)).done_count == 30_000
    await jobs.advance(again, done=30_001, total=48_210, now=LATER)
    assert (await only(qiao)).done_count == 30_001


async def test_what_came_while_it_was_made_makes_the_whole_larger(ask: Any, qiao: SignedIn) -> None:
    await ask(total_count=10)
    await jobs.advance(await taken(), done=12, total=10, now=NOW)
    assert (await only(qiao)).total == 12


async def test_a_job_that_three_workers_did_not_end_fails_with_a_sentence(ask: Any, qiao: SignedIn) -> None:
    await ask(language="zh-CN")
    at = NOW
    for attempt in range(ATTEMPTS_MOST):
        assert (await taken(str(attempt), now=at)).attempt_count == attempt + 1
        at += LEASE
    assert await jobs.take("fourth", now=at) is None
    job = await only(qiao)
    assert (job.state, job.ended_at) == (JobState.FAILED, at)
    assert "三次" in job.failure


async def test_a_worker_that_is_told_to_end_used_no_attempt_up(ask: Any) -> None:
    await ask()
    for attempt in range(ATTEMPTS_MOST + 2):
        job = await taken(str(attempt))
        assert job.attempt_count == 1
        await jobs.let_go(job)


async def test_a_job_that_has_ended_is_never_taken_again(ask: Any, qiao: SignedIn) -> None:
    await ask()
    job = await taken()
    await jobs.finish(job, **MADE, now=NOW)
    with pytest.raises(TakenAway):
        await jobs.finish(job, **MADE, now=NOW)
    await ask()
    await jobs.fail(await taken(), "No.", now=NOW)
    assert await jobs.take("later", now=NOW + timedelta(days=1)) is None
    failed, done = await jobs.own_jobs(qiao.person)
    assert (failed.state, failed.failure, done.state) == (JobState.FAILED, "No.", JobState.DONE)
    assert (done.done_count, done.file_bytes, done.ended_at) == (48_210, 12, NOW)
