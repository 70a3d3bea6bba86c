"""What people wait who send a suggestion while a large file is made, beside when none is.

Once the worker shares the server's core, as on a machine that has one, and once it has another, which it
shares with the load.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

import builders
import cast
from bench.figures import Figure, Sample, median_of
from bench.fill import batches
from bench.fronts import Plan, ours
from bench.load import Load, NotMeasurable
from bench.servers import LOAD_CORE, SERVER_CORE, Server
from bench.world import SLUG, World, citizens
from jianyan import accounts, campaigns, jobs, topics
from jianyan.accounts import Front, Role, SignedIn
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.jobs import JobState
from jianyan.keys import load_or_make
from jianyan.settings import from_env
from jianyan.suggestions import submit_many

_A_SECOND = 150
_OPEN_MOST = 1_000
_BEGUN_S = 60.0


def beside_a_job(world: World, folder: Path, plan: Plan, *, rows: int) -> Iterator[Figure]:
    """Measure open, send and receipt at a fixed rate while CSV files of so many rows are made in a row."""
    qiao = asyncio.run(_filled(world, rows))
    for core, where in ((SERVER_CORE, "on this core"), (LOAD_CORE, "on another core")):
        yield _beside(world, folder, plan, qiao=qiao, rows=rows, core=core, where=where)


def _beside(
    world: World, folder: Path, plan: Plan, *, qiao: SignedIn, rows: int, core: str, where: str
) -> Figure:
    name = f"flow while {rows:,} rows are exported {where}"
    figure = Figure(name=name, unit="/s", ours=[], yardstick_name="none is")
    with ours(
        msgspec.structs.replace(world, settings={**world.settings, "JIANYAN_WORK": "on"}), folder
    ) as server:
        _move_worker(server, core)
        for seed in range(plan.rounds):
            figure.yardstick.append(_run(server, world, plan, seed))
            with _exporting(world, qiao, rows):
                figure.ours.append(_run(server, world, plan, seed))
    own, other = median_of(figure.ours, "p99_ms"), median_of(figure.yardstick, "p99_ms")
    figure.note = f"p99 {own / other:.2f} × without" if own and other else ""
    return figure


def _move_worker(server: Server, core: str) -> None:
    """Move the process for long work, which a thread of the server keeps."""
    threads = Path(f"/proc/{server.pids[0]}/task")
    ends = time.monotonic() + _BEGUN_S
    while not (found := " ".join((thread / "children").read_text() for thread in threads.iterdir()).split()):
        if time.monotonic() > ends:
            raise NotMeasurable("nobody makes files")
        time.sleep(0.1)
    for thread in Path(f"/proc/{found[0]}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {int(core)})


def _run(server: Server, world: World, plan: Plan, seed: int) -> Sample:
    load = Load(server.address, citizens(world, seed=seed))
    try:
        load.open_loop(a_second=_A_SECOND, seconds=plan.seconds / 6, most=_OPEN_MOST)
        return load.open_loop(a_second=_A_SECOND, seconds=plan.seconds, most=_OPEN_MOST)
    finally:
        load.close()


async def _filled(world: World, rows: int) -> SignedIn:
    """Fill the topic, and give the session of somebody who may export it."""
    settings = from_env(world.settings)
    async with opened(settings):
        topic = await topics.topic_by_slug(SLUG)
        places = await campaigns.placements_of(topic.id)
        for batch in batches(topic, places, count=rows, seed=7, at=now()):
            await submit_many(batch, now=now())
        facts = {"role": Role.STAFF, "organisation": "江州市政协", "now": now()}
        await accounts.add_account(cast.QIAO, password=cast.PASSWORD, **facts)  # type: ignore[arg-type]
        ring = load_or_make(Path(settings.secret_file))
        token = await accounts.sign_in(cast.QIAO, cast.PASSWORD, front=Front.CONSOLE, keys=ring, now=now())
        session = await accounts.signed_in(token, front=Front.CONSOLE, now=now())
    assert session is not None
    return session


@contextmanager
def _exporting(world: World, qiao: SignedIn, rows: int) -> Iterator[None]:
    """Have files made from the beginning of the block to its end."""
    asyncio.run(_begun(world, qiao, rows))
    yield
    if not asyncio.run(_cancelled(world, qiao)):
        raise NotMeasurable("the files were made before the run was over")


async def _begun(world: World, qiao: SignedIn, rows: int) -> None:
    async with opened(from_env(world.settings)):
        topic = await topics.topic_by_slug(SLUG)
        for _ in range(jobs.OPEN_MOST):
            await jobs.ask(builders.new_job(topic_id=topic.id, total_count=rows), by=qiao, now=now())
        ends = time.monotonic() + _BEGUN_S
        while all(job.state is not JobState.RUNNING for job in await jobs.own_jobs(qiao.person)):
            if time.monotonic() > ends:
                raise NotMeasurable("nobody makes the files")
            await asyncio.sleep(0.1)


async def _cancelled(world: World, qiao: SignedIn) -> int:
    """Cancel what is left, and give how many that were."""
    async with opened(from_env(world.settings)):
        left = [job for job in await jobs.own_jobs(qiao.person) if job.is_open]
        for job in left:
            await jobs.cancel(job.id, by=qiao.person, now=now())
    return len(left)
