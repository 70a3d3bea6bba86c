"""Files to take away: what a topic received and how it is counted; its phone numbers apart."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import BinaryIO

from litestar import post, route
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from jianyan import exports, suggestions, tallies, topics
from jianyan.clock import day_of, now
from jianyan.errors import Invalid
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.suggestions import ContactDetail
from jianyan.topics import TopicDetail, TopicSummary
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import STAFF, attachment, chosen_topic, desk_page
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of, told
from jianyan_admin.proofs import require_fresh_proof

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv"
FILES = {
    "tally-xlsx": _XLSX,
    "tally-csv": _CSV,
    "tally-json": "application/json",
    "suggestions-xlsx": _XLSX,
    "suggestions-csv": _CSV,
    "suggestions-jsonl": "application/x-ndjson",
    "suggestions-parquet": "application/vnd.apache.parquet",
    "workbook-xlsx": _XLSX,
    "open-data-zip": "application/zip",
}
"""What can be taken away → its media type."""
CONTACT_FILES = {"contacts-xlsx": _XLSX, "contacts-csv": _CSV}
"""Apart from all others: only with a reason and a fresh proof."""
_NAMES = {
    "tally": N_("Tally"),
    "suggestions": N_("Suggestions"),
    "workbook": N_("Workbook"),
    "open-data": N_("Open data"),
    "contacts": N_("Phone numbers"),
}
_PIECE_BYTES = 64 * 1024


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
    what, form = wanted.rsplit("-", 1)
    await exports.record_export(topic, what, form=form, by=person_of(request).actor, now=at)
    day = day_of(at, runtime.settings.zone)
    headers = _saved_as(request, topic, what=what, form=form, day=day)
    pieces = await _pieces(wanted, topic, language=language_of(request), runtime=runtime, now=at)
    return Stream(pieces, status_code=200, media_type=FILES[wanted], headers=headers)


@post("/exports/contacts", name="admin_export_contacts", opt=STAFF, request_max_body_size=16 * 1024)
async def export_contacts(request: Request, runtime: Running) -> Response:
    """Give the phone numbers of a topic to who may have them, proved it just now and said what for."""
    fields = await fields_of(request)
    wanted, slug, at = one(fields, "file"), one(fields, "topic"), now()
    topic = await topics.topic_by_slug(slug)
    if wanted not in CONTACT_FILES:
        return await _form_page(
            request, slug, refusal=Invalid(N_("Please choose one of these."), field="file")
        )
    await require_fresh_proof(request)
    what, form = wanted.rsplit("-", 1)
    try:
        contacts = await exports.take_contacts(
            topic, form=form, reason=one(fields, "why"), by=person_of(request), keys=runtime.keys, now=at
        )
    except Invalid as refusal:
        return await _form_page(request, slug, refusal=refusal, why=one(fields, "why"))
    day = day_of(at, runtime.settings.zone)
    headers = _saved_as(request, topic, what=what, form=form, day=day)
    pieces = await _contact_pieces(contacts, form, language=language_of(request), now=at)
    return Stream(pieces, status_code=200, media_type=CONTACT_FILES[wanted], headers=headers)


def _saved_as(request: Request, topic: TopicSummary, *, what: str, form: str, day: date) -> dict[str, str]:
    return attachment(
        f"{topic.title} {told(request, _NAMES[what])} {day}.{form}", plain=f"{topic.slug}-{what}-{day}.{form}"
    )


async def _contact_pieces(
    contacts: list[ContactDetail], form: str, *, language: str, now: datetime
) -> AsyncIterator[bytes]:
    if form == "csv":
        return _at_once(*exports.contacts_csv(contacts, language=language))
    file = _temporary()
    await asyncio.to_thread(exports.contacts_xlsx, file, contacts, language=language, made_at=now)
    return _read_back(file)


async def _pieces(
    wanted: str, topic: TopicDetail, *, language: str, runtime: Runtime, now: datetime
) -> AsyncIterator[bytes]:
    """Give the content of one of FILES in pieces."""
    match wanted:
        case "suggestions-csv":
            return exports.suggestions_csv(topic, language=language, zone=runtime.settings.zone)
        case "suggestions-jsonl":
            return exports.suggestions_jsonl(topic)
        case "tally-json":
            return _at_once(exports.tally_json(*await tallies.with_handling(topic, now=now)))
        case "tally-csv":
            _, cells = await tallies.with_cells(topic, now=now)
            return _at_once(*exports.tally_csv(cells, language=language))
    file = _temporary()
    await _fill(file, wanted, topic, language=language, runtime=runtime, now=now)
    return _read_back(file)


async def _fill(
    file: BinaryIO, wanted: str, topic: TopicDetail, *, language: str, runtime: Runtime, now: datetime
) -> None:
    """Write one of FILES that is made whole before it is sent."""
    zone = runtime.settings.zone
    match wanted:
        case "suggestions-xlsx":
            await exports.suggestions_xlsx(file, topic, language=language, zone=zone, made_at=now)
        case "suggestions-parquet":
            await exports.suggestions_parquet(file, topic)
        case "workbook-xlsx":
            await exports.workbook_xlsx(file, topic, language=language, zone=zone, now=now)
        case "open-data-zip":
            await exports.open_data_zip(file, topic, words=runtime.words, now=now)
        case _:
            tally, cells = await tallies.with_cells(topic, now=now)
            await asyncio.to_thread(exports.tally_xlsx, file, tally, cells, language=language, zone=zone)


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


async def _form_page(
    request: Request, slug: str | None, *, refusal: Invalid | None = None, why: str = ""
) -> Response:
    listed, topic = await chosen_topic(slug)
    return desk_page(
        request,
        "exports/form.html",
        nav="tallies",
        refusal=refusal,
        topics=listed,
        topic=topic,
        may_take_contacts=topic is not None and await exports.may_take_contacts(topic, person_of(request)),
        contact_count=await suggestions.contact_count(topic.id) if topic else 0,
        reason_least=exports.REASON_LEAST,
        reason_most=exports.REASON_MOST,
        why=why,
    )


handlers: list[ControllerRouterHandler] = [export_form, export, export_contacts]
