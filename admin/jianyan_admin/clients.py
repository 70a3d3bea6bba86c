"""Connected systems: who may send suggestions by machine, and since when."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import accounts, clients
from jianyan.accounts import Role
from jianyan.clients import NewClient, NoSuchClient
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan_admin.desk import desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.organisations import chosen_organisation
from jianyan_admin.page import NEWEST, READ, person_of
from jianyan_admin.signin.proofs import require_fresh_proof

_ADMIN = only(Role.ADMIN)
_BODY = 16 * 1024
_RATE = "60"


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a refused form had in it."""

    name: str = ""
    organisation: str = ""
    per_minute: str = _RATE


@route("/clients", http_method=READ, name="admin_clients", opt=_ADMIN)
async def listed(request: Request) -> Response:
    """List the systems, with a form for one more."""
    return await _page(request, Sent())


@post("/clients", name="admin_client_add", opt=_ADMIN, request_max_body_size=_BODY)
async def add(request: Request) -> Response:
    """Add a system, and show its key this once."""
    await require_fresh_proof(request)
    sent = _sent(await fields_of(request))
    try:
        organisation = await chosen_organisation(sent.organisation, field="organisation")
        new = NewClient(name=sent.name, organisation=organisation.id, per_minute=_whole(sent.per_minute))
        key = await clients.add_client(new, by=person_of(request), now=now())
    except Invalid as refusal:
        return await _page(request, sent, refusal=refusal)
    return await _page(request, Sent(), key=key)


@post("/clients/{client_id:int}/switch", name="admin_client_switch", opt=_ADMIN, request_max_body_size=_BODY)
async def switch(request: Request, client_id: FromPath[int]) -> Response:
    """Switch a system on or off."""
    if not 0 <= client_id <= NEWEST:
        raise NoSuchClient
    on = one(await fields_of(request), "active") == "yes"
    await clients.switch(client_id, on=on, by=person_of(request), now=now())
    return done(request, "admin_clients", "client-on" if on else "client-off")


def _sent(fields: Fields) -> Sent:
    return Sent(**{name: one(fields, name).strip() for name in Sent.__struct_fields__})


def _whole(text: str) -> int:
    """Give the number, or 0 where it is none; the verb says which are taken."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def _page(request: Request, sent: Sent, *, refusal: Refusal | None = None, key: str = "") -> Response:
    return desk_page(
        request,
        "clients/list.html",
        nav="clients",
        refusal=refusal,
        clients=await clients.api_clients(),
        organisations=await accounts.organisations(),
        address=f"{request.app.route_reverse('open311_discovery').rpartition('.')[0]}.xml",
        sent=sent,
        key=key,
        rate_most=clients.RATE_MOST,
    )


handlers: list[ControllerRouterHandler] = [listed, add, switch]
