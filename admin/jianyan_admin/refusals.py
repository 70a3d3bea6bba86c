"""How a refusal looks in the console: a notice in place under htmx, problem+json, or a page."""

from litestar.exceptions import HTTPException
from litestar.response import Redirect

from jianyan import metrics
from jianyan.errors import Refusal, SignInNeeded
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import as_refusal, headers_of, language_of, problem, sentence_of, wants_json
from jianyan_admin.guards import EnrolFirst
from jianyan_admin.page import is_htmx, page
from jianyan_admin.paths import leave_for
from jianyan_admin.signin.proofs import ProofNeeded, proof_page

_IN_PLACE = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML show:window:top"}


def refused(request: Request, refusal: Refusal) -> Response:
    """Answer a refusal; a page for which nobody is signed in leads to the sign-in."""
    metrics.refused(refusal)
    if wants_json(request):
        state = getattr(refusal, "state", None)
        return problem(refusal, language_of(request), **({"state": state} if state else {}))
    if isinstance(refusal, ProofNeeded):
        return _placed(request, proof_page(request, refusal))
    if isinstance(refusal, EnrolFirst):
        return _enrol_first(request, refusal)
    if isinstance(refusal, SignInNeeded):
        return _sign_in_first(request, refusal)
    return _shown(request, refusal)


def refused_by_framework(request: Request, raised: HTTPException) -> Response:
    """Answer what the framework refuses."""
    return refused(request, as_refusal(raised))


def _shown(request: Request, refusal: Refusal) -> Response:
    in_place = is_htmx(request)
    answer = page(
        request,
        "_notice.html" if in_place else "_refusal.html",
        status_code=refusal.status,
        notice=sentence_of(refusal, language_of(request)),
        notice_kind="stop",
    )
    answer.headers.update(headers_of(refusal))
    return _placed(request, answer)


def _placed(request: Request, answer: Response) -> Response:
    """Give an answer that under htmx stands at the top of the page that is open."""
    answer.headers.update(_IN_PLACE if is_htmx(request) else {})
    return answer


def _enrol_first(request: Request, refusal: Refusal) -> Response:
    enrolment = request.app.route_reverse("admin_totp")
    if not is_htmx(request):
        return leave_for(enrolment)
    answer = _shown(request, refusal)
    answer.headers["HX-Redirect"] = enrolment
    return answer


def _sign_in_first(request: Request, refusal: Refusal) -> Response:
    sign_in = request.app.route_reverse("admin_sign_in")
    if is_htmx(request):
        answer = _shown(request, refusal)
        answer.headers["HX-Redirect"] = sign_in
        return answer
    if request.method in {"GET", "HEAD"}:
        query = request.url.query
        target = request.url.path + (f"?{query}" if query else "")
        return Redirect(
            sign_in, status_code=303, query_params={"next": target}, headers={"Cache-Control": "no-store"}
        )
    return _shown(request, refusal)
