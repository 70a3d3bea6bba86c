"""Reading jobs: everybody sees their own."""

from datetime import datetime, timedelta
from typing import Any

from jianyan.accounts import Person
from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.jobs.schemas import JobDetail
from jianyan.jobs.states import JobKind, JobState
from jianyan.jobs.tables import Job

_SHOWN_MOST = 50
_STANDS = timedelta(minutes=1)


class NoSuchJob(NotFound):
    """This person has asked for no job of that number."""

    sentence = N_("There is no such file here.")


async def own_jobs(by: Person) -> list[JobDetail]:
    """List what this person asked for, the newest first, at most fifty."""
    query = Job.select().where(Job.account == by.account_id).order_by(Job.id, ascending=False)
    return [_detail(row) for row in await query.limit(_SHOWN_MOST)]


async def own_job(job_id: int, *, by: Person) -> JobDetail:
    """Give a job that this person asked for.

    Raises:
        NoSuchJob: it is somebody else's, or there is none.
    """
    row = await Job.select().where((Job.id == job_id) & (Job.account == by.account_id)).first()
    if row is None:
        raise NoSuchJob
    return _detail(row)


async def is_standing(*, now: datetime) -> bool:
    """Say whether jobs wait for longer than a minute while no worker has any in hand."""
    waits = (Job.state == JobState.WAITING.value) & (Job.asked_at < now - _STANDS)
    runs = (Job.state == JobState.RUNNING.value) & (Job.held_until > now)
    return await Job.exists().where(waits) and not await Job.exists().where(runs)


def _detail(row: dict[str, Any]) -> JobDetail:
    return JobDetail(
        id=row["id"],
        kind=JobKind(row["kind"]),
        topic_id=row["topic"],
        session=row["session"],
        file_name=row["file_name"],
        media_type=row["media_type"],
        state=JobState(row["state"]),
        done_count=row["done_count"],
        total_count=row["total_count"],
        asked_at=row["asked_at"],
        ended_at=row["ended_at"],
        collected_at=row["collected_at"],
        file=f"{row['id']}-{row['holder']}",
        file_bytes=row["file_bytes"],
        failure=row["failure"],
    )
