"""Placements at the staff's desk: list, add, edit, change state, point elsewhere, revoke, restore."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

import jianyan_qr
from jianyan import campaigns, db, topics
from jianyan.campaigns import CampaignSummary, PlacementDetail, PlacementState
from jianyan.clock import now
from jianyan.codes import tidy
from jianyan.errors import Invalid, InvalidFields, NotFound, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.topics import TopicSummary
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, attachment, chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.placements.forms import (
    PlacementForm,
    checked_placement,
    in_state,
    placement_form_of,
    sent_placement_form,
)

_FORM_BYTES_MOST = 16 * 1024
_PAGE_ROWS = 100
_FILTERS = {"topic": "topic", "state": "state_filter", "text": "text", "page": "page"}
"""Name in the URL of the list → field of a form in it."""
_CODE_MM = 45.0
_PIXELS_PER_MODULE = 16


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which placements of a topic are listed: what the URL says."""

    state: str = ""
    """One of PlacementState, `link`, `revoked`, or empty for all."""
    text: str = ""
    """Part of name, line or side, or a code."""
    page: int = 1

    def takes(self, placement: PlacementDetail) -> bool:
        """Say whether a placement is listed."""
        words = f"{placement.name} {placement.line} {placement.side} {placement.material}".casefold()
        found = self.text.casefold() in words or tidy(self.text) in placement.code
        return found and self.state in {
            "",
            placement.state.value if placement.kind is campaigns.PlacementKind.PLACE else "link",
            "revoked" if placement.revoked_at else "",
        }


class NoSuchFormat(NotFound):
    """A code is given as SVG or PNG only."""

    sentence = N_("A code can be downloaded as SVG or PNG.")


