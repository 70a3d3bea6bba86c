"""Paper slips: begin a batch for a place and a day, then type one slip after another."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jianyan import campaigns, metrics, slips, suggestions, topics, uploads
from jianyan.clock import day_of, now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import one
from jianyan.runtime import Runtime
from jianyan.slips import BatchDetail, NewBatch, NewSlip, NoSuchBatch, NotUndoable, Saved, TypedAlready
from jianyan.suggestions import NewPhoto, SentAlready, Source, tokens
from jianyan.suggestions.tokens import FormToken
from jianyan.topics import TopicState
from jianyan.uploads import BYTES_MOST
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of, files_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.wording import words_of

_BODY_BYTES_MOST = BYTES_MOST + 1024 * 1024
_BATCHES_SHOWN = 10
_SLIPS_SHOWN = 10
_PLACES_SHOWN = 2_000
_NEWEST = 9


class TypedForm(msgspec.Struct, frozen=True, kw_only=True):
    """A slip as it comes back when it cannot be kept."""

    body: str = ""
    category: str = ""
    photo: str = ""
    """Name of a photo that was taken in already."""
    second: str = ""
    """Number of the slip with the same text, where that is the question."""


@route("/slips", http_method=READ, name="admin_slips", opt=STAFF)
async def begin_form(request: Request, runtime: Running) -> Response:
    """Ask for the place and the day of a pile of slips, and list the last batches."""
    return await _begin_page(request, runtime, request.query_params.get("topic"))


@post("/slips", name="admin_slips_begin", opt=STAFF, request_max_body_size=64 * 1024)
async def begin(request: Request, runtime: Running) -> Response:
    """Begin a batch and lead on to its first slip."""
    fields = await fields_of(request)
    slug, new = one(fields, "topic"), NewBatch(code=one(fields, "code"), on=one(fields, "on"))
    topic = await topics.topic_by_slug(slug)
    try:
        batch = await slips.begin_batch(new, topic, by=person_of(request), zone=runtime.zone, now=now())
    except Invalid as refusal:
        return await _begin_page(request, runtime, slug, new=new, refusal=refusal)
    return Redirect(request.app.route_reverse("admin_slip_batch", batch_id=str(batch.id)), status_code=303)


@route("/slips/{batch_id:str}", http_method=READ, name="admin_slip_batch", opt=STAFF)
async def batch(request: Request, runtime: Running, batch_id: FromPath[str]) -> Response:
    """Show the form for the next slip, and the last ones."""
    return await _batch_page(request, runtime, await _batch(batch_id))


@post("/slips/{batch_id:str}", name="admin_slip_add", opt=STAFF, request_max_body_size=_BODY_BYTES_MOST)
async def add(request: Request, runtime: Running, batch_id: FromPath[str]) -> Response:
    """Keep a slip and show its number and receipt beside the form for the next one."""
    found, fields = await _batch(batch_id), await fields_of(request)
    typed = TypedForm(**{name: one(fields, name) for name in ("body", "category", "photo", "second")})
    try:
        photos, typed = await _photos(request, runtime, typed)
        saved = await _save(request, runtime, found, typed, photos, token=one(fields, "form_token"))
    except TypedAlready as asked:
        typed = msgspec.structs.replace(typed, second=asked.tracking)
        return await _batch_page(request, runtime, found, typed=typed, refusal=asked)
    except Refusal as refusal:
        return await _batch_page(request, runtime, found, typed=typed, refusal=_at_form(refusal))
    return await _batch_page(request, runtime, await _batch(batch_id), saved=saved, typed=TypedForm())


@post("/slips/{batch_id:str}/undo", name="admin_slip_undo", opt=STAFF, request_max_body_size=64 * 1024)
async def undo(request: Request, runtime: Running, batch_id: FromPath[str]) -> Response:
    """Take a slip back that was typed wrongly."""
    found, tracking = await _batch(batch_id), one(await fields_of(request), "slip")
    try:
        await slips.take_back(tracking, found, by=person_of(request), now=now())
    except NotUndoable as refusal:
        return await _batch_page(request, runtime, found, refusal=refusal)
    return done(request, "admin_slip_batch", "slip-undone", batch_id=batch_id)


async def _batch(batch_id: str) -> BatchDetail:
    if not batch_id.isascii() or not batch_id.isdecimal() or len(batch_id) > _NEWEST:
        raise NoSuchBatch
    return await slips.batch_by_id(int(batch_id))


async def _photos(request: Request, runtime: Runtime, typed: TypedForm) -> tuple[list[NewPhoto], TypedForm]:
    """Give the photo of the slip, sent now or with the form before, and the form that names it."""
    actor, files = person_of(request).actor, await files_of(request)
    if "photo_file" in files:
        content = files["photo_file"].content
        taken = await uploads.take_in(
            content, darkroom=runtime.darkroom, store=runtime.store, by=actor, now=now()
        )
        typed = msgspec.structs.replace(typed, photo=taken.name)
    found = await suggestions.loose_photo(typed.photo, by=actor) if typed.photo else None
    return ([found] if found else []), typed


async def _save(
    request: Request,
    runtime: Runtime,
    found: BatchDetail,
    typed: TypedForm,
    photos: list[NewPhoto],
    *,
    token: str,
) -> Saved:
    saved = await slips.type_slip(
        found,
        NewSlip(body=typed.body, category=typed.category, photos=photos, is_second=bool(typed.second)),
        token=_token(runtime, token, found),
        words=runtime.words,
        keys=runtime.keys,
        by=person_of(request),
        zone=runtime.zone,
        now=now(),
    )
    metrics.received(Source.STAFF)
    return saved


def _token(runtime: Runtime, sent: str, found: BatchDetail) -> FormToken:
    token = tokens.read(runtime.keys, sent, code=found.code, now=now())
    if tokens.is_expired(token, now=now()):
        raise tokens.ExpiredToken
    return token


def _at_form(refusal: Refusal) -> Refusal:
    """Put what concerns the whole form above it."""
    if isinstance(refusal, SentAlready | tokens.ForgedToken | tokens.ExpiredToken):
        refusal.field = None
    return refusal


async def _begin_page(
    request: Request,
    runtime: Runtime,
    slug: str | None,
    *,
    new: NewBatch | None = None,
    refusal: Refusal | None = None,
) -> Response:
    listed, topic = await chosen_topic(slug)
    places = await campaigns.placements_of(topic.id) if topic else []
    today = day_of(now(), runtime.zone).isoformat()
    return desk_page(
        request,
        "slips/begin.html",
        nav="slips",
        refusal=refusal,
        topics=listed,
        topic=topic,
        is_draft=bool(topic and topic.state is TopicState.DRAFT),
        places=[place for place in places if place.revoked_at is None][:_PLACES_SHOWN],
        new=new or NewBatch(code="", on=today),
        today=today,
        batches=await slips.batches_of(person_of(request).account_id, most=_BATCHES_SHOWN),
    )


async def _batch_page(
    request: Request,
    runtime: Runtime,
    found: BatchDetail,
    *,
    typed: TypedForm | None = None,
    saved: Saved | None = None,
    refusal: Refusal | None = None,
) -> Response:
    answer = desk_page(
        request,
        "slips/batch.html",
        nav="slips",
        refusal=refusal,
        batch=found,
        topic=await topics.topic_by_id(found.topic_id),
        typed=typed or TypedForm(),
        saved=saved,
        form_token=tokens.issue(runtime.keys, found.code, now=now()),
        listed=await slips.slips_of(found.id, most=_SLIPS_SHOWN),
        words=words_of(request),
        body_most=suggestions.BODY_MOST,
    )
    if saved:
        answer.status_code = 201
    return answer


handlers: list[ControllerRouterHandler] = [begin_form, begin, batch, add, undo]
