"""Suggestions from a clerk's sheet: choose a file, say which column is what, look at it, then take it in.

Between the steps the file waits below the uploads, for a day, under a name that only this session can use.
"""

import asyncio
from datetime import datetime
from pathlib import Path

import msgspec
from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import jobs, suggestions, topics
from jianyan.clock import now
from jianyan.errors import Gone, Invalid, Refusal, TooLarge
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.jobs import JobKind, NewJob
from jianyan.runtime import Runtime
from jianyan.sheets import Sheet, SheetRow, read_rows, text_of
from jianyan.suggestions import (
    COLUMN_FIELDS,
    ReadRows,
    SuggestionColumns,
    SuggestionState,
    guessed_columns,
    rows_of_sheet,
)
from jianyan.topics import TopicDetail
from jianyan.uploads import incoming
from jianyan.web.bodies import Upload
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import STAFF, chosen_topic, desk_page, done
from jianyan_admin.exports import WAITED_FOR_MOST
from jianyan_admin.guards import fields_of, files_of
from jianyan_admin.page import READ, live_session, person_of, told
from jianyan_admin.words import words_of

_BODY_BYTES_MOST = 20 * 1024 * 1024
_ROWS_MOST = 100_000
_SHOWN_ROWS = 10
_SHOWN_REFUSALS = 50
_NAME_MOST = 100
_STATES = ("", SuggestionState.WAITING.value, SuggestionState.PUBLISHED.value)


class NoSheet(Invalid):
    """The form came without a file."""

    sentence = N_("Please choose a file: XLSX or CSV.")


class NoBodyColumn(Invalid):
    """It is not said in which column the texts stand."""

    sentence = N_("Please choose the column in which the texts of the suggestions stand.")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become of a sheet, as the form says it."""

    sheet: str
    """Name under which the file waits."""
    filename: str
    """As its owner called it."""
    columns: dict[str, str]
    """Field → column; fields without one are left out."""
    state: str
    """Of every row; empty: filed ones are published and the others wait."""
    keep_good: bool
    """Whether the good rows are taken in where others are refused."""
    seen: str
    """What was asked for when it was last looked at."""

    @property
    def mark(self) -> str:
        """Give what tells whether something else is asked for than was looked at."""
        return "\n".join([*(f"{field}={self.columns.get(field, '')}" for field in COLUMN_FIELDS), self.state])


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as it would be taken in."""

    columns: tuple[str, ...]
    """All that the sheet has."""
    head: list[SheetRow]
    """Its first rows."""
    read: ReadRows | None
    """None: nobody said yet where the texts stand."""


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
        asked = await _arrived(request, runtime, files["file"]) if "file" in files else _asked(fields)
        looked = await _looked(request, runtime, asked, topic, now=at)
    except (Invalid, TooLarge, Gone) as refusal:
        return await _form_page(request, slug, refusal=_at_file(refusal))
    if "file" in files:
        asked = msgspec.structs.replace(asked, columns=guessed_columns(looked.columns))
        looked = await _looked(request, runtime, asked, topic, now=at)
    return await _look_page(request, asked, looked, topic)


