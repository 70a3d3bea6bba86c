"""What an answer cost the database, told in its Server-Timing header.

Source: W3C Server Timing.
"""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from jianyan.db import measured


class ServerTiming(ASGIMiddleware):
    """Add `Server-Timing: db;dur=<milliseconds>;desc="<queries>"` to every answer."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on and count what it asks of the database."""
        with measured() as cost:

            async def send_with_cost(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message.setdefault("headers", [])
                    figures = f'db;dur={cost.seconds * 1000:.1f};desc="{cost.queries}"'
                    MutableScopeHeaders.from_message(message)["Server-Timing"] = figures
                await send(message)

            await next_app(scope, receive, send_with_cost)
