"""Long work, done: which function makes what, and a worker's round.

    take ──▶ the function of its kind writes a file ──▶ finish, fail or let go
                  └── each second: how far it has come, and whether it is still wanted

A function gets an Order and writes the file at its path. It works within the scope of whoever asked; the
sentence of a Refusal that it raises is what they read. One more kind of work is one more line in WORKS.
"""

import asyncio
import errno
import hashlib
import logging
import os
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from jianyan import exports, jobs, reports, screening, telling, topics, trail
from jianyan.accounts import scope_of_account, within
from jianyan.clock import now
from jianyan.db import DiskFull, transaction
from jianyan.errors import Busy, NotAllowed, Refusal
from jianyan.i18n import N_, say
from jianyan.jobs import JobKind, TakenAway
from jianyan.logs import new_request_id, request_id
from jianyan.orders import Order, Progress
from jianyan.settings import Settings
from jianyan.taking_sheets import take_sheet_in

_BEAT_S = 1.0
_BROKEN = N_("This could not be made. Please give the number %(number)s to whoever runs the service.")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_log = logging.getLogger("jianyan.work")


class AccountClosed(NotAllowed):
    """Whoever asked has no account any more."""

    sentence = N_("Whoever asked for this has no account here any more.")


Work = Callable[[Order], Awaitable[None]]


async def write_export(order: Order) -> None:
    """Write a file of the topic: the parameters `what` and `form` are of exports.FORMS."""
    job = order.job
    topic = await topics.topic_by_id(job.topic_id or 0)
    with order.path.open("wb") as file:
        await exports.write_file(
            file,
            topic,
            what=job.parameters["what"],
            form=job.parameters["form"],
            language=job.language,
            zone=order.settings.zone,
            now=job.asked_at,
            written=order.progress.add,
        )


async def freeze(order: Order) -> None:
    """Freeze the topic's figures as they stand now; the parameters `actor` and `role` say by whom."""
    job, topic = order.job, await topics.topic_by_id(order.job.topic_id or 0)
    if await reports.is_frozen(topic.id, since=job.asked_at):
        return  # a worker before this one came as far as that
    await reports.freeze(
        topic.slug,
        words=await screening.words_in_force(),
        zone=order.settings.zone,
        by=trail.Actor(job.parameters["actor"], job.parameters["role"]),
        now=now(),
        language=job.language,
        walked=order.progress.add,
    )


async def verify(order: Order) -> None:
    """Compute a report's figures again; the parameter is its slug. Leaves a reports.Verification as JSON."""
    found = await reports.verify(order.job.parameters["report"], walked=order.progress.add)
    order.path.write_bytes(msgspec.json.encode(found))


WORKS: Mapping[JobKind, Work] = {
    JobKind.EXPORT: write_export,
    JobKind.FREEZE: freeze,
    JobKind.VERIFY: verify,
    JobKind.IMPORT: take_sheet_in,
}
"""Kind → what makes it."""


async def work_once(settings: Settings, works: Mapping[JobKind, Work] = WORKS) -> bool:
    """Do the job that waits longest and say whether there was one.

    Cancelled meanwhile, the job waits again and nothing of it is left.

    Args:
        settings: files lie below its folder of uploads.
        works: kind → what makes it.

    Raises:
        DatabaseBusy: the database is away; a job that was in hand is tried again when its lease is over.
    """
    job = await jobs.take(secrets.token_hex(8), now=now())
    if job is None:
        return False
    request_id.set(new_request_id())
    order = Order(
        job=job,
        path=folder_of(settings) / job.file,
        progress=Progress(total=job.total_count),
        settings=settings,
    )
    is_kept = False
    try:
        is_kept = await _worked(order, works[JobKind(job.kind)])
    except TakenAway:
        _log.info("a job was cancelled or taken by another worker", extra={"job": job.id})
    except asyncio.CancelledError:
        with suppress(TakenAway):
            await jobs.let_go(job)
        raise
    finally:
        if not is_kept:
            order.path.unlink(missing_ok=True)
    return True


def folder_of(settings: Settings) -> Path:
    """Give the folder of the files of jobs, which may be missing."""
    return Path(settings.uploads) / jobs.FOLDER


async def _worked(order: Order, work: Work) -> bool:
    """Work to the end and say whether the file is there for whoever asked."""
    working = asyncio.ensure_future(_within_scope(order, work))
    try:
        while not working.done():
            await asyncio.wait({working}, timeout=_BEAT_S)
            with suppress(Busy):  # a database that is away for a while; the lease outlives it or does not
                await _advance(order)
    finally:
        working.cancel()
        await asyncio.wait({working})
    failed = working.exception()
    if failed is None:
        await _finish(order)
        return True
    if isinstance(failed, Busy) and not isinstance(failed, DiskFull):
        raise failed  # when the lease is over it is tried again
    await jobs.fail(order.job, _told(order.job.language, failed), now=now())
    return False


async def _within_scope(order: Order, work: Work) -> None:
    scope = await scope_of_account(order.job.account_id)
    if scope is None:
        raise AccountClosed
    order.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    order.path.touch(mode=0o600)
    with within(scope):
        await work(order)


async def _advance(order: Order) -> None:
    progress = order.progress
    await jobs.advance(order.job, done=progress.done, total=progress.total, now=now())


async def _finish(order: Order) -> None:
    size, digest = await asyncio.to_thread(_to_the_disk, order.path)
    at = now()
    async with transaction():
        await jobs.finish(order.job, done=order.progress.done, file_bytes=size, sha256=digest, now=at)
        await telling.file_ready(order.job, settings=order.settings, now=at)


def _to_the_disk(path: Path) -> tuple[int, str]:
    """See to it that a power cut leaves the file as it is; give its size and SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        return file.tell(), digest


def _told(language: str, failed: BaseException) -> str:
    """Give the sentence that whoever asked reads; a bug is logged and told by its number."""
    if isinstance(failed, OSError) and failed.errno in _NO_ROOM:
        failed = DiskFull()
    if isinstance(failed, Refusal):
        return say(language, failed.sentence, **failed.values)
    _log.error("bug", exc_info=failed)
    return say(language, _BROKEN, number=request_id.get())
