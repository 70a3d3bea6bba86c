"""A fresh proof before what matters: one line in a handler, and the form goes on where it was.

    await require_fresh_proof(request)

Where the session's proof is older than ten minutes the answer is a page that asks for a code or a passkey
(for the password of who has neither) and carries the form's fields along; sent again with the field `proof`
or `assertion`, the same handler goes on. Passwords and files are not carried: such a form comes back and
asks for them again.
"""

from litestar import post

from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, SignedIn, WrongProof
from jianyan.clock import now
from jianyan.errors import NotAllowed, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.limits import TooOften
from jianyan.web.access import BEFORE_ENROLMENT, only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response
from jianyan.web.passkeys import step_up_with_passkey
from jianyan.web.problems import headers_of
from jianyan.web.sessions import braked
from jianyan_admin.guards import SAFE, fields_of
from jianyan_admin.page import errors_of, is_htmx, live_session, page
from jianyan_admin.paths import leave_for, own_path

_OWN_FIELDS = {"csrf_token", "proof", "assertion"}


class ProofNeeded(NotAllowed):
    """The session's proof is too old; `fields` is the form that waits."""

    sentence = N_("Please confirm that it is you.")

    def __init__(self, fields: Fields, wrong: Refusal | None = None) -> None:
        super().__init__(wrong.sentence if wrong else None, field="proof", **(wrong.values if wrong else {}))
        self.fields = {
            name: values
            for name, values in fields.items()
            if name not in _OWN_FIELDS and "password" not in name
        }
        self.wrong = wrong


async def require_fresh_proof(request: Request) -> None:
    """See to it that the person has proved within ten minutes who they are, here and now if need be.

    Raises:
        ProofNeeded: they have not, or what they sent is wrong.
    """
    session = live_session(request)
    if session.has_proved(now=now()):
        return
    fields = {} if request.method in SAFE else await fields_of(request)
    proof, assertion = one(fields, "proof"), one(fields, "assertion")
    if not (proof or assertion):
        raise ProofNeeded(fields)
    try:
        await _prove(request, session, proof, assertion)
    except (WrongProof, TooOften) as wrong:
        raise ProofNeeded(fields, wrong) from wrong


async def _prove(request: Request, session: SignedIn, proof: str, assertion: str) -> None:
    keys = request.app.state.runtime.keys
    async with braked(request, session.person.email):
        if assertion:
            await step_up_with_passkey(request, session, assertion)
        else:
            await accounts.step_up(session, proof, keys=keys, now=now())


def proof_page(request: Request, needed: ProofNeeded) -> Response:
    """Ask for the proof; what was asked for goes on from here."""
    is_form = request.method not in SAFE
    query = request.url.query
    target = request.url.path + (f"?{query}" if query else "")
    in_place = is_htmx(request)
    answer = page(
        request,
        "signin/_prove.html" if in_place else "signin/prove.html",
        status_code=(needed.wrong or needed).status,
        action=target if is_form else request.app.route_reverse("admin_prove"),
        fields=needed.fields if is_form else {"next": [target]},
        errors=errors_of(request, needed) if needed.wrong else {},
    )
    answer.headers.update(headers_of(needed.wrong) if needed.wrong else {})
    return answer


@post(
    "/me/proof",
    name="admin_prove",
    opt={**only(*CONSOLE_ROLES), BEFORE_ENROLMENT: True},
    request_max_body_size=16 * 1024,
)
async def prove(request: Request) -> Response:
    """Take a proof and lead on to the page that waits for it."""
    await require_fresh_proof(request)
    return leave_for(own_path(one(await fields_of(request), "next")))


handlers = [prove]
