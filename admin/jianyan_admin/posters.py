"""Printing codes: posters and stickers as one PDF."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import campaigns, topics
from jianyan.campaigns import PlacementDetail, PlacementKind, PlacementState
from jianyan.clock import day_of, now
from jianyan.errors import Invalid
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.settings import Settings
from jianyan.topics import TopicDetail
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, attachment, chosen_topic, desk_page
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_qr import Poster, posters_pdf
from jianyan_qr.poster import PaperName

PAPERS: tuple[PaperName, ...] = get_args(PaperName)
_INVITATION_MOST = 24
_INVITATION = "扫一扫，写下您的建议"
"""Printed where the topic's own invitation is too long for a poster; posters are in Chinese."""


class NothingToPrint(Invalid):
    """No placement is among those chosen, or all of their codes are revoked."""

    sentence = N_("There is no placement to print a code for here. Choose others, or add placements first.")


@route("/posters", http_method=READ, name="admin_posters", opt=STAFF)
async def poster_form(request: Request) -> Response:
    """Ask which placements are printed on which paper."""
    return await _form_page(request, request.query_params.get("topic"))


@post("/posters/print", name="admin_posters_print", opt=STAFF, request_max_body_size=16 * 1024)
async def print_posters(request: Request, runtime: Running) -> Response:
    """Give the PDF; that it was printed is kept on record."""
    fields = await fields_of(request)
    slug, paper, which = one(fields, "topic"), one(fields, "paper"), one(fields, "which", "all")
    at = now()
    try:
        topic = await topics.topic_by_slug(slug)
        chosen = printable(await campaigns.placements_of(topic.id), which)
        if not chosen:
            raise NothingToPrint(field="which")
        if paper not in PAPERS:
            raise Invalid(N_("Please choose one of these."), field="paper")
    except Invalid as refusal:
        return await _form_page(request, slug, paper=paper, which=which, refusal=refusal)
    posters = posters_of(topic, chosen, settings=runtime.settings, now=at)
    content = await asyncio.to_thread(posters_pdf, posters, paper=paper)
    await campaigns.record_print(slug, len(posters), by=person_of(request).actor, now=at)
    day = day_of(at, runtime.settings.zone)
    headers = attachment(f"{topic.title} {paper} {day}.pdf", plain=f"{slug}-{paper}-{day}.pdf")
    return Response(content, status_code=200, media_type="application/pdf", headers=headers)


def printable(places: Sequence[PlacementDetail], which: str) -> list[PlacementDetail]:
    """Give the placements whose codes are printed, in the order of adding.

    Args:
        places: all of a topic.
        which: `all` (all places that were not removed), one of PlacementState, or the code of one placement.
    """
    alive = [place for place in places if place.revoked_at is None]
    if which == "all":
        return [place for place in alive if _is_place(place) and place.state is not PlacementState.REMOVED]
    if which in set(PlacementState):
        return [place for place in alive if _is_place(place) and place.state.value == which]
    return [place for place in alive if place.code == which]


def posters_of(
    topic: TopicDetail, places: Sequence[PlacementDetail], *, settings: Settings, now: datetime
) -> list[Poster]:
    """Give what the poster of each placement says."""
    invitation = topic.invitation.strip()
    return [
        Poster(
            url=f"{settings.base_url}/S/{place.code}",
            code=place.code,
            title=topic.title,
            invitation=invitation if 0 < len(invitation) <= _INVITATION_MOST else _INVITATION,
            place=place.name,
            place_detail="，".join(part for part in (place.line, place.side) if part),
            organisers=tuple(topic.organisers),
            domain=settings.host,
            date=day_of(now, settings.zone),
        )
        for place in places
    ]


def _is_place(place: PlacementDetail) -> bool:
    return place.kind is PlacementKind.PLACE


async def _form_page(
    request: Request,
    slug: str | None,
    *,
    paper: str = "a4",
    which: str = "all",
    refusal: Invalid | None = None,
) -> Response:
    listed, topic = await chosen_topic(slug)
    places = await campaigns.placements_of(topic.id) if topic else []
    return desk_page(
        request,
        "posters/form.html",
        nav="placements",
        refusal=refusal,
        topics=listed,
        topic=topic,
        places=[place for place in places if place.revoked_at is None],
        counts={which: len(printable(places, which)) for which in ("all", *PlacementState)},
        states=list(PlacementState),
        paper=paper,
        which=which,
    )


handlers: list[ControllerRouterHandler] = [poster_form, print_posters]
