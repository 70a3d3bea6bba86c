"""One's own account: who one is here, where one is signed in, the password, what one wants to be told."""

from litestar import post, route

from jianyan import accounts, notices
from jianyan.accounts import CONSOLE_ROLES, WrongProof
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.limits import TooOften
from jianyan.notices import KINDS_OF_PEOPLE, NoTimeOfDay, Wishes
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import headers_of
from jianyan.web.sessions import braked
from jianyan_admin.guards import fields_of
from jianyan_admin.notices.words import kinds_of
from jianyan_admin.page import READ, errors_of, live_session, page, told
from jianyan_admin.paths import leave_for
from jianyan_admin.wording import words_of

_ANY_DESK = only(*CONSOLE_ROLES)
_BODY = 16 * 1024
_DONE = {
    "ended": N_("Signed out there."),
    "password": N_("The password is changed. All other sessions are over."),
    "wishes": N_("Saved. You are told this by e-mail from now on."),
    "passkey": N_("The passkey is added. You can sign in with it from now on."),
    "passkey-gone": N_(
        "The passkey is removed and opens nothing any more. You may delete it on the device, too."
    ),
}


@route("/me", http_method=READ, name="admin_me", opt=_ANY_DESK)
async def own_account(request: Request) -> Response:
    """Show one's own account."""
    done = _DONE.get(request.query_params.get("done", ""), "")
    return await _page(request, notice=told(request, done) if done else "")


@post("/me/sessions/end", name="admin_sessions_end", opt=_ANY_DESK, request_max_body_size=_BODY)
async def end_sessions(request: Request) -> Response:
    """End one session, or without its handle all others."""
    handle = one(await fields_of(request), "session") or None
    await accounts.end_sessions(live_session(request), now=now(), handle=handle)
    return _back(request, "ended")


@post("/me/password", name="admin_password", opt=_ANY_DESK, request_max_body_size=_BODY)
async def change_password(request: Request) -> Response:
    """Change the password; it needs the old one, and ends the other sessions."""
    fields, session = await fields_of(request), live_session(request)
    old, new = one(fields, "old_password"), one(fields, "password")
    try:
        if new != one(fields, "password_again"):
            raise Invalid(N_("The two passwords are not the same."), field="password_again")
        async with braked(request, session.person.email):
            await accounts.change_password(session, old=old, new=new, now=now())
    except (Invalid, WrongProof, TooOften) as refusal:
        return await _page(request, refusal=refusal)
    return _back(request, "password")


@post("/me/notices", name="admin_wishes", opt=_ANY_DESK, request_max_body_size=_BODY)
async def save_wishes(request: Request) -> Response:
    """Keep what one wants to be told by e-mail, and when not."""
    fields, by = await fields_of(request), live_session(request).person
    kinds = notices.kinds_of(fields.get("kinds", []), KINDS_OF_PEOPLE)
    try:
        quiet = notices.read_quiet_hours(one(fields, "quiet_from"), one(fields, "quiet_until"))
    except NoTimeOfDay as refusal:
        return await _page(request, refusal=refusal, wishes=Wishes(kinds=kinds))
    await notices.save_wishes(Wishes(kinds=kinds, quiet=quiet), by=by)
    return _back(request, "wishes")


async def _page(
    request: Request, *, refusal: Refusal | None = None, notice: str = "", wishes: Wishes | None = None
) -> Response:
    session = live_session(request)
    titles = kinds_of(request)
    answer = page(
        request,
        "me/account.html",
        status_code=refusal.status if refusal else 200,
        sessions=await accounts.own_sessions(session, now=now()),
        passkeys=await accounts.own_passkeys(session.person.account_id),
        codes_left=await accounts.codes_left(session.person.account_id),
        wishes=wishes or await notices.own_wishes(session.person),
        offered=[(kind.value, titles[kind]) for kind in KINDS_OF_PEOPLE],
        errors=errors_of(request, refusal),
        notice=notice,
        words=words_of(request),
    )
    answer.headers.update(headers_of(refusal) if refusal else {})
    return answer


def _back(request: Request, done: str) -> Response:
    return leave_for(f"{request.app.route_reverse('admin_me')}?done={done}")


handlers = [own_account, end_sessions, change_password, save_wishes]