@route("/placements", http_method=READ, name="admin_placements", opt=STAFF)
async def placement_list(request: Request) -> Response:
    """List the placements of a topic."""
    wanted = _filter_of(request)
    async with db.snapshot():
        listed, topic = await chosen_topic(request.query_params.get("topic"))
        places = await campaigns.placements_of(topic.id) if topic else []
        scans = await campaigns.scans_of(topic.id) if topic else {}
        names = {one.id: one.name for one in await campaigns.campaigns_of(topic.id)} if topic else {}
    found = [place for place in places if wanted.takes(place)]
    first = (wanted.page - 1) * _PAGE_ROWS
    return desk_page(
        request,
        "placements/list.html",
        nav="placements",
        topics=listed,
        topic=topic,
        placements=found[first : first + _PAGE_ROWS],
        total=len(places),
        found=len(found),
        pages=-(-len(found) // _PAGE_ROWS),
        scans=scans,
        campaigns=names,
        filter=wanted,
        states=list(PlacementState),
    )


@route("/placements/new", http_method=READ, name="admin_placement_new", opt=STAFF)
async def new_placement(request: Request) -> Response:
    """Show an empty form."""
    kind = request.query_params.get("kind", "")
    form = PlacementForm(kind="link") if kind == "link" else PlacementForm()
    return await _new_page(request, request.query_params.get("topic"), form)


@post("/placements/new", name="admin_placement_add", opt=STAFF, request_max_body_size=_FORM_BYTES_MOST)
async def add_placement(request: Request) -> Response:
    """Add a placement; it gets its code now."""
    fields = await fields_of(request)
    form = sent_placement_form(fields)
    slug = one(fields, "topic")
    try:
        new = checked_placement(form)
        campaign_id = _number(form.campaign)
        await campaigns.add_placements(campaign_id, [new], by=person_of(request).actor, now=now())
    except Invalid as refusal:
        return await _new_page(request, slug, form, refusal=refusal)
    return done(request, "admin_placements", "placement-added", query={"topic": slug, "text": new.name})


@route("/placements/{code:str}/edit", http_method=READ, name="admin_placement_edit", opt=STAFF)
async def edit_placement(request: Request, code: FromPath[str]) -> Response:
    """Show what is known about a placement, and what can be done with its code."""
    placement = await campaigns.placement_by_code(code)
    return await _edit_page(request, placement, placement_form_of(placement))


@post(
    "/placements/{code:str}/edit",
    name="admin_placement_save",
    opt=STAFF,
    request_max_body_size=_FORM_BYTES_MOST,
)
async def save_placement(request: Request, code: FromPath[str]) -> Response:
    """Replace what is known about a placement."""
    placement = await campaigns.placement_by_code(code)
    form = msgspec.structs.replace(
        sent_placement_form(await fields_of(request)), kind=placement.kind.value, campaign=""
    )
    try:
        await campaigns.save_placement(code, checked_placement(form), by=person_of(request).actor, now=now())
    except InvalidFields as refusal:
        return await _edit_page(request, placement, form, refusal=refusal)
    return done(request, "admin_placement_edit", "placement-saved", code=placement.code)


@post("/placements/{code:str}/state", name="admin_placement_state", opt=STAFF)
async def change_state(request: Request, code: FromPath[str]) -> Response:
    """Put a placement into another state, from the list, and show the list again."""
    fields = await fields_of(request)
    placement = await campaigns.placement_by_code(code)
    new = in_state(placement, _state(one(fields, "state")))
    await campaigns.save_placement(code, new, by=person_of(request).actor, now=now())
    return done(request, "admin_placements", "placement-saved", query=_kept_filter(fields))


@post("/placements/{code:str}/retarget", name="admin_placement_retarget", opt=STAFF)
async def retarget(request: Request, code: FromPath[str]) -> Response:
    """Point a code to another campaign."""
    await campaigns.placement_by_code(code)
    campaign_id = _number(one(await fields_of(request), "campaign"))
    await campaigns.retarget(code, campaign_id, by=person_of(request).actor, now=now())
    return done(request, "admin_placement_edit", "placement-moved", code=code)


@post("/placements/{code:str}/revoke", name="admin_placement_revoke", opt=STAFF)
async def revoke(request: Request, code: FromPath[str]) -> Response:
    """Withdraw a code."""
    await campaigns.revoke(code, by=person_of(request).actor, now=now())
    return done(request, "admin_placement_edit", "code-revoked", code=code)


@post("/placements/{code:str}/restore", name="admin_placement_restore", opt=STAFF)
async def restore(request: Request, code: FromPath[str]) -> Response:
    """Take a revocation back."""
    await campaigns.restore(code, by=person_of(request).actor, now=now())
    return done(request, "admin_placement_edit", "code-restored", code=code)


@route("/placements/{code:str}/qr/{form:str}", http_method=READ, name="admin_placement_qr", opt=STAFF)
async def picture(code: FromPath[str], form: FromPath[str], runtime: Running) -> Response:
    """Give the QR code of a placement as a picture to be put into other documents."""
    placement = await campaigns.placement_by_code(code)
    symbol = jianyan_qr.make_symbol(address_of(placement.code, runtime))
    match form:
        case "svg":
            content, media_type = jianyan_qr.svg(symbol, side_mm=_CODE_MM).encode(), "image/svg+xml"
        case "png":
            content = jianyan_qr.png(symbol, pixels_per_module=_PIXELS_PER_MODULE)
            media_type = "image/png"
        case _:
            raise NoSuchFormat
    headers = attachment(f"{placement.name} {placement.code}.{form}", plain=f"{placement.code}.{form}")
    return Response(content, media_type=media_type, headers=headers)


def address_of(code: str, runtime: Runtime) -> str:
    """Give the address that a code's picture holds; `/S/` keeps it in capitals and the picture small."""
    return f"{runtime.settings.base_url}/S/{code}"


async def campaigns_by_topic() -> list[tuple[TopicSummary, list[CampaignSummary]]]:
    """List every topic with its campaigns, for choosing where a code leads."""
    return [(topic, await campaigns.campaigns_of(topic.id)) for topic in await topics.all_topics()]


async def _new_page(
    request: Request, slug: str | None, form: PlacementForm, *, refusal: Refusal | None = None
) -> Response:
    listed, topic = await chosen_topic(slug)
    return desk_page(
        request,
        "placements/new.html",
        nav="placements",
        refusal=refusal,
        topics=listed,
        topic=topic,
        campaigns=await campaigns.campaigns_of(topic.id) if topic else [],
        form=form,
        states=list(PlacementState),
    )


async def _edit_page(
    request: Request, placement: PlacementDetail, form: PlacementForm, *, refusal: Refusal | None = None
) -> Response:
    campaign = await campaigns.campaign_by_id(placement.campaign_id)
    runtime: Runtime = request.app.state.runtime
    address = address_of(placement.code, runtime)
    return desk_page(
        request,
        "placements/edit.html",
        nav="placements",
        refusal=refusal,
        placement=placement,
        form=form,
        topic=await topics.topic_by_id(campaign.topic_id),
        campaign=campaign,
        choices=await campaigns_by_topic(),
        address=address.replace("/S/", "/s/"),
        states=list(PlacementState),
    )


def _filter_of(request: Request) -> Filter:
    asked = request.query_params
    page = asked.get("page", "")
    return Filter(
        state=asked.get("state", ""),
        text=asked.get("text", "").strip(),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
    )


def _kept_filter(fields: Fields) -> dict[str, str]:
    return {name: one(fields, field) for name, field in _FILTERS.items() if one(fields, field)}


def _state(value: str) -> PlacementState:
    try:
        return PlacementState(value)
    except ValueError as unknown:
        raise Invalid(N_("Please choose one of these."), field="state") from unknown


def _number(value: str) -> int:
    if not value.isdecimal() or len(value) > 9:
        raise Invalid(N_("Please choose a campaign."), field="campaign")
    return int(value)


handlers: list[ControllerRouterHandler] = [
    placement_list,
    new_placement,
    add_placement,
    edit_placement,
    save_placement,
    change_state,
    retarget,
    revoke,
    restore,
    picture,
]
