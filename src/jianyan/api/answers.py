"""Answers in the format that the address ends in, and refusals in the specification's shape."""

from litestar import HttpMethod

from jianyan import metrics
from jianyan.api.formats import Content, Format, written
from jianyan.errors import Invalid, NotFound, Refusal, problems_of
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import NoSuchPage, headers_of, language_of, sentence_of

ROOT = "/open311/v2"
READ = [HttpMethod.GET, HttpMethod.HEAD]
FRESH = {"Cache-Control": "public, max-age=5", "Vary": "Accept-Language"}
NO_STORE = {"Cache-Control": "no-store"}
_FIELDS = {"body": "description", "category": "service_code"}
"""Field of a suggestion → the specification's name of it."""


class UnknownJurisdiction(NotFound):
    """The jurisdiction is not this one."""

    sentence = N_("The jurisdiction_id of this service is %(own)s.")


def paths(resource: str) -> list[str]:
    """Give the addresses of a resource, one for each format."""
    return [f"{ROOT}/{resource}.{form}" for form in Format]


def is_ours(path: str) -> bool:
    """Say whether an address is one of this front."""
    return path.startswith(f"{ROOT}/")


def named(name: str) -> str:
    """Give what an address names, without the format that it ends in.

    Raises:
        NoSuchPage: it ends in none.
    """
    thing, dot, form = name.rpartition(".")
    if not dot or form not in set(Format):
        raise NoSuchPage
    return thing


def answer(
    request: Request,
    content: Content,
    root: str,
    *,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Answer in the format that the address asks for; XML where it says nothing.

    Args:
        request: whose address decides.
        content: as for `formats.written`.
        root: name of the outermost element.
        status_code: of the answer.
        headers: of the answer; None: anybody may keep it for five seconds.
    """
    form = Format.JSON if request.url.path.endswith(".json") else Format.XML
    own = {**(FRESH if headers is None else headers), "Content-Language": language_of(request)}
    return Response(
        written(content, root, form), status_code=status_code, media_type=form.media_type, headers=own
    )


def refused(request: Request, refusal: Refusal) -> Response:
    """Answer a refusal, an error for each field that it is about.

    Source: GeoReport v2, Errors: 404 for what is not there, 403 for a wrong key, 400 for other faults.
    """
    metrics.refused(refusal)
    status = 400 if isinstance(refusal, Invalid) else refusal.status
    language = language_of(request)
    errors: list[Content] = [
        {"code": status, "description": _described(each, language)} for each in problems_of(refusal)
    ]
    headers = {**NO_STORE, **headers_of(refusal)}
    return answer(request, errors, "errors", status_code=status, headers=headers)


def check_jurisdiction(runtime: Runtime, asked: str) -> None:
    """See to it that a jurisdiction is this one: the host of the service; empty is as good as none.

    Raises:
        UnknownJurisdiction: it is another one.

    Source: GeoReport v2, Definitions, jurisdiction_id.
    """
    own = runtime.settings.host.removeprefix("www.")
    if asked and asked.lower().removeprefix("www.") != own:
        raise UnknownJurisdiction(own=own)


def _described(refusal: Refusal, language: str) -> str:
    sentence = sentence_of(refusal, language)
    if not refusal.field:
        return sentence
    field = _FIELDS.get(refusal.field, refusal.field)
    return f"{f'attribute[{field}]' if field.startswith('q_') else field}: {sentence}"
