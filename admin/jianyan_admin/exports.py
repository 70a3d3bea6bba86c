"""Files to take away: the tally and the suggestions of a topic, streamed while they are read."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from typing import BinaryIO

from litestar import post, route
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from jianyan import jobs, suggestions, tallies, topics
from jianyan.clock import day_of, now
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.jobs import JobKind, NewJob
from jianyan.settings import Settings
from jianyan.suggestions import SuggestionState
from jianyan.topics import TopicSummary
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import STAFF, attachment, chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, live_session, person_of, told

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv"
FILES = {
    "tally-xlsx": _XLSX,
    "tally-csv": _CSV,
    "tally-json": "application/json",
    "suggestions-xlsx": _XLSX,
    "suggestions-csv": _CSV,
    "suggestions-jsonl": "application/x-ndjson",
}
"""What can be taken away → its media type."""
_NAMES = {"tally": N_("Tally"), "suggestions": N_("Suggestions")}
_PIECE_BYTES = 64 * 1024
STREAMED_MOST = 20_000
"""Rows that a browser waits for; files with more are made by a job."""


@route("/exports", http_method=READ, name="admin_exports", opt=STAFF)
async def export_form(request: Request) -> Response:
    """Show which files there are."""
    return await _form_page(request, request.query_params.get("topic"))


@post("/exports/download", name="admin_export", opt=STAFF, request_max_body_size=16 * 1024)
async def export(request: Request, runtime: Running) -> Response:
    """Give a file; that it was taken is kept on record."""
    fields = await fields_of(request)
    wanted, slug, at = one(fields, "file"), one(fields, "topic"), now()
    topic = await topics.topic_by_slug(slug)
    if wanted not in FILES:
        return await _form_page(
            request, slug, refusal=Invalid(N_("Please choose one of these."), field="file")
        )
    what, form = wanted.split("-")
    day = day_of(at, runtime.settings.zone)
    name = f"{topic.title} {told(request, _NAMES[what])} {day}.{form}"
    if what == "suggestions":
        count = await suggestions.count_in_state(topic.id, list(SuggestionState))
        if count > STREAMED_MOST:
            return await _by_job(request, wanted, topic, file_name=name, count=count, now=at)
    await tallies.record_export(topic, what, form=form, by=person_of(request).actor, now=at)
    headers = attachment(name, plain=f"{slug}-{what}-{day}.{form}")
    pieces = await _pieces(wanted, topic, language=language_of(request), settings=runtime.settings, now=at)
    return Stream(pieces, status_code=200, media_type=FILES[wanted], headers=headers)


async def _by_job(
    request: Request, wanted: str, topic: TopicSummary, *, file_name: str, count: int, now: datetime
) -> Response:
    """Have one of FILES made, and lead to where it can be taken away; only asking for it is recorded."""
    what, form = wanted.split("-")
    new = NewJob(
        kind=JobKind.SUGGESTIONS,
        parameters={"form": form},
        topic_id=topic.id,
        language=language_of(request),
        file_name=file_name,
        media_type=FILES[wanted],
        total_count=count,
    )
    async with transaction():
        await jobs.ask(new, by=live_session(request), now=now)
        await tallies.record_export(topic, what, form=form, by=person_of(request).actor, now=now)
    return done(request, "admin_jobs", "job-asked")


async def _pieces(
    wanted: str, topic: TopicSummary, *, language: str, settings: Settings, now: datetime
) -> AsyncIterator[bytes]:
    """Give the content of one of FILES in pieces."""
    match wanted:
        case "suggestions-csv":
            return tallies.suggestions_csv(topic, language=language, zone=settings.zone)
        case "suggestions-jsonl":
            return tallies.suggestions_jsonl(topic)
        case "suggestions-xlsx":
            file = _temporary()
            await tallies.suggestions_xlsx(file, topic, language=language, zone=settings.zone, made_at=now)
            return _read_back(file)
        case "tally-json":
            return _at_once(tallies.tally_json(*await tallies.with_handling(topic, now=now)))
    tally, cells = await tallies.with_cells(topic, now=now)
    if wanted == "tally-csv":
        return _at_once(*tallies.tally_csv(cells, language=language))
    file = _temporary()
    await asyncio.to_thread(tallies.tally_xlsx, file, tally, cells, language=language, zone=settings.zone)
    return _read_back(file)


def _temporary() -> BinaryIO:
    """Open a file without a name; it is gone when it is closed."""
    return tempfile.TemporaryFile()


async def _at_once(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def _read_back(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece


async def _form_page(request: Request, slug: str | None, *, refusal: Invalid | None = None) -> Response:
    listed, topic = await chosen_topic(slug)
    return desk_page(
        request, "exports/form.html", nav="tallies", refusal=refusal, topics=listed, topic=topic, files=FILES
    )


handlers: list[ControllerRouterHandler] = [export_form, export]
