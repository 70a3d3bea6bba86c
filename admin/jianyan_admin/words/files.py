"""The word list as a file: taken away, mended in a spreadsheet, and brought back."""

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import screening
from jianyan.clock import day_of, now
from jianyan.errors import Invalid, NotFound, Refusal, TooLarge
from jianyan.i18n import N_
from jianyan.screening import Entry, ListedWord, UploadCount
from jianyan.sheets import Row, csv_bytes, read_rows, write_xlsx
from jianyan.web.bodies import Upload
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import READERS, STAFF, attachment, desk_page
from jianyan_admin.guards import files_of
from jianyan_admin.page import READ, person_of, told

_BODY_BYTES_MOST = 4 * 1024 * 1024
_ROWS_MOST = 10_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NoWordFile(Invalid):
    """The form came without a file."""

    sentence = N_("Please choose a file: XLSX or CSV.")


class NoSuchForm(NotFound):
    """The list is given as CSV or XLSX only."""

    sentence = N_("The word list can be downloaded as CSV or XLSX.")


@route("/words/upload", http_method=READ, name="admin_words_upload", opt=STAFF)
async def upload_form(request: Request) -> Response:
    """Ask for the file."""
    return _form_page(request)


@post("/words/upload", name="admin_words_take", opt=STAFF, request_max_body_size=_BODY_BYTES_MOST)
async def upload(request: Request) -> Response:
    """Add what is new in a sheet and change what differs; one row that cannot be taken, and nothing is."""
    files = await files_of(request)
    try:
        if "file" not in files:
            raise NoWordFile
        entries = await asyncio.to_thread(_entries, files["file"])
        count = await screening.upload_words(entries, by=person_of(request), now=now())
    except (Invalid, TooLarge) as refusal:
        refusal.field = "file"
        return _form_page(request, refusal=refusal)
    return _form_page(request, count=count)


@route("/words/download/{form:str}", http_method=READ, name="admin_words_download", opt=READERS)
async def download(request: Request, form: FromPath[str], runtime: Running) -> Response:
    """Give the list that is in force, with what is switched off."""
    at = now()
    listed = await screening.word_list()
    match form:
        case "csv":
            content, kind = b"".join(csv_bytes(screening.COLUMNS, _rows(listed))), "text/csv; charset=utf-8"
        case "xlsx":
            content, kind = await asyncio.to_thread(_workbook, listed, made_at=at), _XLSX
        case _:
            raise NoSuchForm
    day = day_of(at, runtime.settings.zone)
    headers = attachment(f"{told(request, N_('Word list'))} {day}.{form}", plain=f"words-{day}.{form}")
    return Response(content, media_type=kind, headers={**headers, "Cache-Control": "no-store"})


def _entries(upload: Upload) -> list[Entry]:
    """Read a sheet; it lies in a file only while it is read."""
    suffix = Path(upload.filename).suffix.lower()
    with tempfile.NamedTemporaryFile(suffix=suffix if suffix in {".xlsx", ".xlsm"} else ".csv") as file:
        file.write(upload.content)
        file.flush()
        return screening.entries_of_sheet(read_rows(Path(file.name), max_rows=_ROWS_MOST))


def _rows(listed: list[ListedWord]) -> Iterator[Row]:
    """Walk the entries as rows, their columns as in `screening.COLUMNS`."""
    for each in listed:
        entry = each.entry
        active = "yes" if entry.is_active else "no"
        yield entry.text, entry.level.value, "；".join(entry.allowed), entry.note, active


def _workbook(listed: list[ListedWord], *, made_at: datetime) -> bytes:
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, screening.COLUMNS, _rows(listed), made_at=made_at)
        file.seek(0)
        return file.read()


def _form_page(
    request: Request, *, count: UploadCount | None = None, refusal: Refusal | None = None
) -> Response:
    return desk_page(request, "words/upload.html", nav="words", refusal=refusal, count=count)


handlers: list[ControllerRouterHandler] = [upload_form, upload, download]
