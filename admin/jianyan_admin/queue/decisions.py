"""A moderator decides: in place in the queue, back to it from a browser's form, as JSON for a script."""

from urllib.parse import urlencode

import msgspec
from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect

from jianyan import codes, moderation
from jianyan.accounts import OFFICE_ROLES, Person
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.moderation import Act, Briefing, Card, NotMergeable, OthersMergedInto, Verdict
from jianyan.runtime import Runtime
from jianyan.suggestions import AlreadySettled, NoSuchSuggestion, SuggestionDetail
from jianyan.topics import CategoryDetail
from jianyan.web.access import only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import wants_json
from jianyan_admin.guards import fields_of
from jianyan_admin.page import errors_of, is_htmx, person_of, told
from jianyan_admin.paths import own_path
from jianyan_admin.queue.desk import card_piece, next_of
from jianyan_admin.suggestions.cards import desk_card, in_hand
from jianyan_admin.suggestions.page import detail_page

_PERCENTS = {str(percent) for percent in range(101)}


@post(
    "/suggestions/{tracking:str}/decision",
    name="admin_decision",
    status_code=200,
    opt=only(*OFFICE_ROLES),
    request_max_body_size=16 * 1024,
)
async def decide(request: Request, runtime: Running, tracking: FromPath[str]) -> Response:
    """Take a decision on a suggestion, or take one back."""
    fields, me = await fields_of(request), person_of(request)
    card, *others = await moderation.cards_of([tracking, *next_of(fields)], now=now())
    briefing = await runtime.briefings.of(card.suggestion.topic_id, version=card.version)
    try:
        verdict = read_verdict(fields, briefing.drawers)
        settled = await _decided(card, verdict, briefing, fields, by=me)
    except (AlreadySettled, Invalid, OthersMergedInto) as refusal:
        if wants_json(request):
            raise
        return await _refused(request, runtime, tracking, fields, refusal)
    runtime.learning.hear(settled)
    if is_htmx(request):
        stands = msgspec.structs.replace(card, suggestion=settled)
        return await _go_on(request, runtime, stands, others, fields, me=me)
    return await _answer(request, runtime, settled, back=own_path(one(fields, "back")))


async def _decided(
    card: Card, verdict: Verdict, briefing: Briefing, fields: Fields, *, by: Person
) -> SuggestionDetail:
    """Decide, or merge into the suggestion that the form names.

    Raises:
        NotMergeable: there is none of that number, or this one cannot be merged into it.
        AlreadySettled, Invalid, OthersMergedInto: as `moderation.decide_on` and `moderation.merge`.
    """
    if verdict.act is not Act.MERGE:
        return await moderation.decide_on(card, verdict, briefing=briefing, by=by, now=now())
    into = codes.tidy(one(fields, "into"))
    try:
        return await moderation.merge(card.suggestion.tracking, into=into, by=by, now=now())
    except NoSuchSuggestion as unknown:
        raise NotMergeable(field="into") from unknown


def read_verdict(fields: Fields, drawers: list[CategoryDetail]) -> Verdict:
    """Read the decision from a form.

    Raises:
        Invalid: it names no decision, or a category that is not known.
    """
    asked, reason = one(fields, "decision"), one(fields, "reason")
    if asked not in set(Act):
        raise Invalid(N_("Please choose what to do."), field="decision")
    act = Act(asked)
    proposed, percent = one(fields, "proposed"), one(fields, "percent")
    was_proposed = proposed in {str(drawer.id) for drawer in drawers} and percent in _PERCENTS
    return Verdict(
        act=act,
        category_id=_drawer(one(fields, "category"), drawers) if act in {Act.APPROVE, Act.REFILE} else None,
        reason=reason or None if act is Act.DECLINE else None,
        proposed_id=int(proposed) if was_proposed else None,
        proposed_percent=int(percent) if was_proposed else None,
    )


def _drawer(asked: str, drawers: list[CategoryDetail]) -> int | None:
    """Give the id of a category that was named by id or by name; None where none was."""
    if not asked:
        return None
    for drawer in drawers:
        if asked in {str(drawer.id), drawer.name}:
            return drawer.id
    raise Invalid(N_("This is not a category of the topic."), field="category")


async def _go_on(
    request: Request,
    runtime: Runtime,
    stands: Card,
    others: list[Card],
    fields: Fields,
    *,
    me: Person,
) -> Response:
    """Give the row of what was decided and the card that comes next; after an undo the card itself."""
    back, settled = one(fields, "back"), stands.suggestion
    if one(fields, "decision") == Act.UNDO:
        return card_piece(request, await desk_card(stands, runtime, me=me), back=back, row=settled)
    following = await in_hand(others, by=me, now=now())
    shown = await desk_card(following, runtime, me=me) if following else None
    return card_piece(request, shown, back=back, row=settled, can_be_undone=True)


async def _answer(request: Request, runtime: Runtime, settled: SuggestionDetail, *, back: str) -> Response:
    if request.headers.get("sec-fetch-mode") == "navigate":
        joint = "&" if "?" in back else "?"
        query = urlencode({"done": settled.tracking})
        return Redirect(f"{back}{joint}{query}", status_code=303, headers={"Cache-Control": "no-store"})
    if "text/html" in request.headers.get("accept", ""):
        return await detail_page(
            request, runtime, settled.tracking, notice=told(request, N_("The decision is kept."))
        )
    answer = {"tracking": settled.tracking, "state": settled.state.value, "category": settled.category}
    return Response(answer, headers={"Cache-Control": "no-store"})


async def _refused(
    request: Request, runtime: Runtime, tracking: str, fields: Fields, refusal: Refusal
) -> Response:
    if not is_htmx(request):
        return await detail_page(request, runtime, tracking, refusal=refusal, sent=fields)
    stands = (await moderation.cards_of([tracking], now=now()))[0]
    shown = await desk_card(stands, runtime, me=person_of(request))
    return card_piece(
        request,
        shown,
        back=one(fields, "back"),
        status_code=refusal.status,
        row=stands.suggestion,
        errors=errors_of(request, refusal),
        sent_category=one(fields, "category"),
        sent_reason=one(fields, "reason"),
    )


handlers = [decide]
