"""A moderator decides: in place under htmx, back to the list from a browser's form, as JSON for a script."""

from urllib.parse import urlencode

from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect

from jianyan import codes, moderation, suggestions, topics
from jianyan.accounts import CONSOLE_ROLES, Person
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.moderation import Act, NotMergeable, OthersMergedInto, Reason, Verdict
from jianyan.suggestions import AlreadySettled, NoSuchSuggestion, SuggestionDetail
from jianyan.topics import CategoryDetail
from jianyan.web.access import only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import wants_json
from jianyan_admin.cards import card_of
from jianyan_admin.guards import fields_of
from jianyan_admin.page import errors_of, is_htmx, page, person_of, told
from jianyan_admin.paths import own_path
from jianyan_admin.suggestions import detail_page
from jianyan_admin.words import words_of


@post(
    "/suggestions/{tracking:str}/decision",
    name="admin_decision",
    status_code=200,
    opt=only(*CONSOLE_ROLES),
    request_max_body_size=16 * 1024,
)
async def decide(request: Request, tracking: FromPath[str]) -> Response:
    """Take a decision on a suggestion, or take one back."""
    fields = await fields_of(request)
    before = await suggestions.by_tracking(tracking)
    drawers = await topics.categories_of(before.topic_id)
    try:
        verdict = _verdict(fields, drawers)
        settled = await _decided(tracking, verdict, fields, by=person_of(request))
    except (AlreadySettled, Invalid, OthersMergedInto) as refusal:
        if wants_json(request):
            raise
        return await _refused(request, tracking, fields, refusal)
    return await _answer(request, settled, verdict.act, back=own_path(one(fields, "back")))


async def _decided(tracking: str, verdict: Verdict, fields: Fields, *, by: Person) -> SuggestionDetail:
    """Decide, or merge into the suggestion that the form names.

    Raises:
        NotMergeable: there is none of that number, or this one cannot be merged into it.
        AlreadySettled, Invalid, OthersMergedInto: as `moderation.decide` and `moderation.merge`.
    """
    if verdict.act is not Act.MERGE:
        return await moderation.decide(tracking, verdict, by=by, now=now())
    into = codes.tidy(one(fields, "into"))
    try:
        return await moderation.merge(tracking, into=into, by=by, now=now())
    except NoSuchSuggestion as unknown:
        raise NotMergeable(field="into") from unknown


def _verdict(fields: Fields, drawers: list[CategoryDetail]) -> Verdict:
    """Read the decision from the form.

    Raises:
        Invalid: it names no decision, or a category or reason that is not known.
    """
    asked, reason = one(fields, "decision"), one(fields, "reason")
    if asked not in set(Act):
        raise Invalid(N_("Please choose what to do."), field="decision")
    if reason and reason not in set(Reason):
        raise Invalid(N_("This is not one of the reasons."), field="reason")
    act = Act(asked)
    return Verdict(
        act=act,
        category_id=_drawer(one(fields, "category"), drawers) if act in {Act.APPROVE, Act.REFILE} else None,
        reason=Reason(reason) if reason and act is Act.DECLINE else None,
    )


def _drawer(asked: str, drawers: list[CategoryDetail]) -> int | None:
    """Give the id of a category that was named by id or by name; None where none was."""
    if not asked:
        return None
    for drawer in drawers:
        if asked in {str(drawer.id), drawer.name}:
            return drawer.id
    raise Invalid(N_("This is not a category of the topic."), field="category")


async def _answer(request: Request, settled: SuggestionDetail, act: Act, *, back: str) -> Response:
    if is_htmx(request):
        return await _in_place(request, settled, is_card=act is Act.UNDO)
    if request.headers.get("sec-fetch-mode") == "navigate":
        joint = "&" if "?" in back else "?"
        query = urlencode({"done": settled.tracking})
        return Redirect(f"{back}{joint}{query}", status_code=303, headers={"Cache-Control": "no-store"})
    if "text/html" in request.headers.get("accept", ""):
        return await detail_page(request, settled, notice=told(request, N_("The decision is kept.")))
    answer = {"tracking": settled.tracking, "state": settled.state.value, "category": settled.category}
    return Response(answer, headers={"Cache-Control": "no-store"})


async def _in_place(
    request: Request,
    stands: SuggestionDetail,
    *,
    is_card: bool,
    refusal: Refusal | None = None,
) -> Response:
    """Give what takes the card's place: the card again, or the one line that says how it stands."""
    return page(
        request,
        "queue/_card.html" if is_card else "queue/_decided.html",
        status_code=refusal.status if refusal else 200,
        card=await card_of(stands),
        errors=errors_of(request, refusal),
        back=request.app.route_reverse("admin_queue"),
        in_place=True,
        words=words_of(request),
    )


async def _refused(
    request: Request, tracking: str, fields: Fields, refusal: AlreadySettled | Invalid | OthersMergedInto
) -> Response:
    stands = await suggestions.by_tracking(tracking)
    if is_htmx(request):
        return await _in_place(request, stands, is_card=isinstance(refusal, Invalid), refusal=refusal)
    return await detail_page(request, stands, refusal=refusal, sent=fields)


handlers = [decide]
