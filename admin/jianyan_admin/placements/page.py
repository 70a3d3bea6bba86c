"""One placement: added, and what is known about it changed."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import campaigns, topics
from jianyan.campaigns import CampaignSummary, PlacementDetail, PlacementState
from jianyan.clock import now
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.forms import one
from jianyan.runtime import Runtime
from jianyan.topics import TopicSummary
from jianyan.web.exchange import Request, Response
from jianyan_admin.desk import STAFF, chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.placements.codes import address_of, campaign_number
from jianyan_admin.placements.forms import (
    PlacementForm,
    checked_placement,
    placement_form_of,
    sent_placement_form,
)

_FORM_BYTES_MOST = 16 * 1024


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
        campaign_id = campaign_number(form.campaign)
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


handlers: list[ControllerRouterHandler] = [new_placement, add_placement, edit_placement, save_placement]
