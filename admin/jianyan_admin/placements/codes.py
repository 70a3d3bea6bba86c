"""The code of a placement: its picture, where it leads, revoked and restored."""

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

import jianyan_qr
from jianyan import campaigns
from jianyan.clock import now
from jianyan.errors import Invalid, NotFound
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, attachment, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of

_CODE_MM = 45.0
_PIXELS_PER_MODULE = 16


class NoSuchFormat(NotFound):
    """A code is given as SVG or PNG only."""

    sentence = N_("A code can be downloaded as SVG or PNG.")


@post("/placements/{code:str}/retarget", name="admin_placement_retarget", opt=STAFF)
async def retarget(request: Request, code: FromPath[str]) -> Response:
    """Point a code to another campaign."""
    await campaigns.placement_by_code(code)
    campaign_id = campaign_number(one(await fields_of(request), "campaign"))
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


def campaign_number(value: str) -> int:
    """Give the id of the campaign that was chosen.

    Raises:
        Invalid: none was.
    """
    if not value.isdecimal() or len(value) > 9:
        raise Invalid(N_("Please choose a campaign."), field="campaign")
    return int(value)


handlers: list[ControllerRouterHandler] = [retarget, revoke, restore, picture]
