from datetime import timedelta
from typing import Any

import pytest

import builders
import cast
from builders import NOW
from jianyan import jobs
from jianyan.accounts import SignedIn
from jianyan.jobs import (
    LEASE,
    OPEN_MOST,
    JobState,
    NoSuchJob,
    TakenAway,
    TooLateToCancel,
    TooManyJobs,
)


@pytest.fixture
async def ada(qiao: SignedIn) -> SignedIn:
    """Give the session of Ada, who works in the same organisation."""
    await builders.make_account(cast.ADA)
    return await builders.make_session(cast.ADA, away=1)


async def test_everybody_sees_their_own_jobs_the_newest_first(
    ask: Any, qiao: SignedIn, ada: SignedIn
) -> None:
    first, second, other = await ask(), await ask(), await ask(by=ada)
    assert [job.id for job in await jobs.own_jobs(qiao.person)] == [second, first]
    assert [job.id for job in await jobs.own_jobs(ada.person)] == [other]
    job = (await jobs.own_jobs(qiao.person))[0]
    assert (job.state, job.file_name, job.asked_at) == (JobState.WAITING, "优先发展城市公交 建议.csv", NOW)
    assert job.is_open
    assert job.kept_until is None
    with pytest.raises(NoSuchJob):
        await jobs.own_job(other, by=qiao.person)


async def test_a_job_that_waits_is_cancelled_and_never_taken(ask: Any, qiao: SignedIn) -> None:
    job_id = await ask()
    await jobs.cancel(job_id, by=qiao.person, now=NOW)
    job = await jobs.own_job(job_id, by=qiao.person)
    assert (job.state, job.ended_at, job.is_open) == (JobState.CANCELLED, NOW, False)
    assert await jobs.take("first", now=NOW) is None


async def test_a_job_that_runs_is_cancelled_and_its_worker_is_told(ask: Any, qiao: SignedIn) -> None:
    job_id = await ask()
    job = await jobs.take("first", now=NOW)
    assert job is not None
    await jobs.cancel(job_id, by=qiao.person, now=NOW)
    with pytest.raises(TakenAway):
        await jobs.advance(job, done=1, total=2, now=NOW)
    with pytest.raises(TakenAway):
        await jobs.finish(job, done=2, file_bytes=1, sha256="", now=NOW)
    assert await jobs.take("second", now=NOW + LEASE) is None


async def test_what_has_ended_is_not_cancelled(ask: Any, qiao: SignedIn) -> None:
    job_id = await ask()
    job = await jobs.take("first", now=NOW)
    assert job is not None
    await jobs.finish(job, done=1, file_bytes=1, sha256="", now=NOW)
    with pytest.raises(TooLateToCancel):
        await jobs.cancel(job_id, by=qiao.person, now=NOW)
    assert (await jobs.own_job(job_id, by=qiao.person)).state is JobState.DONE


async def test_nobody_cancels_what_somebody_else_asked_for(ask: Any, qiao: SignedIn, ada: SignedIn) -> None:
    job_id = await ask()
    with pytest.raises(NoSuchJob):
        await jobs.cancel(job_id, by=ada.person, now=NOW)
    assert (await jobs.own_job(job_id, by=qiao.person)).is_open


async def test_one_person_waits_for_ten_files_at_most(ask: Any, qiao: SignedIn, ada: SignedIn) -> None:
    asked = [await ask() for _ in range(OPEN_MOST)]
    with pytest.raises(TooManyJobs, match="10 files"):
        await ask()
    assert await ask(by=ada)
    await jobs.cancel(asked[3], by=qiao.person, now=NOW)
    assert await ask()


async def test_jobs_stand_when_one_waits_for_a_minute_and_nobody_works(ask: Any) -> None:
    soon, later = NOW + timedelta(seconds=50), NOW + timedelta(seconds=70)
    assert not await jobs.is_standing(now=later)
    await ask()
    await ask()
    assert not await jobs.is_standing(now=soon)
    assert await jobs.is_standing(now=later)
    assert await jobs.take("first", now=later)
    assert not await jobs.is_standing(now=later)
    assert await jobs.is_standing(now=later + LEASE)
