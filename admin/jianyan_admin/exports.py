"""Files to take away: written whole, then sent; a job writes those of a large topic."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import BinaryIO

import msgspec
from litestar import post, route
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from jianyan import exports, jobs, suggestions, topics
from jianyan.clock import day_of, now
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.jobs import JobKind, NewJob
from jianyan.suggestions import ContactDetail, SuggestionState
from jianyan.topics import TopicSummary
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import STAFF, attachment, chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, live_session, person_of, told
from jianyan_admin.signin.proofs import require_fresh_proof

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
}
FILES = {f"{what}-{form}": (what, form) for what, forms in exports.FORMS.items() for form in forms}
"""What a form asks for → what it is, and its form."""
CONTACT_FILES = {"contacts-xlsx": "xlsx", "contacts-csv": "csv"}
"""Apart from all others: only with a reason and a fresh proof."""
_NAMES = {
    "tally": N_("Tally"),
    "suggestions": N_("Suggestions"),
    "workbook": N_("Workbook"),
    "open-data": N_("Open data"),
    "contacts": N_("Phone numbers"),
}
_PIECE_BYTES = 64 * 1024
WAITED_FOR_MOST = 20_000
"""Suggestions of a topic whose files a browser waits for; those of a larger one are made by a job."""


class _Name(msgspec.Struct, frozen=True):
    """Under what a browser saves a file."""

    shown: str
    plain: str
    """The same for programs that read ASCII only."""


@route("/exports", http_method=READ, name="admin_exports", opt=STAFF)
async def export_form(request: Request) -> Response:
    """Show which files there are."""
    return await _form_page(request, request.query_params.get("topic"))


@post("/exports/download", name="admin_export", opt=STAFF, request_max_body_size=16 * 1024)
async def export(request: Request, runtime: Running) -> Response:
    """Give a file, or have it made where it is large; that it was asked for is kept on record."""
    fields = await fields_of(request)
    wanted, slug, at = one(fields, "file"), one(fields, "topic"), now()
    topic = await topics.topic_by_slug(slug)
    if wanted not in FILES:
        return await _form_page(
            request, slug, refusal=Invalid(N_("Please choose one of these."), field="file")
        )
    what, form = FILES[wanted]
    name = _name(request, topic, what, form, day=day_of(at, runtime.settings.zone))
    count = await suggestions.count_in_state(topic.id, list(SuggestionState))
    if count > WAITED_FOR_MOST and what != "tally":
        return await _by_job(request, topic, what=what, form=form, name=name.shown, count=count, now=at)
    await exports.record_export(topic, what, form=form, by=person_of(request).actor, now=at)
    file = _temporary()
    await exports.write_file(
        file,
        topic,
        what=what,
        form=form,
        language=language_of(request),
        zone=runtime.settings.zone,
        now=at,
    )
    return _sent(file, name, form)


async def _by_job(
    request: Request, topic: TopicSummary, *, what: str, form: str, name: str, count: int, now: datetime
) -> Response:
    """Have a file made, and lead to where it can be taken away; only asking for it is recorded."""
    new = NewJob(
        kind=JobKind.EXPORT,
        parameters={"what": what, "form": form},
        topic_id=topic.id,
        language=language_of(request),
        file_name=name,
        media_type=_TYPES[form],
        total_count=count,
    )
    async with transaction():
        await jobs.ask(new, by=live_session(request), now=now)
        await exports.record_export(topic, what, form=form, by=person_of(request).actor, now=now)
    return done(request, "admin_jobs", "job-asked")


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
    form, why = CONTACT_FILES[wanted], one(fields, "why")
    try:
        contacts = await exports.take_contacts(
            topic, form=form, reason=why, by=person_of(request), keys=runtime.keys, now=at
        )
    except Invalid as refusal:
        return await _form_page(request, slug, refusal=refusal, why=why)
    name = _name(request, topic, "contacts", form, day=day_of(at, runtime.settings.zone))
    file = _temporary()
    await asyncio.to_thread(_write_contacts, file, contacts, form, language=language_of(request), now=at)
    return _sent(file, name, form)


def _write_contacts(
    file: BinaryIO, contacts: list[ContactDetail], form: str, *, language: str, now: datetime
) -> None:
    if form == "csv":
        file.writelines(exports.contacts_csv(contacts, language=language))
    else:
        exports.contacts_xlsx(file, contacts, language=language, made_at=now)


def _name(request: Request, topic: TopicSummary, what: str, form: str, *, day: date) -> _Name:
    return _Name(
        f"{topic.title} {told(request, _NAMES[what])} {day}.{form}", f"{topic.slug}-{what}-{day}.{form}"
    )


def _sent(file: BinaryIO, name: _Name, form: str) -> Response:
    headers = attachment(name.shown, plain=name.plain)
    return Stream(_read_back(file), status_code=200, media_type=_TYPES[form], headers=headers)


def _temporary() -> BinaryIO:
    """Open a file without a name; it is gone when it is closed."""
    return tempfile.TemporaryFile()


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
