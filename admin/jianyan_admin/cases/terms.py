"""How long each kind of case may take, in working days; set where nobody stands above."""

from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import accounts, cases
from jianyan.cases import CaseKind, Term
from jianyan.clock import now
from jianyan.errors import Invalid, NotAllowed, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.web.exchange import Request, Response
from jianyan_admin.cases.desk import number_of
from jianyan_admin.cases.words import case_words_of
from jianyan_admin.desk import STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of

_BODY = 16 * 1024


class SetAbove(NotAllowed):
    """Terms hold for a whole tree, and are set at its top."""

    sentence = N_("Terms hold for all organisations together and are set by the one at the top of the tree.")


@route("/cases/terms", http_method=READ, name="admin_case_terms", opt=STAFF)
async def terms(request: Request) -> Response:
    """Show the term of each kind of case."""
    return await _page(request)


@post("/cases/terms", name="admin_case_term_set", opt=STAFF, request_max_body_size=_BODY)
async def set_term(request: Request) -> Response:
    """Give cases of a kind another term from now on."""
    by, fields = person_of(request), await fields_of(request)
    if not by.scope.is_root:
        raise SetAbove
    try:
        kind = _kind(one(fields, "kind"))
        term = Term(_days(fields, "answer_days"), _days(fields, "return_days"))
        await cases.set_term(by.scope.organisation, kind, term, by=by, now=now())
    except Invalid as refusal:
        return await _page(request, sent=fields, refusal=refusal)
    return done(request, "admin_case_terms", "term-saved")


def _kind(sent: str) -> CaseKind:
    if sent not in set(CaseKind):
        raise Invalid(N_("Please choose one of these."), field="kind")
    return CaseKind(sent)


def _days(fields: Fields, name: str) -> int:
    """Give a number of days as it was typed; what is none is 0, which is refused."""
    return number_of(one(fields, name).strip())


async def _page(request: Request, *, sent: Fields | None = None, refusal: Refusal | None = None) -> Response:
    by = person_of(request)
    return desk_page(
        request,
        "cases/terms.html",
        nav="cases",
        refusal=refusal,
        terms=await cases.terms_of(await accounts.root_of(by.scope.organisation)),
        may_edit=by.scope.is_root,
        sent={name: one(sent or {}, name) for name in ("kind", "answer_days", "return_days")},
        words=case_words_of(request),
    )


handlers: list[ControllerRouterHandler] = [terms, set_term]
