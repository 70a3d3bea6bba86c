"""Suggestions from a clerk's sheet: choose a file, say which column is what, look at it, then take it in.

A sheet that also says what was answered becomes suggestions with their closed cases. Between the steps the
file waits below the uploads, for a day, under a name that only this session can use.
"""

import asyncio
from datetime import datetime

import msgspec
from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import accounts, cases, jobs, suggestions, topics
from jianyan.accounts import Person, Role
from jianyan.clock import now
from jianyan.errors import Conflict, Gone, Invalid, Refusal, TooLarge
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.jobs import JobKind, NewJob
from jianyan.runtime import Runtime
from jianyan.sheets import SheetRow, text_of
from jianyan.suggestions import ImportCount, ReadRows, guessed_columns
from jianyan.topics import TopicDetail
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import STAFF, chosen_topic, desk_page, done
from jianyan_admin.exports import WAITED_FOR_MOST
from jianyan_admin.guards import fields_of, files_of
from jianyan_admin.imports import sheets
from jianyan_admin.imports.sheets import Asked, Looked
from jianyan_admin.page import READ, live_session, person_of, told
from jianyan_admin.wording import words_of

_BODY_BYTES_MOST = 20 * 1024 * 1024
_SHOWN_REFUSALS = 50
_CHOOSE = {
    "body": N_("Please choose the column in which the texts of the suggestions stand."),
    "reply": N_("Please choose the column in which the answers stand."),
    "reply_time": N_("Please choose the column that says when it was answered."),
}


class Departments(msgspec.Struct, frozen=True, kw_only=True):
    """Who may have answered."""

    known: dict[str, int]
    """Name → id of those to whom the own office hands over."""
    missing: list[str]
    """Names of the sheet that are none of them."""
    may_add: bool
    """Whether whoever imports may add them."""


@route("/imports", http_method=READ, name="admin_imports", opt=STAFF)
async def import_form(request: Request) -> Response:
    """Ask for the file."""
    return await _form_page(request, request.query_params.get("topic"))


@post("/imports", name="admin_import_look", opt=STAFF, request_max_body_size=_BODY_BYTES_MOST)
async def look(request: Request, runtime: Running) -> Response:
    """Show what a sheet would become; nothing is written."""
    fields, files = await fields_of(request), await files_of(request)
    slug, at = one(fields, "topic"), now()
    topic = await topics.topic_by_slug(slug)
    try:
        if "file" in files:
            asked = await sheets.arrived(request, runtime, files["file"])
            columns = (await sheets.looked_at(request, runtime, asked, topic, now=at)).columns
            guessed = {**guessed_columns(columns), **cases.guessed_answers(columns)}
            asked = msgspec.structs.replace(asked, columns=guessed)
        else:
            asked = sheets.asked_in(fields)
        looked = await sheets.looked_at(request, runtime, asked, topic, now=at)
    except (Invalid, TooLarge, Gone) as refusal:
        return await _form_page(request, slug, refusal=_at_file(refusal))
    return await _look_page(request, asked, looked, topic)


@post("/imports/confirm", name="admin_import_add", opt=STAFF, request_max_body_size=256 * 1024)
async def confirm(request: Request, runtime: Running) -> Response:
    """Take a sheet in as it was looked at; if something else is asked for meanwhile, it is shown first."""
    fields, at = await fields_of(request), now()
    slug = one(fields, "topic")
    topic = await topics.topic_by_slug(slug)
    try:
        asked = sheets.asked_in(fields)
        looked = await sheets.looked_at(request, runtime, asked, topic, now=at)
    except (Invalid, TooLarge, Gone) as refusal:
        return await _form_page(request, slug, refusal=_at_file(refusal))
    try:
        read = await _checked(request, asked, looked, topic)
        if len(read.rows) > WAITED_FOR_MOST:
            return await _by_job(request, asked, looked, read, topic, now=at)
        count = await _taken_in(request, runtime, looked, read, topic, now=at)
    except (Invalid, Conflict) as refusal:
        return await _look_page(request, asked, looked, topic, refusal=refusal)
    path = sheets.path_of(request, runtime, asked)
    await asyncio.to_thread(path.unlink, missing_ok=True)
    return desk_page(
        request, "imports/done.html", nav="imports", topic=topic, count=count, filename=asked.filename
    )


