"""Files that nobody will take away any more, and rows that nobody reads any more."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jianyan.db import transaction
from jianyan.jobs.schemas import KEPT
from jianyan.jobs.states import JobState
from jianyan.jobs.tables import Job

FOLDER = "jobs"
"""Below the folder of uploads; no part of a backup."""
_REMEMBERED = timedelta(days=30)


async def sweep(folder: Path, *, now: datetime) -> int:
    """Delete the files that were kept for a day or that a killed worker left, and give how many there were.

    Args:
        folder: of the jobs; it may be missing.
        now: rows that were asked for a month before are deleted, too.
    """
    # The files first: of one that appears while the rows are read, the job runs or is done by then.
    there = sorted(folder.glob("*-*"))  # noqa: ASYNC240 - a handful of names
    async with transaction():
        await Job.delete().where(Job.asked_at < now - _REMEMBERED)
    rows = await Job.select(Job.id, Job.holder).where(_may_have_a_file(now))
    kept = {f"{row['id']}-{row['holder']}" for row in rows}
    left = [file for file in there if file.name not in kept]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def _may_have_a_file(now: datetime) -> Any:
    is_kept = (Job.state == JobState.DONE.value) & (Job.ended_at > now - KEPT)
    return (Job.state == JobState.RUNNING.value) | is_kept
