"""How a refusal looks on the site: a page that says what to do, or problem+json."""

from litestar import MediaType, Request, Response

from jianyan.errors import Refusal
from jianyan.web.problems import headers_of, language_of, problem, sentence_of, wants_json


def refused(request: Request, refusal: Refusal) -> Response:
    """Answer a refusal."""
    language = language_of(request)
    if wants_json(request):
        return problem(refusal, language)
    return Response(
        sentence_of(refusal, language),
        status_code=refusal.status,
        media_type=MediaType.HTML,
        headers=headers_of(refusal),
    )


def crashed(request: Request, request_id: str) -> Response:
    """Answer a bug: plain, with the number under which it is logged."""
    return Response(f"500 {request_id}", status_code=500, media_type=MediaType.TEXT)
