"""One request and its answer in bytes, for the few pages that are answered in front of the framework."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import litestar
from litestar.types import Send

from jianyan.i18n import negotiated
from jianyan.site.landings import Wish
from jianyan.web.at_once import Answer
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import prefers_json

_REMEMBERED_BYTES = 1_000
"""What many browsers say alike is worth remembering, and is no longer than this."""


class Manner(NamedTuple):
    """How an answer is wanted."""

    is_json: bool
    """JSON rather than a page."""
    wish: Wish
    is_gzip: bool


class Asked:
    """A request.

    Args:
        scope: of it.
    """

    __slots__ = ("headers", "manner", "method", "path", "scope")

    def __init__(self, scope: Any) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        told = self.headers.get
        self.manner = _told_manner(
            told(b"accept", b""),
            told(b"accept-language", b""),
            told(b"accept-encoding", b""),
            scope["query_string"],
        )
        """How the answer is wanted."""

    @property
    def address(self) -> str:
        """Give the address that the request came from, as the proxy in front of us says."""
        return self.scope["client"][0] if self.scope.get("client") else ""


class Visit(Asked):
    """A request and where its answer goes.

    Args:
        scope: of the request.
        send: takes the answer.
        safe_headers: what every answer carries.
    """

    __slots__ = ("_safe", "send")

    def __init__(self, scope: Any, send: Send, safe_headers: dict[str, str]) -> None:
        super().__init__(scope)
        self._safe = safe_headers
        self.send = send

    async def give(self, answer: Answer, more: Sequence[tuple[bytes, bytes]] = ()) -> None:
        """Answer, with more headers and the length."""
        status, given, body = answer
        head = [*given.headers, *more, (b"content-length", b"%d" % len(body))]
        await self.send({"type": "http.response.start", "status": status, "headers": head})
        sent = b"" if self.method == "HEAD" else body
        await self.send({"type": "http.response.body", "body": sent, "more_body": False})

    async def answer(self, make: Callable[[Request], Response]) -> None:
        """Answer with what the rest of the site would make of this request."""
        request: Request = litestar.Request(self.scope, receive=_nothing_more, send=self.send)
        made = make(request)
        made.headers = {**self._safe, **made.headers}
        answer = made.to_asgi_response(app=None, request=request, is_head_response=self.method == "HEAD")
        await answer(self.scope, _nothing_more, self.send)


def _told_manner(*told: bytes) -> Manner:
    is_usual = sum(map(len, told)) < _REMEMBERED_BYTES
    return _remembered_manner(*told) if is_usual else _manner(*told)


def _manner(accept: bytes, language: bytes, encoding: bytes, query: bytes) -> Manner:
    asked = parse_qs(query.decode("latin-1")).get("lang", [None])[0]
    return Manner(
        prefers_json(accept.decode("latin-1")),
        Wish(negotiated(language.decode("latin-1"), asked), "?lang=en" if asked == "en" else ""),
        b"gzip" in encoding,
    )


_remembered_manner = lru_cache(maxsize=4_096)(_manner)


async def _nothing_more() -> Any:
    raise AssertionError("the body was read already")
