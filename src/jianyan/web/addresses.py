"""Addresses that can be looked up: a NUL is in no name of ours, and PostgreSQL takes none in a text."""

from urllib.parse import unquote

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan.web.problems import UnreadableRequest


class ReadableAddress(ASGIMiddleware):
    """Refuse requests whose path or query holds a NUL."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let the request through, or raise UnreadableRequest."""
        if "\0" in scope["path"] or "\0" in unquote(scope["query_string"].decode("latin-1")):
            raise UnreadableRequest
        await next_app(scope, receive, send)
