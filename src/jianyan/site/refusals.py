"""How a refusal looks on the site: a page that says what to do, or problem+json."""

from litestar import MediaType
from litestar.response import Redirect

from jianyan import metrics
from jianyan.errors import Refusal, SignInNeeded
from jianyan.site.answers import NO_STORE, page
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import headers_of, language_of, problem, sentence_of, wants_json


def refused(request: Request, refusal: Refusal) -> Response:
    """Answer a refusal; `slug` on it leads to the topic's page."""
    metrics.refused(refusal)
    language = language_of(request)
    slug = getattr(refusal, "slug", None)
    if wants_json(request):
        more = {"topic_url": topic_url(request, slug)} if slug else {}
        return problem(refusal, language, **more)
    if isinstance(refusal, SignInNeeded) and request.method == "GET":
        return Redirect(request.app.route_reverse("sign_in"), status_code=303, headers=NO_STORE)
    return page(
        request,
        "refusal.html",
        status_code=refusal.status,
        headers={**headers_of(refusal), **NO_STORE},
        sentence=sentence_of(refusal, language),
        topic_url=f"/t/{slug}" if slug else None,
    )


def topic_url(request: Request, slug: str) -> str:
    """Give the full address of a topic's page."""
    return f"{request.app.state.runtime.settings.base_url}{request.app.route_reverse('topic', slug=slug)}"


def crashed(request: Request, request_id: str) -> Response:
    """Answer a bug: plain, with the number under which it is logged."""
    text = f"抱歉，服务器出了问题。编号 {request_id}\nSorry, something went wrong here. Number {request_id}\n"
    return Response(text, status_code=500, media_type=MediaType.TEXT, headers=NO_STORE)
