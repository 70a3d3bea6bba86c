"""Appeals: heard by somebody who did not decline the suggestion."""

from urllib.parse import urlencode

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jianyan import appeals, suggestions
from jianyan.accounts import OFFICE_ROLES
from jianyan.appeals import TEXT_MOST, AdditionDetail, AppealSummary, Outcome
from jianyan.clock import day_of, now
from jianyan.db import snapshot
from jianyan.errors import Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import wants_json
from jianyan_admin.guards import fields_of
from jianyan_admin.page import NEWEST, READ, RowId, errors_of, page, person_of, told
from jianyan_admin.wording import words_of

_PAGE = 20
_HEARERS = only(*OFFICE_ROLES)
NOTICES = {
    Outcome.UPHOLD: N_("Answered. The suggestion stays declined, and the sender reads your note."),
    Outcome.OVERTURN: N_("Answered. The suggestion is back in the queue, and the sender reads your note."),
}


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """One appeal with all that is needed to hear it."""

    summary: AppealSummary
    added: list[AdditionDetail]
    is_own: bool
    """Whoever looks at it declined the suggestion, and does not hear the appeal."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that was not taken, and why."""

    tracking: str
    outcome: str
    note: str
    refusal: Refusal


@route("/appeals", http_method=READ, name="admin_appeals", opt=_HEARERS)
async def listing(request: Request, runtime: Running, after: RowId = 0, before: RowId = NEWEST) -> Response:
    """List the appeals that wait, the first due first; with `state=heard` those that were answered."""
    return await _listing(request, runtime, after=after, before=before)


@post(
    "/appeals/{tracking:str}/hearing",
    name="admin_hearing",
    status_code=200,
    opt=_HEARERS,
    request_max_body_size=32 * 1024,
)
async def hear(request: Request, runtime: Running, tracking: FromPath[str]) -> Response:
    """Take the answer to an appeal."""
    fields = await fields_of(request)
    asked, note = one(fields, "outcome"), one(fields, "note")
    try:
        if asked not in set(Outcome):
            raise Invalid(N_("Please choose what to do."), field="outcome")
        outcome = Outcome(asked)
        await appeals.hear(tracking, outcome, note, by=person_of(request), now=now())
    except Refusal as refusal:
        if wants_json(request):
            raise
        refused = Refused(tracking=tracking, outcome=asked, note=note, refusal=refusal)
        return await _listing(request, runtime, refused=refused)
    if wants_json(request):
        stands = await suggestions.by_tracking(tracking)
        answer = {"tracking": tracking, "outcome": outcome.value, "state": stands.state.value}
        return Response(answer, headers={"Cache-Control": "no-store"})
    query = urlencode({"done": outcome.value})
    return Redirect(f"{request.app.route_reverse('admin_appeals')}?{query}", status_code=303)


async def _listing(
    request: Request,
    runtime: Running,
    *,
    after: int = 0,
    before: int = NEWEST,
    refused: Refused | None = None,
) -> Response:
    is_heard = request.query_params.get("state") == "heard"
    today = day_of(now(), runtime.zone)
    async with snapshot():
        waiting = await appeals.waiting_on(today)
        found = await (
            appeals.heard(most=_PAGE + 1, before=before)
            if is_heard
            else appeals.awaiting(most=_PAGE + 1, after=after)
        )
        hearings = await _hearings(found[:_PAGE], account_id=person_of(request).account_id)
    return page(
        request,
        "appeals/list.html",
        status_code=refused.refusal.status if refused else 200,
        nav="appeals",
        hearings=hearings,
        waiting=waiting,
        is_heard=is_heard,
        is_further=after > 0 or before < NEWEST,
        last=found[_PAGE - 1].id if len(found) > _PAGE else None,
        today=today,
        refused=refused,
        errors=errors_of(request, refused.refusal) if refused else {},
        notice=_notice(request),
        note_most=TEXT_MOST,
        words=words_of(request),
    )


async def _hearings(found: list[AppealSummary], *, account_id: int) -> list[Hearing]:
    ids = [each.suggestion_id for each in found]
    added, decliners = await appeals.additions_to(ids), await appeals.decliners_of(ids)
    return [
        Hearing(
            summary=each,
            added=added.get(each.suggestion_id, []),
            is_own=account_id in decliners.get(each.suggestion_id, set()),
        )
        for each in found
    ]


def _notice(request: Request) -> str:
    done = request.query_params.get("done", "")
    return told(request, NOTICES[Outcome(done)]) if done in set(Outcome) else ""


handlers: list[ControllerRouterHandler] = [listing, hear]
