import asyncio
from datetime import timedelta
from typing import Any

import pytest

import builders
import cast
from builders import NOW
from jianyan import jobs
from jianyan.accounts import SignedIn
from jianyan.errors import Gone
from jianyan.jobs import (
    KEPT,
    AnotherSession,
    CollectedAlready,
    JobDetail,
    KeptTooLong,
    NoSuchJob,
    NotReady,
)


@pytest.fixture
async def made(ask: Any) -> int:
    """Give the number of a job of Qiao's whose file is ready."""
    job_id: int = await ask()
    job = await jobs.take("first", now=NOW)
    assert job is not None
    await jobs.finish(job, done=3, file_bytes=12, sha256="ab" * 32, now=NOW)
    return job_id


async def test_a_file_is_handed_out_once(made: int, qiao: SignedIn) -> None:
    job = await jobs.collect(made, by=qiao, now=NOW)
    assert (job.file, job.file_bytes, job.media_type) == (f"{made}-first", 12, "text/csv")
    with pytest.raises(CollectedAlready):
        await jobs.collect(made, by=qiao, now=NOW)
    kept = await jobs.own_job(made, by=qiao.person)
    assert kept.collected_at == NOW
    assert not kept.is_ready(now=NOW)


async def test_of_eight_who_ask_at_once_one_gets_the_file(made: int, qiao: SignedIn) -> None:
    asking = (jobs.collect(made, by=qiao, now=NOW) for _ in range(8))
    outcomes = await asyncio.gather(*asking, return_exceptions=True)
    assert sum(isinstance(outcome, JobDetail) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CollectedAlready) for outcome in outcomes) == 7


async def test_what_did_not_get_through_is_asked_for_again(made: int, qiao: SignedIn) -> None:
    await jobs.collect(made, by=qiao, now=NOW)
    await jobs.give_back(made)
    assert (await jobs.own_job(made, by=qiao.person)).is_ready(now=NOW)
    assert await jobs.collect(made, by=qiao, now=NOW)


async def test_another_session_of_the_same_person_gets_no_file(made: int, qiao: SignedIn) -> None:
    elsewhere = await builders.make_session(cast.QIAO, away=1)
    assert elsewhere.person == qiao.person
    with pytest.raises(AnotherSession):
        await jobs.collect(made, by=elsewhere, now=NOW)
    assert await jobs.collect(made, by=qiao, now=NOW)


async def test_another_person_finds_no_file(made: int, qiao: SignedIn) -> None:
    await builders.make_account(cast.ADA)
    ada = await builders.make_session(cast.ADA, away=1)
    assert ada.person.organisation == qiao.person.organisation
    with pytest.raises(NoSuchJob):
        await jobs.collect(made, by=ada, now=NOW)


async def test_a_file_is_kept_for_a_day(made: int, qiao: SignedIn) -> None:
    job = await jobs.own_job(made, by=qiao.person)
    assert job.kept_until == NOW + KEPT
    assert job.is_ready(now=NOW + KEPT - timedelta(seconds=1))
    assert not job.is_ready(now=NOW + KEPT)
    with pytest.raises(KeptTooLong) as refused:
        await jobs.collect(made, by=qiao, now=NOW + KEPT)
    assert isinstance(refused.value, Gone)


async def test_a_file_that_is_not_made_yet_is_not_ready(ask: Any, qiao: SignedIn) -> None:
    job_id = await ask()
    with pytest.raises(NotReady):
        await jobs.collect(job_id, by=qiao, now=NOW)
    await jobs.cancel(job_id, by=qiao.person, now=NOW)
    with pytest.raises(NotReady):
        await jobs.collect(job_id, by=qiao, now=NOW)
