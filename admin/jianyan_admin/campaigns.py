"""Campaigns of a topic at the staff's desk: list, and add one with a window of its own."""

from collections import Counter

from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import campaigns, db
from jianyan.clock import now
from jianyan.errors import Invalid
from jianyan.forms import one
from jianyan.sheets import text_of
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.topics.forms import moment_in

_FIELDS = ("name", "opens_at", "closes_at")


@route("/campaigns", http_method=READ, name="admin_campaigns", opt=STAFF)
async def campaign_list(request: Request) -> Response:
    """List the campaigns of a topic, with a form for another one."""
    return await _list_page(request, request.query_params.get("topic"), typed=dict.fromkeys(_FIELDS, ""))


@post("/campaigns", name="admin_campaign_add", opt=STAFF, request_max_body_size=16 * 1024)
async def add_campaign(request: Request, runtime: Running) -> Response:
    """Add a campaign."""
    fields = await fields_of(request)
    typed = {name: text_of(one(fields, name))[0] for name in _FIELDS}
    slug = one(fields, "topic")
    try:
        zone = runtime.settings.zone
        window = {name: moment_in(typed[name], name, zone) for name in ("opens_at", "closes_at")}
        await campaigns.add_campaign(slug, typed["name"], by=person_of(request).actor, now=now(), **window)
    except Invalid as refusal:
        return await _list_page(request, slug, typed=typed, refusal=refusal)
    return done(request, "admin_campaigns", "campaign-added", query={"topic": slug})


async def _list_page(
    request: Request, slug: str | None, *, typed: dict[str, str], refusal: Invalid | None = None
) -> Response:
    async with db.snapshot():
        all_topics, topic = await chosen_topic(slug)
        listed = await campaigns.campaigns_of(topic.id) if topic else []
        places = await campaigns.placements_of(topic.id) if topic else []
    return desk_page(
        request,
        "campaigns/list.html",
        nav="topics",
        refusal=refusal,
        topics=all_topics,
        topic=topic,
        campaigns=listed,
        counts=Counter(place.campaign_id for place in places),
        typed=typed,
    )


handlers: list[ControllerRouterHandler] = [campaign_list, add_campaign]
