"""Placements from a clerk's sheet: choose a file, see what was understood, then add them.

What was understood travels back with the confirmation, packed and signed, so nothing is kept here meanwhile
and the file need not be chosen twice.
"""

import asyncio
import base64
import binascii
import hmac
import tempfile
import zlib
from pathlib import Path

import msgspec
from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import campaigns
from jianyan.campaigns import NewPlacement, RowRefusal, placement_columns, placements_of_sheet
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal, TooLarge
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.sheets import read_rows
from jianyan.web.bodies import Upload
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, chosen_topic, desk_page
from jianyan_admin.guards import fields_of, files_of
from jianyan_admin.page import READ, person_of, told

_BODY_BYTES_MOST = 20 * 1024 * 1024
_ROWS_MOST = 20_000
_PACKED_BYTES_MOST = 32 * 1024 * 1024
_SHOWN_ROWS = 10
_SHOWN_REFUSALS = 50
_PURPOSE = "placements-preview"


class NoFile(Invalid):
    """The form came without a file."""

    sentence = N_("Please choose a file: XLSX, CSV or a stops.txt of GTFS.")


class StalePreview(Invalid):
    """What was confirmed is not what was shown."""

    sentence = N_("This preview is too old. Please choose the file again.")


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet says, row by row."""

    columns: dict[str, tuple[str, ...]]
    placements: list[NewPlacement]
    refusals: list[RowRefusal]


@route("/placements/upload", http_method=READ, name="admin_upload", opt=STAFF)
async def upload_form(request: Request) -> Response:
    """Ask for the file."""
    return await _form_page(request, request.query_params.get("topic"))


@post("/placements/upload", name="admin_upload_read", opt=STAFF, request_max_body_size=_BODY_BYTES_MOST)
async def preview(request: Request, runtime: Running) -> Response:
    """Show what was understood, or what is wrong with which rows; nothing is written."""
    fields, files = await fields_of(request), await files_of(request)
    slug, campaign = one(fields, "topic"), one(fields, "campaign")
    try:
        if "file" not in files:
            raise NoFile
        understood = await asyncio.to_thread(_understood, files["file"])
    except (Invalid, TooLarge) as refusal:
        return await _form_page(request, slug, campaign=campaign, refusal=_at_file(refusal))
    if understood.refusals:
        return await _refusals_page(request, slug, campaign, understood)
    _, topic = await chosen_topic(slug)
    return desk_page(
        request,
        "placements/preview.html",
        nav="placements",
        topic=topic,
        campaign=await campaigns.campaign_by_id(_campaign_id(campaign)),
        filename=files["file"].filename,
        columns=understood.columns,
        count=len(understood.placements),
        shown=understood.placements[:_SHOWN_ROWS],
        packed=_packed(understood.placements, campaign, runtime.keys),
    )


@post(
    "/placements/upload/confirm", name="admin_upload_add", opt=STAFF, request_max_body_size=_BODY_BYTES_MOST
)
async def confirm(request: Request, runtime: Running) -> Response:
    """Add what was shown; rows whose id the campaign has already are left as they are."""
    fields = await fields_of(request)
    slug, campaign = one(fields, "topic"), one(fields, "campaign")
    try:
        new = _unpacked(one(fields, "packed"), campaign, runtime.keys)
    except StalePreview as refusal:
        return await _form_page(request, slug, campaign=campaign, refusal=_at_file(refusal))
    placed = await campaigns.add_placements(
        _campaign_id(campaign), new, by=person_of(request).actor, now=now()
    )
    _, topic = await chosen_topic(slug)
    return desk_page(request, "placements/added.html", nav="placements", topic=topic, placed=placed)


async def _form_page(
    request: Request, slug: str | None, *, campaign: str = "", refusal: Refusal | None = None
) -> Response:
    listed, topic = await chosen_topic(slug)
    return desk_page(
        request,
        "placements/upload.html",
        nav="placements",
        refusal=refusal,
        topics=listed,
        topic=topic,
        campaigns=await campaigns.campaigns_of(topic.id) if topic else [],
        campaign=campaign,
        refusals=[],
        refused_rows=0,
    )


async def _refusals_page(request: Request, slug: str, campaign: str, understood: Understood) -> Response:
    listed, topic = await chosen_topic(slug)
    return desk_page(
        request,
        "placements/upload.html",
        nav="placements",
        refusal=Invalid(N_("Nothing was added: some rows need another look."), field="file"),
        topics=listed,
        topic=topic,
        campaigns=await campaigns.campaigns_of(topic.id) if topic else [],
        campaign=campaign,
        refusals=[
            (refusal.row, refusal.column, told(request, refusal.reason))
            for refusal in understood.refusals[:_SHOWN_REFUSALS]
        ],
        refused_rows=len({refusal.row for refusal in understood.refusals}),
    )


def _understood(upload: Upload) -> Understood:
    """Read a sheet; it lies in a file only while it is read."""
    suffix = Path(upload.filename).suffix.lower()
    with tempfile.NamedTemporaryFile(suffix=suffix if suffix in {".xlsx", ".xlsm"} else ".txt") as file:
        file.write(upload.content)
        file.flush()
        sheet = read_rows(Path(file.name), max_rows=_ROWS_MOST)
        placements, refusals = placements_of_sheet(sheet)
        return Understood(columns=placement_columns(sheet), placements=placements, refusals=refusals)


def _at_file(refusal: Refusal) -> Refusal:
    """Put what is wrong with a file at its field."""
    refusal.field = "file"
    return refusal


def _campaign_id(value: str) -> int:
    if not value.isdecimal() or len(value) > 9:
        raise campaigns.NoSuchCampaign
    return int(value)


def _packed(placements: list[NewPlacement], campaign: str, keys: KeyRing) -> str:
    data = zlib.compress(msgspec.msgpack.encode(placements))
    return f"{_signature(data, campaign, keys)}.{base64.urlsafe_b64encode(data).decode()}"


def _unpacked(packed: str, campaign: str, keys: KeyRing) -> list[NewPlacement]:
    signature, _, encoded = packed.partition(".")
    try:
        data = base64.urlsafe_b64decode(encoded.encode("ascii"))
    except (UnicodeEncodeError, binascii.Error) as broken:
        raise StalePreview from broken
    if not hmac.compare_digest(signature.encode(), _signature(data, campaign, keys).encode()):
        raise StalePreview
    return msgspec.msgpack.decode(
        zlib.decompressobj().decompress(data, _PACKED_BYTES_MOST), type=list[NewPlacement]
    )


def _signature(data: bytes, campaign: str, keys: KeyRing) -> str:
    return keys.derive(_PURPOSE, campaign.encode() + b"\0" + data).hex()


handlers: list[ControllerRouterHandler] = [upload_form, preview, confirm]