@post("/imports/confirm", name="admin_import_add", opt=STAFF, request_max_body_size=256 * 1024)
async def confirm(request: Request, runtime: Running) -> Response:
    """Take a sheet in as it was looked at; if something else is asked for meanwhile, it is shown first."""
    fields, at = await fields_of(request), now()
    slug = one(fields, "topic")
    topic = await topics.topic_by_slug(slug)
    try:
        asked = _asked(fields)
        looked = await _looked(request, runtime, asked, topic, now=at)
    except (Invalid, TooLarge, Gone) as refusal:
        return await _form_page(request, slug, refusal=_at_file(refusal))
    if looked.read is None:
        return await _look_page(request, asked, looked, topic, refusal=NoBodyColumn(field="body"))
    if asked.mark != asked.seen:
        changed = Invalid(N_("The columns were changed. Please look at it once more, then take it in."))
        return await _look_page(request, asked, looked, topic, refusal=changed)
    if looked.read.refused and not asked.keep_good:
        return await _look_page(
            request, asked, looked, topic, refusal=suggestions.RowsRefused(field="keep_good")
        )
    if len(looked.read.rows) > WAITED_FOR_MOST:
        return await _by_job(request, asked, looked.read, topic, now=at)
    by = person_of(request).actor
    count = await suggestions.import_rows(looked.read, topic=topic, words=runtime.words, by=by, now=at)
    await asyncio.to_thread(_path(request, runtime, asked).unlink, missing_ok=True)
    return desk_page(
        request, "imports/done.html", nav="imports", topic=topic, count=count, filename=asked.filename
    )


async def _by_job(
    request: Request, asked: Asked, read: ReadRows, topic: TopicDetail, *, now: datetime
) -> Response:
    """Let a worker take a large sheet in, and lead to where it shows how far it has come."""
    by = person_of(request).actor
    order = suggestions.SheetOrder(
        sheet=asked.sheet,
        columns=msgspec.json.encode(asked.columns).decode(),
        state=asked.state,
        keep_good=asked.keep_good,
        already=await suggestions.count_of_origins(topic.id, _origins(read)),
        actor=by.id,
        role=by.role,
    )
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


async def _arrived(request: Request, runtime: Runtime, upload: Upload) -> Asked:
    """Keep a file for the next steps."""
    suffix = ".xlsx" if Path(upload.filename).suffix.lower() in {".xlsx", ".xlsm"} else ".txt"
    name = await asyncio.to_thread(
        incoming.keep,
        runtime.store.folder,
        upload.content,
        suffix=suffix,
        session=live_session(request).token_hash,
        keys=runtime.keys,
    )
    filename = text_of(Path(upload.filename).name)[0][:_NAME_MOST]
    return Asked(sheet=name, filename=filename, columns={}, state="", keep_good=False, seen="")


def _asked(fields: Fields) -> Asked:
    """Read what the form says."""
    if not one(fields, "sheet"):
        raise NoSheet
    columns = {field: one(fields, f"column_{field}") for field in COLUMN_FIELDS}
    state = one(fields, "into_state")
    return Asked(
        sheet=one(fields, "sheet"),
        filename=one(fields, "filename")[:_NAME_MOST],
        columns={field: column for field, column in columns.items() if column},
        state=state if state in _STATES else "",
        keep_good=bool(one(fields, "keep_good")),
        seen=one(fields, "seen").replace("\r\n", "\n"),
    )


def _path(request: Request, runtime: Runtime, asked: Asked) -> Path:
    session = live_session(request).token_hash
    return incoming.kept(runtime.store.folder, asked.sheet, session=session, keys=runtime.keys)


async def _looked(
    request: Request, runtime: Runtime, asked: Asked, topic: TopicDetail, *, now: datetime
) -> Looked:
    """Read a sheet from its first to its last row, beside whoever is answered meanwhile."""
    path = _path(request, runtime, asked)
    return await asyncio.to_thread(_read, path, asked, topic, runtime, now)


def _read(path: Path, asked: Asked, topic: TopicDetail, runtime: Runtime, now: datetime) -> Looked:
    sheet = read_rows(path, max_rows=_ROWS_MOST)
    read = None
    if "body" in asked.columns:
        read = rows_of_sheet(
            sheet,
            SuggestionColumns(**asked.columns),
            topic=topic,
            zone=runtime.zone,
            now=now,
            state=SuggestionState(asked.state) if asked.state else None,
        )
    return Looked(columns=sheet.columns, head=_head(sheet), read=read)


def _head(sheet: Sheet) -> list[SheetRow]:
    return [row for row, _ in zip(sheet.rows, range(_SHOWN_ROWS), strict=False)]


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
