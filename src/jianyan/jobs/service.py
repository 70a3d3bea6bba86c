"""Asking for work, and changing one's mind."""

from datetime import datetime

import msgspec

from jianyan.accounts import Person, SignedIn
from jianyan.db import transaction
from jianyan.errors import Conflict
from jianyan.i18n import N_
from jianyan.jobs.queries import own_job
from jianyan.jobs.schemas import NewJob
from jianyan.jobs.states import OPEN, JobState
from jianyan.jobs.tables import Job

OPEN_MOST = 10
"""How many files one person may wait for: a disk is filled by asking."""


class TooManyJobs(Conflict):
    """The person waits for many files already; `most` says how many there may be."""

    sentence = N_("You are waiting for %(most)s files already. Please wait for one of them, or cancel one.")


class TooLateToCancel(Conflict):
    """The job has ended."""

    sentence = N_("This has ended already.")


async def ask(new: NewJob, *, by: SignedIn, now: datetime) -> int:
    """Let a worker do this as soon as one is free, and give the number of the job.

    Its file can be taken away by the session that asked and by no other.

    Raises:
        TooManyJobs: the person waits for OPEN_MOST already.
    """
    job = Job(
        kind=new.kind.value,
        parameters=msgspec.json.encode(new.parameters).decode(),
        topic=new.topic_id,
        account=by.person.account_id,
        session=by.token_hash,
        language=new.language,
        file_name=new.file_name,
        media_type=new.media_type,
        total_count=new.total_count,
        state=JobState.WAITING.value,
        asked_at=now,
    )
    async with transaction():
        waiting = (Job.account == by.person.account_id) & Job.state.is_in(list(OPEN))
        if await Job.count().where(waiting) >= OPEN_MOST:
            raise TooManyJobs(most=OPEN_MOST)
        (row,) = await Job.insert(job).returning(Job.id)
    return int(row["id"])


async def cancel(job_id: int, *, by: Person, now: datetime) -> None:
    """End a job that waits or runs; whoever works at it finds out within a second and lets go.

    Raises:
        NoSuchJob: it is not this person's.
        TooLateToCancel: it has ended.
    """
    job = await own_job(job_id, by=by)
    async with transaction():
        cancelled = (
            await Job.update({Job.state: JobState.CANCELLED.value, Job.ended_at: now})
            .where((Job.id == job.id) & Job.state.is_in(list(OPEN)))
            .returning(Job.id)
        )
    if not cancelled:
        raise TooLateToCancel
