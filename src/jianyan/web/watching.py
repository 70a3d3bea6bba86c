"""Around the whole service: each request has a number, is measured, and is logged where one should look."""

import logging
from asyncio import CancelledError
from collections.abc import Awaitable
from time import perf_counter
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from jianyan import metrics
from jianyan.logs import is_request_id, new_request_id, request_id

SLOW_S = 1.0
_NOT_NOW = 503
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CLASSES = {0: "none", 1: "1xx", 2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx"}
_FORM, _OTHER = "/s/{code}", "other"
_FORM_PATHS = ("/s/", "/S/")
_log = logging.getLogger("jianyan.requests")


class Watching:
    """Numbers, measures and logs the requests of an app.

    The number comes from `X-Request-Id` where a proxy gave a clean one, and goes back in the same header.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        number = number_of(scope)
        head = (b"x-request-id", number.encode())
        status = 0

        def numbered(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                # A copy: whoever sent it may send it again.
                message = {**message, "headers": [*message.get("headers", ()), head]}
            return send(message)

        token = request_id.set(number)
        began = perf_counter()
        try:
            await self._app(scope, receive, numbered)
        except CancelledError:
            note(scope, status, began)
            raise
        except BaseException:
            # The server answers 500 and logs it; the number stays set, so that it stands in that line.
            note(scope, status or 500, began)
            raise
        note(scope, status, began)
        request_id.reset(token)


def note(scope: Any, status: int, began: float) -> None:
    """Measure an answer, and log it where it is slow or failed.

    Args:
        scope: of its request.
        status: 0: the client left before it began.
        began: `perf_counter` when the request came.
    """
    seconds = perf_counter() - began
    method = scope["method"] if scope["method"] in _METHODS else _OTHER
    route = _route_of(scope)
    metrics.answered(route, method, _CLASSES[status // 100], seconds)
    if seconds < SLOW_S and status < 500:
        return
    facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    if status == _NOT_NOW:
        _log.warning("answered not now", extra=facts)
    elif status >= 500:
        _log.error("failed", extra=facts)
    else:
        _log.warning("slow", extra=facts)


def number_of(scope: Any) -> str:
    """Give the number of a request."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given = value.decode("latin-1")
            return given if is_request_id(given) else new_request_id()
    return new_request_id()


def _route_of(scope: Any) -> str:
    """Give the template of the path; paths that lead nowhere are one."""
    if scope["path"].startswith(_FORM_PATHS):
        return _FORM
    template: str | None = scope.get("path_template")
    return template or _OTHER
