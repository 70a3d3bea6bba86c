"""What each kind of case is given in one's own organisation and those below: days, and a meeting first."""

from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import accounts, cases
from jianyan.accounts import OrganisationSummary
from jianyan.cases import CaseKind, Term
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.web.exchange import Request, Response
from jianyan_admin.cases.desk import number_of
from jianyan_admin.cases.words import case_words_of
from jianyan_admin.desk import STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of

_BODY = 16 * 1024


@route("/cases/terms", http_method=READ, name="admin_case_terms", opt=STAFF)
async def terms(request: Request) -> Response:
    """Show the term of each kind of case in an organisation, and where it comes from."""
    return await _page(request, await _chosen(request, request.query_params.get("organisation", "")))


@post("/cases/terms", name="admin_case_term_set", opt=STAFF, request_max_body_size=_BODY)
async def set_term(request: Request) -> Response:
    """Give cases of a kind another term from now on, in an organisation and below it."""
    fields = await fields_of(request)
    whose = await _chosen(request, one(fields, "organisation"))
    try:
        kind = _kind(one(fields, "kind"))
        meets_first = one(fields, "meets_first") == "yes"
        term = Term(_days(fields, "answer_days"), _days(fields, "return_days"), meets_first)
        await cases.set_term(whose.id, kind, term, by=person_of(request), now=now())
    except Invalid as refusal:
        return await _page(request, whose, sent=fields, refusal=refusal)
    return _shown(request, whose, "term-saved")


@post("/cases/terms/remove", name="admin_case_term_remove", opt=STAFF, request_max_body_size=_BODY)
async def remove_term(request: Request) -> Response:
    """Let what is set above count again; where nothing was set, nothing is done."""
    fields = await fields_of(request)
    whose = await _chosen(request, one(fields, "organisation"))
    try:
        kind = _kind(one(fields, "kind"))
    except Invalid as refusal:
        return await _page(request, whose, refusal=refusal)
    await cases.take_term_back(whose.id, kind, by=person_of(request), now=now())
    return _shown(request, whose, "term-removed")


async def _chosen(request: Request, asked: str) -> OrganisationSummary:
    """Give the organisation that is asked for, else the own one.

    Raises:
        NoSuchOrganisation: it is none of the person's scope.
    """
    wanted = number_of(asked) if asked else person_of(request).scope.organisation
    return await accounts.organisation_by_id(wanted or 0)


def _kind(sent: str) -> CaseKind:
    if sent not in set(CaseKind):
        raise Invalid(N_("Please choose one of these."), field="kind")
    return CaseKind(sent)


def _days(fields: Fields, name: str) -> int:
    """Give a number of days as it was typed; what is none is 0, which is refused."""
    return number_of(one(fields, name).strip())


def _shown(request: Request, whose: OrganisationSummary, notice: str) -> Response:
    return done(request, "admin_case_terms", notice, query={"organisation": str(whose.id)})


async def _page(
    request: Request,
    whose: OrganisationSummary,
    *,
    sent: Fields | None = None,
    refusal: Refusal | None = None,
) -> Response:
    return desk_page(
        request,
        "cases/terms.html",
        nav="cases",
        refusal=refusal,
        whose=whose,
        organisations=await accounts.organisations(),
        terms=await cases.terms_in_force(whose.id),
        sent={name: one(sent or {}, name) for name in ("kind", "answer_days", "return_days", "meets_first")},
        words=case_words_of(request),
    )


handlers: list[ControllerRouterHandler] = [terms, set_term, remove_term]