async def _checked(request: Request, asked: Asked, looked: Looked, topic: TopicDetail) -> ReadRows:
    """Give the rows of a sheet that may be taken in as they were looked at.

    Raises:
        Invalid: something lacks, was changed meanwhile or cannot be taken.
    """
    if looked.read is None:
        lacks = asked.lacks or "body"
        raise Invalid(_CHOOSE[lacks], field=lacks)
    if asked.mark != asked.seen:
        raise Invalid(N_("The columns were changed. Please look at it once more, then take it in."))
    if looked.read.refused and not asked.keep_good:
        raise suggestions.RowsRefused(field="keep_good")
    departments = await _departments(person_of(request), looked, topic)
    if departments.missing and not (asked.add_departments and departments.may_add):
        raise Invalid(N_("Nothing was written: some departments are not known."), field="add_departments")
    return looked.read


async def _taken_in(
    request: Request, runtime: Runtime, looked: Looked, read: ReadRows, topic: TopicDetail, *, now: datetime
) -> ImportCount:
    """Write a sheet that was checked.

    Raises:
        Conflict: a department that is to be added stands elsewhere; nothing was written.
    """
    by, words = person_of(request), runtime.words
    if looked.cases is None:
        return await suggestions.import_rows(read, topic=topic, words=words, by=by.actor, now=now)
    departments = await _departments(by, looked, topic)
    ids = departments.known
    if departments.missing:
        names = looked.cases.departments
        ids = await cases.departments_named(names, topic.id, add=True, by=by.actor, now=now)
    return await cases.take_over(looked.cases, topic=topic, departments=ids, words=words, by=by, now=now)


async def _departments(by: Person, looked: Looked, topic: TopicDetail) -> Departments:
    root = await accounts.root_of(await topics.owner_of(topic.id))
    known = {one.name: one.id for one in await accounts.answering(root)}
    named = looked.cases.departments if looked.cases else []
    return Departments(
        known=known,
        missing=[name for name in named if name not in known],
        may_add=by.role is Role.ADMIN and by.scope.organisation == root,
    )


async def _by_job(
    request: Request, asked: Asked, looked: Looked, read: ReadRows, topic: TopicDetail, *, now: datetime
) -> Response:
    """Let a worker take a large sheet in, and lead to where it shows how far it has come."""
    already = await suggestions.count_of_origins(topic.id, _origins(read))
    order = sheets.order_of(asked, already=already, by=person_of(request).actor)
    if looked.cases is not None:
        cased = await cases.count_with_a_case(topic.id, [*looked.cases.answers])
        order = sheets.with_answers(order, asked, cased=cased)
    new = NewJob(
        kind=JobKind.IMPORT,
        parameters=order.parameters(),
        topic_id=topic.id,
        language=language_of(request),
        file_name=asked.filename,
        media_type="",
        total_count=len(read.rows),
    )
    await jobs.ask(new, by=live_session(request), now=now)
    return done(request, "admin_jobs", "import-asked")


async def _look_page(
    request: Request, asked: Asked, looked: Looked, topic: TopicDetail, *, refusal: Refusal | None = None
) -> Response:
    read = looked.read
    return desk_page(
        request,
        "imports/look.html",
        nav="imports",
        refusal=refusal,
        topic=topic,
        asked=asked,
        columns=looked.columns,
        shown=[_texts(row, asked) for row in looked.head],
        read=read,
        answers=len(looked.cases.answers) if looked.cases else 0,
        departments=await _departments(person_of(request), looked, topic),
        already=await suggestions.count_of_origins(topic.id, _origins(read)) if read else 0,
        refusals=[
            (each.row, each.column, told(request, each.reason.sentence, **each.reason.values))
            for each in (read.refused[:_SHOWN_REFUSALS] if read else [])
        ],
        words=words_of(request),
    )


def _origins(read: ReadRows) -> list[str]:
    return [row.origin for row in read.rows if row.origin]


def _texts(row: SheetRow, asked: Asked) -> dict[str, str]:
    """Give field → what the row says there, as text."""
    return {field: text_of(row.cells.get(column))[0] for field, column in asked.columns.items()}


def _at_file(refusal: Refusal) -> Refusal:
    """Put what is wrong with a file at its field."""
    refusal.field = "file"
    return refusal


async def _form_page(request: Request, slug: str | None, *, refusal: Refusal | None = None) -> Response:
    listed, topic = await chosen_topic(slug)
    return desk_page(request, "imports/form.html", nav="imports", refusal=refusal, topics=listed, topic=topic)


handlers: list[ControllerRouterHandler] = [import_form, look, confirm]
