"""Taking a file away: by the session that asked for it, once."""

from datetime import datetime

from jianyan.accounts import SignedIn
from jianyan.db import transaction
from jianyan.errors import Conflict, Gone, NotAllowed
from jianyan.i18n import N_
from jianyan.jobs.queries import own_job
from jianyan.jobs.schemas import JobDetail
from jianyan.jobs.states import JobState
from jianyan.jobs.tables import Job


class AnotherSession(NotAllowed):
    """The file was asked for in another session of the same person."""

    sentence = N_("This file was made in another session and can only be downloaded there. Export it again.")


class NotReady(Conflict):
    """The job has made no file, or not yet."""

    sentence = N_("This file is not ready.")


class CollectedAlready(Gone):
    """The file was taken away, or is on its way at this moment."""

    sentence = N_("This file was downloaded already, and each is given once. Export it again if you need it.")


class KeptTooLong(Gone):
    """Nobody took the file away for a day."""

    sentence = N_("This file waited for a day and is deleted. Export it again if you need it.")


async def collect(job_id: int, *, by: SignedIn, now: datetime) -> JobDetail:
    """Give the job whose file is handed out now; nobody gets it a second time.

    Where it did not get through whole, `give_back` lets it be asked for again.

    Raises:
        NoSuchJob: it is not this person's.
        AnotherSession: this person asked for it in another session.
        NotReady: it made no file, or not yet.
        KeptTooLong: it ended more than a day ago.
        CollectedAlready: it was handed out, here or just now elsewhere.
    """
    job = await own_job(job_id, by=by.person)
    if job.session != by.token_hash:
        raise AnotherSession
    if job.kept_until is None:
        raise NotReady
    if now >= job.kept_until and job.collected_at is None:
        raise KeptTooLong
    is_there = (Job.id == job.id) & (Job.state == JobState.DONE.value) & Job.collected_at.is_null()
    async with transaction():
        handed_out = await Job.update({Job.collected_at: now}).where(is_there).returning(Job.id)
    if not handed_out:
        raise CollectedAlready
    return job


async def give_back(job_id: int) -> None:
    """Let a file be asked for again that was handed out and did not get through."""
    async with transaction():
        await Job.update({Job.collected_at: None}).where(Job.id == job_id)
