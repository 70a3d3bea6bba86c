"""Refusals as `application/problem+json`, and what a request would rather have.

Source: RFC 9457.
"""

import random
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.response import Response

from jianyan.errors import Busy, Invalid, NotFound, Refusal, TooLarge, Unreadable, problems_of
from jianyan.i18n import N_, negotiated, say

PROBLEM_JSON = "application/problem+json"


def language_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Give the language that a request asks for."""
    return negotiated(request.headers.get("accept-language", ""), request.query_params.get("lang"))


def wants_json(request: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Say whether a request asks for JSON rather than for a page."""
    return prefers_json(request.headers.get("accept", ""))


def prefers_json(accept: str) -> bool:
    """Say whether an Accept header asks for JSON rather than for a page."""
    return "json" in accept and "text/html" not in accept


def sentence_of(refusal: Refusal, language: str) -> str:
    """Give the sentence of a refusal in a language."""
    return say(language, refusal.sentence, **refusal.values)


def problem(refusal: Refusal, language: str, **more: object) -> Response[dict[str, object]]:
    """Give a refusal as problem+json; `more` is added to it."""
    errors = [
        {"field": each.field, "message": sentence_of(each, language)}
        for each in problems_of(refusal)
        if each.field
    ]
    content: dict[str, object] = {
        "type": "about:blank",
        "status": refusal.status,
        "title": type(refusal).__name__,
        "detail": sentence_of(refusal, language),
        **({"errors": errors} if errors else {}),
        **more,
    }
    return Response(content, status_code=refusal.status, media_type=PROBLEM_JSON, headers=headers_of(refusal))


def headers_of(refusal: Refusal) -> dict[str, str]:
    """Give the headers that a refusal brings along.

    Those who are told to come again later come at different seconds, or they would all meet again.
    """
    retry_after_s = getattr(refusal, "retry_after_s", None)
    if retry_after_s is None:
        return {}
    if isinstance(refusal, Busy):
        retry_after_s += random.randint(0, retry_after_s)  # noqa: S311 - not a secret
    return {"Retry-After": str(retry_after_s)}


class NoSuchPage(NotFound):
    """There is no page at this address."""

    sentence = N_("There is no page at this address.")


class WrongMethod(Refusal):
    """The address exists, but not for this method (405)."""

    status = 405
    sentence = N_("This address cannot be used in this way.")


class BodyTooLarge(TooLarge):
    """More was sent than is taken at once."""

    sentence = N_("This is too much at once. Please send less.")


class UnreadableRequest(Unreadable):
    """The request itself is malformed."""

    sentence = N_("The request could not be read.")


def as_refusal(raised: HTTPException) -> Refusal:
    """Give the refusal that says what the framework refused."""
    kinds: dict[int, type[Refusal]] = {
        404: NoSuchPage,
        405: WrongMethod,
        413: BodyTooLarge,
        400: UnreadableRequest,
    }
    kind = kinds.get(raised.status_code)
    return kind() if kind else Invalid(UnreadableRequest.sentence)
