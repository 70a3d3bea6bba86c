"""One's own passkeys: making one on this device, and taking one away."""

from litestar import post, route

from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, NoSuchPasskey, TooManyPasskeys, WrongPasskey
from jianyan.accounts.browsers import family
from jianyan.accounts.challenges import Purpose, new_challenge
from jianyan.clock import now
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.web.access import BEFORE_ENROLMENT, only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.passkeys import party_of, question_cookie, question_of
from jianyan_admin.guards import fields_of
from jianyan_admin.page import NEWEST, READ, errors_of, live_session, page, told
from jianyan_admin.paths import leave_for
from jianyan_admin.signin.passkey import asked
from jianyan_admin.signin.proofs import require_fresh_proof

_ANY_DESK = only(*CONSOLE_ROLES)
_ENROLLING = {**_ANY_DESK, BEFORE_ENROLMENT: True}
_BODY = 16 * 1024


@route("/me/passkeys/new", http_method=READ, name="admin_passkey_new", opt=_ENROLLING)
async def new(request: Request) -> Response:
    """Show the form for a new passkey, after a fresh proof."""
    party_of(request)
    await require_fresh_proof(request)
    return _page(request, called=family(request.headers.get("user-agent", "")))


@post("/me/passkeys/offer", name="admin_passkey_offer", opt=_ENROLLING, request_max_body_size=_BODY)
async def offer(request: Request, runtime: Running) -> Response:
    """Ask the browser to make a passkey for this person, on a device that has none of theirs."""
    session = live_session(request)
    person = session.person
    challenge = new_challenge(Purpose.ADD, session=session.token_hash, now=now())
    known = await accounts.credential_ids(person.account_id)
    return asked(
        request,
        runtime,
        challenge,
        known=known,
        user=person.trail_id,
        email=person.email,
        name=person.name,
        algorithms=accounts.PASSKEY_ALGORITHMS,
    )


@post("/me/passkeys", name="admin_passkey_add", opt=_ENROLLING, request_max_body_size=_BODY)
async def add(request: Request, runtime: Running) -> Response:
    """Keep the passkey that the browser made; recovery codes that go with it are shown once."""
    party = party_of(request)
    await require_fresh_proof(request)
    fields = await fields_of(request)
    name = one(fields, "name").strip() or family(request.headers.get("user-agent", "")) or "—"
    try:
        drawn = await accounts.add_passkey(
            live_session(request),
            one(fields, "credential"),
            name=name,
            asked=question_of(request),
            party=party,
            keys=runtime.keys,
            now=now(),
        )
    except (WrongPasskey, TooManyPasskeys) as refusal:
        return _page(request, called=name, refusal=refusal)
    answer = _back(request, "passkey")
    if drawn:
        notice = told(request, N_("The passkey is added. You can sign in with it from now on."))
        answer = page(request, "me/recovery_codes.html", codes=drawn, is_enrolment=False, notice=notice)
    answer.cookies.append(question_cookie("", settings=runtime.settings))
    return answer


@post("/me/passkeys/remove", name="admin_passkey_remove", opt=_ANY_DESK, request_max_body_size=_BODY)
async def remove(request: Request) -> Response:
    """Take a passkey away from oneself, after a fresh proof.

    Raises:
        NoSuchPasskey: the person has none of that number.
    """
    await require_fresh_proof(request)
    number = one(await fields_of(request), "passkey")
    if not (number.isascii() and number.isdigit() and int(number) <= NEWEST):
        raise NoSuchPasskey
    await accounts.remove_passkey(live_session(request), int(number), now=now())
    return _back(request, "passkey-gone")


def _page(request: Request, *, called: str, refusal: Refusal | None = None) -> Response:
    return page(
        request,
        "me/passkey.html",
        status_code=refusal.status if refusal else 200,
        called=called,
        errors=errors_of(request, refusal),
    )


def _back(request: Request, done: str) -> Response:
    return leave_for(f"{request.app.route_reverse('admin_me')}?done={done}")


handlers = [new, offer, add, remove]
