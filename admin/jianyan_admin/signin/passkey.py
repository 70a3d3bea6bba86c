"""The question for a passkey, and signing in with its answer: no address, no password, no code."""

from litestar import post

from jianyan import accounts
from jianyan.accounts import CONSOLE_ROLES, Front, WrongPasskey
from jianyan.accounts.challenges import Challenge, Purpose, new_challenge
from jianyan.clock import now
from jianyan.forms import one
from jianyan.limits import TooOften
from jianyan.web.access import BEFORE_ENROLMENT, PUBLIC, only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.passkeys import party_of, question_cookie, sign_in_with_passkey
from jianyan.web.problems import headers_of
from jianyan.web.sessions import cookie
from jianyan_admin.guards import fields_of
from jianyan_admin.page import errors_of, live_session, page
from jianyan_admin.paths import leave_for, own_path

_BODY = 16 * 1024


@post("/sign-in/passkey/question", name="admin_passkey_ask", opt=PUBLIC, request_max_body_size=_BODY)
async def ask(request: Request, runtime: Running) -> Response:
    """Ask for any passkey of this installation; the device shows which it has."""
    return asked(request, runtime, new_challenge(Purpose.SIGN_IN, now=now()), known=[])


@post(
    "/me/passkeys/question",
    name="admin_passkey_prove",
    opt={**only(*CONSOLE_ROLES), BEFORE_ENROLMENT: True},
    request_max_body_size=_BODY,
)
async def ask_again(request: Request, runtime: Running) -> Response:
    """Ask for one of the person's own passkeys, as a fresh proof."""
    session = live_session(request)
    challenge = new_challenge(Purpose.PROVE, session=session.token_hash, now=now())
    known = await accounts.credential_ids(session.person.account_id)
    return asked(request, runtime, challenge, known=known)


@post("/sign-in/passkey", name="admin_passkey_sign_in", opt=PUBLIC, request_max_body_size=_BODY)
async def sign_in(request: Request, runtime: Running) -> Response:
    """Open a new session for whom the passkey belongs to."""
    fields = await fields_of(request)
    target = own_path(one(fields, "next"))
    try:
        token = await sign_in_with_passkey(request, one(fields, "assertion"))
    except (WrongPasskey, TooOften) as refusal:
        errors = errors_of(request, refusal)
        answer = page(
            request, "signin/sign_in.html", status_code=refusal.status, target=target, email="", errors=errors
        )
        answer.headers.update(headers_of(refusal))
        return answer
    answer = leave_for(target)
    answer.cookies.append(cookie(token, front=Front.CONSOLE, settings=runtime.settings))
    answer.cookies.append(question_cookie("", settings=runtime.settings))
    return answer


def asked(
    request: Request, runtime: Running, challenge: Challenge, *, known: list[str], **more: object
) -> Response:
    """Answer with a question as JSON, and leave its cookie; `known` are ids of credentials in base64url."""
    question = {"challenge": challenge.random, "host": party_of(request).id, "known": known, **more}
    answer = Response(question, status_code=200, headers={"Cache-Control": "no-store"})
    cookie = accounts.challenges.issued(runtime.keys, challenge)
    answer.cookies.append(question_cookie(cookie, settings=runtime.settings))
    return answer


handlers = [ask, ask_again, sign_in]
