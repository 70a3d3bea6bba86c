"""Setting up the authenticator app, and the recovery codes that are shown once."""

from litestar import post, route
from markupsafe import Markup

from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, WrongCode
from jianyan.clock import now
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.limits import TooOften
from jianyan.web.access import BEFORE_ENROLMENT, only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import headers_of
from jianyan.web.sessions import braked
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, errors_of, live_session, page, person_of
from jianyan_admin.signin.proofs import require_fresh_proof
from jianyan_qr import make_symbol, svg

_ANY_DESK = only(*CONSOLE_ROLES)
_ENROLLING = {**_ANY_DESK, BEFORE_ENROLMENT: True}
_BODY = 16 * 1024
_SIDE_MM = 45


@route("/me/totp", http_method=READ, name="admin_totp", opt=_ENROLLING)
async def enrolment(request: Request, runtime: Running) -> Response:
    """Show the QR code for a new app; in the place of one that is set up, after a fresh proof."""
    if person_of(request).has_second_factor:
        await require_fresh_proof(request)
    return await _page(request, runtime)


@post("/me/totp", name="admin_totp_enrol", opt=_ENROLLING, request_max_body_size=_BODY)
async def enrol(request: Request, runtime: Running) -> Response:
    """Take the first code of the new app, and show the recovery codes once."""
    session = live_session(request)
    if session.person.has_second_factor:
        await require_fresh_proof(request)
    code = one(await fields_of(request), "code")
    try:
        async with braked(request, session.person.email):
            drawn = await accounts.enrol(session, code, keys=runtime.keys, now=now())
    except (WrongCode, TooOften) as refusal:
        return await _page(request, runtime, refusal)
    return page(request, "me/recovery_codes.html", codes=drawn, is_enrolment=True)


@post("/me/recovery-codes", name="admin_recovery_codes", opt=_ANY_DESK, request_max_body_size=_BODY)
async def renew(request: Request, runtime: Running) -> Response:
    """Draw new recovery codes, and show them once."""
    await require_fresh_proof(request)
    drawn = await accounts.renew_recovery_codes(person_of(request), keys=runtime.keys, now=now())
    return page(request, "me/recovery_codes.html", codes=drawn, is_enrolment=False)


async def _page(request: Request, runtime: Running, refusal: Refusal | None = None) -> Response:
    session = live_session(request)
    secret = await accounts.offered_secret(session, keys=runtime.keys)
    issuer = f"Jianyan {runtime.settings.host}"
    address = accounts.totp.address_of(secret, account=session.person.email, issuer=issuer)
    answer = page(
        request,
        "me/totp.html",
        status_code=refusal.status if refusal else 200,
        secret=secret,
        picture=Markup(svg(make_symbol(address), side_mm=_SIDE_MM)),  # noqa: S704 - drawn by us
        errors=errors_of(request, refusal),
    )
    answer.headers.update(headers_of(refusal) if refusal else {})
    return answer


handlers = [enrolment, enrol, renew]
