"""Placements at the staff's desk: the list of a topic, and the state of each."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import campaigns, db
from jianyan.campaigns import PlacementDetail, PlacementState
from jianyan.clock import now
from jianyan.codes import tidy
from jianyan.errors import Invalid
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.web.exchange import Request, Response
from jianyan_admin.desk import STAFF, chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.placements.forms import (
    in_state,
)

_PAGE_ROWS = 100
_FILTERS = {"topic": "topic", "state": "state_filter", "text": "text", "page": "page"}
"""Name in the URL of the list → field of a form in it."""


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


@post("/placements/{code:str}/state", name="admin_placement_state", opt=STAFF)
async def change_state(request: Request, code: FromPath[str]) -> Response:
    """Put a placement into another state, from the list, and show the list again."""
    fields = await fields_of(request)
    placement = await campaigns.placement_by_code(code)
    new = in_state(placement, _state(one(fields, "state")))
    await campaigns.save_placement(code, new, by=person_of(request).actor, now=now())
    return done(request, "admin_placements", "placement-saved", query=_kept_filter(fields))


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


handlers: list[ControllerRouterHandler] = [placement_list, change_state]
