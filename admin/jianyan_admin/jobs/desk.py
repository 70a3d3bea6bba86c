"""One's own files that take long to make: how far each has come, taken away once, or no longer wanted."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from litestar import post, route
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from jianyan import jobs, reports, topics
from jianyan.cases import CaseCount
from jianyan.clock import now
from jianyan.errors import Conflict, Gone, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.jobs import AnotherSession, JobDetail, JobKind, KeptTooLong, NoSuchJob, TooLateToCancel
from jianyan.reports import Verification
from jianyan.settings import Settings
from jianyan.suggestions import ImportCount
from jianyan.topics import TopicSummary
from jianyan.web.access import AS_IT_IS
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, attachment, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.jobs.deliveries import ClosedDelivery, Delivery
from jianyan_admin.page import NEWEST, READ, live_session, page, person_of
from jianyan_admin.reports.verification import verified_page

_BODY = 16 * 1024


OUTCOMES = {JobKind.VERIFY, JobKind.IMPORT}
"""Kinds of work of which a page says what came of it."""


class NoOutcome(Gone):
    """The work has not come to its end, or ended more than a day ago."""

    sentence = N_("There is no outcome of this to show, or not any more: it is kept for a day.")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the list."""

    job: JobDetail
    topic: TopicSummary | None
    is_ready: bool
    """Its file waits to be taken away, though perhaps by another session."""
    is_here: bool
    """It was asked for in this session."""
    has_outcome: bool
    """A page says what came of it."""


@route("/jobs", http_method=READ, name="admin_jobs", opt=STAFF)
async def own_files(request: Request) -> Response:
    """List what this person asked for."""
    return await _list_page(request)


@route("/jobs/list", http_method=READ, name="admin_jobs_list", opt=STAFF)
async def own_files_now(request: Request) -> Response:
    """Give the list alone, as it is now."""
    return page(request, "jobs/_list.html", **await _listed(request))


@route("/jobs/outcome", http_method=READ, name="admin_job_outcome", opt=STAFF)
async def outcome(request: Request, runtime: Running) -> Response:
    """Show what came of work that makes no file."""
    job = await jobs.own_job(_number(request.query_params.get("job", "")), by=person_of(request))
    topic = await topics.topic_by_id(job.topic_id or 0)
    if job.kind not in OUTCOMES or job.shown_until is None:
        return await _list_page(request, refusal=NoOutcome())
    with suppress(FileNotFoundError):
        content = (Path(runtime.settings.uploads) / jobs.FOLDER / job.file).read_bytes()
        if job.kind is JobKind.VERIFY:
            found = msgspec.json.decode(content, type=Verification)
            return verified_page(request, await reports.report_by_slug(found.slug), found)
        counted = msgspec.json.decode(content)
        count = msgspec.convert(counted, CaseCount if "cases" in counted else ImportCount)
        return desk_page(
            request, "imports/done.html", nav="imports", topic=topic, count=count, filename=job.file_name
        )
    return await _list_page(request, refusal=NoOutcome())


@post("/jobs/cancel", name="admin_job_cancel", opt=STAFF, request_max_body_size=_BODY)
async def cancel(request: Request) -> Response:
    """End a job that waits or runs."""
    job_id = await _job_id(request)
    try:
        await jobs.cancel(job_id, by=person_of(request), now=now())
    except TooLateToCancel as refusal:
        return await _list_page(request, refusal=refusal)
    return done(request, "admin_jobs", "job-cancelled")


@post(
    "/jobs/file",
    name="admin_job_file",
    opt={**STAFF, AS_IT_IS: True},
    middleware=[ClosedDelivery()],
    request_max_body_size=_BODY,
)
async def take_away(request: Request, runtime: Running) -> Response:
    """Give the file of a job: to the session that asked for it, once."""
    job_id, session, at = await _job_id(request), live_session(request), now()
    topic_id = (await jobs.own_job(job_id, by=session.person)).topic_id
    if topic_id is not None:
        await topics.topic_by_id(topic_id)  # who may no longer see the topic finds nothing here
    try:
        job = await jobs.collect(job_id, by=session, now=at)
        delivery = Delivery(job, _opened(job, runtime.settings))
    except (AnotherSession, Conflict, Gone) as refusal:
        return await _list_page(request, refusal=refusal)
    headers = {
        **attachment(job.file_name, plain=f"jianyan-{job.id}{Path(job.file_name).suffix}"),
        "Cache-Control": "no-store",
        "Content-Length": str(job.file_bytes),
    }
    request.scope["state"]["delivery"] = delivery
    return Stream(delivery, status_code=200, media_type=job.media_type, headers=headers)


def _opened(job: JobDetail, settings: Settings) -> BinaryIO:
    path = Path(settings.uploads) / jobs.FOLDER / job.file
    try:
        return path.open("rb")
    except FileNotFoundError as gone:
        raise KeptTooLong from gone


async def _job_id(request: Request) -> int:
    """Give the number that the form names.

    Raises:
        NoSuchJob: it names none.
    """
    return _number(one(await fields_of(request), "job"))


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > NEWEST:
        raise NoSuchJob
    return int(text)


async def _list_page(request: Request, *, refusal: Refusal | None = None) -> Response:
    return desk_page(request, "jobs/list.html", nav="jobs", refusal=refusal, **await _listed(request))


async def _listed(request: Request) -> dict[str, Any]:
    at, session = now(), live_session(request)
    known = {topic.id: topic for topic in await topics.all_topics()}
    found = await jobs.own_jobs(session.person)
    shown = [job for job in found if job.topic_id is None or job.topic_id in known]
    lines = [_line(job, known, session.token_hash, at) for job in shown]
    is_open = any(job.is_open for job in shown)
    return {"lines": lines, "is_open": is_open, "is_standing": is_open and await jobs.is_standing(now=at)}


def _line(job: JobDetail, known: dict[int, TopicSummary], token_hash: str, at: datetime) -> Line:
    return Line(
        job=job,
        topic=known.get(job.topic_id) if job.topic_id else None,
        is_ready=job.is_ready(now=at),
        is_here=job.session == token_hash,
        has_outcome=job.kind in OUTCOMES and job.shown_until is not None and at < job.shown_until,
    )


handlers: list[ControllerRouterHandler] = [own_files, own_files_now, outcome, cancel, take_away]
