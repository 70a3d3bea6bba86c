"""Long work that somebody asks for, and what became of it."""

import builders
from jianyan import jobs
from jianyan.accounts import SignedIn
from jianyan.clock import now
from jianyan.jobs import JobDetail


async def ask(by: SignedIn, **changes: object) -> int:
    """Ask for a job now, and give its number; `changes` as for `builders.new_job`."""
    return await jobs.ask(builders.new_job(**changes), by=by, now=now())


async def only(by: SignedIn) -> JobDetail:
    """Give the one job that somebody asked for."""
    (job,) = await jobs.own_jobs(by.person)
    return job
