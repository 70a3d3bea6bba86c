"""One request and its answer in bytes, for the few pages that are answered in front of the framework."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

import litestar
from litestar.types import Send

from jianyan.i18n import negotiated
from jianyan.site.landings import Headers, Page, Wish
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import prefers_json


class Visit:
    """A request and where its answer goes.

    Args:
        scope: of the request.
        send: takes the answer.
        safe_headers: what every answer carries.
    """

    __slots__ = ("_safe", "headers", "method", "path", "query", "scope", "send")

    def __init__(self, scope: Any, send: Send, safe_headers: dict[str, str]) -> None:
        self._safe = safe_headers
        self.scope = scope
        self.send = send
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])

    @property
    def address(self) -> str:
        """Give the address that the request came from, as the proxy in front of us says."""
        return self.scope["client"][0] if self.scope.get("client") else ""

    @property
    def wants_json(self) -> bool:
        """Say whether JSON is wanted rather than a page."""
        return prefers_json(self.headers.get(b"accept", b"").decode("latin-1"))

    @property
    def wish(self) -> Wish:
        """Give the language that is wanted, and whether the address asks for it."""
        asked = _asked(self.query) if self.query else None
        language = negotiated(self.headers.get(b"accept-language", b"").decode("latin-1"), asked)
        return Wish(language, "?lang=en" if asked == "en" else "")

    async def give_page(self, status: int, page: Page, values: dict[str, bytes]) -> None:
        """Answer with a page whose places are filled; compressed where the browser takes that."""
        if b"gzip" in self.headers.get(b"accept-encoding", b""):
            await self.give(status, page.gzip_headers, page.spliced.gzipped(values))
        else:
            await self.give(status, page.headers, page.spliced.plain(values))

    async def give(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer with bytes; their length is added to the headers."""
        head = [*headers, (b"content-length", b"%d" % len(body))]
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


@lru_cache(maxsize=256)
def _asked(query: bytes) -> str | None:
    return parse_qs(query.decode("latin-1")).get("lang", [None])[0]


async def _nothing_more() -> Any:
    raise AssertionError("the body was read already")
