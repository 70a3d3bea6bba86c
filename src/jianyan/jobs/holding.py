"""What a worker does with a job: take it, keep it while it works, and say what came of it."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from jianyan.db import transaction
from jianyan.i18n import N_, say
from jianyan.jobs.schemas import HeldJob
from jianyan.jobs.states import JobState
from jianyan.jobs.tables import Job

LEASE = timedelta(seconds=20)
"""Twenty times as long as it takes to renew it; a dead worker's job waits so long for the next one."""
ATTEMPTS_MOST = 3
_GIVEN_UP = N_("This was begun three times and never came to an end. Please tell whoever runs the service.")


class TakenAway(Exception):
    """The job is no longer this worker's: it was cancelled, or the lease was over and another one has it."""


async def take(holder: str, *, now: datetime) -> HeldJob | None:
    """Give the job that waits longest, held for LEASE, or None where none waits.

    One whose worker did not renew its lease waits again. One that was begun ATTEMPTS_MOST times fails.

    Args:
        holder: names this attempt and no other, at most 32 letters; it stands in the name of the file.
        now: when it is taken.
    """
    free = (Job.state == JobState.WAITING.value) | (
        (Job.state == JobState.RUNNING.value) & (Job.held_until <= now)
    )
    # Looked for outside of the transaction: an idle worker must not ask for the writer each second.
    while row := await Job.select().where(free).order_by(Job.id).first():
        if row["attempt_count"] >= ATTEMPTS_MOST:
            values = {**_ended(JobState.FAILED, now), Job.failure: say(row["language"], _GIVEN_UP)}
        else:
            values = _begun(row, holder, now)
        async with transaction():
            changed = await Job.update(values).where((Job.id == row["id"]) & free).returning(Job.id)
        if changed and row["attempt_count"] < ATTEMPTS_MOST:
            return _held(row, holder)
    return None


async def advance(job: HeldJob, *, done: int, total: int, now: datetime) -> None:
    """Keep the job for LEASE from now, and show how far it has come.

    Args:
        done: never less than before, so that no bar goes back.
        total: 0: not known.

    Raises:
        TakenAway: it was cancelled, or somebody else has it.
    """
    done = max(done, job.done_count)
    await _change(job, {Job.done_count: done, Job.total_count: total, Job.held_until: now + LEASE})


async def finish(job: HeldJob, *, done: int, file_bytes: int, sha256: str, now: datetime) -> None:
    """Publish the file of this attempt, which is written and on the disk.

    Raises:
        TakenAway: it was cancelled, or somebody else has it; the file is nobody's then.
    """
    made = {Job.done_count: done, Job.file_bytes: file_bytes, Job.sha256: sha256}
    await _change(job, {**_ended(JobState.DONE, now), **made})


async def fail(job: HeldJob, sentence: str, *, now: datetime) -> None:
    """End the job with a sentence that whoever asked reads, in their language.

    Raises:
        TakenAway: it was cancelled, or somebody else has it.
    """
    await _change(job, {**_ended(JobState.FAILED, now), Job.failure: sentence})


async def let_go(job: HeldJob) -> None:
    """Let the job wait for another worker, because this one is told to end; that was no attempt.

    Raises:
        TakenAway: it was cancelled, or somebody else has it.
    """
    uncounted = {Job.attempt_count: job.attempt_count - 1, Job.held_until: None}
    await _change(job, {Job.state: JobState.WAITING.value, **uncounted})


def _begun(row: dict[str, Any], holder: str, now: datetime) -> dict[Any, Any]:
    return {
        Job.state: JobState.RUNNING.value,
        Job.holder: holder,
        Job.held_until: now + LEASE,
        Job.started_at: row["started_at"] or now,
        Job.attempt_count: row["attempt_count"] + 1,
    }


def _ended(state: JobState, now: datetime) -> dict[Any, Any]:
    return {Job.state: state.value, Job.ended_at: now, Job.held_until: None}


async def _change(job: HeldJob, values: dict[Any, Any]) -> None:
    own = (Job.id == job.id) & (Job.holder == job.holder) & (Job.state == JobState.RUNNING.value)
    async with transaction():
        changed = await Job.update(values).where(own).returning(Job.id)
    if not changed:
        raise TakenAway


def _held(row: dict[str, Any], holder: str) -> HeldJob:
    return HeldJob(
        id=row["id"],
        kind=row["kind"],
        parameters=msgspec.json.decode(row["parameters"], type=dict[str, str]),
        topic_id=row["topic"],
        account_id=row["account"],
        language=row["language"],
        asked_at=row["asked_at"],
        done_count=row["done_count"],
        total_count=row["total_count"],
        attempt_count=row["attempt_count"] + 1,
        holder=holder,
    )
