"""What can be answered as soon as it has been asked: no task for it, no waiting, and one write.

A task, an event and the framework's way in cost twice what it takes to fill in a page that is there already.
Whoever has such pages says so when the service starts, in the state that the server hands to its connections.

Source: ASGI specification, lifespan protocol, "Lifespan State".
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any, NamedTuple

from litestar.types import ASGIApp, Receive, Send

from jianyan.web.headers import Head
from jianyan.web.watching import note, number_of

AT_ONCE = "jianyan.at_once"


class Answer(NamedTuple):
    """An answer, whole but for its length, which follows from the body."""

    status: int
    head: Head
    body: bytes


Maker = Callable[[dict[str, Any]], Answer | None]
"""Gives the answer to the scope of a GET without a body, or None where it has to wait for something."""


class AtOnce:
    """Numbers and measures what is answered at once, as `Watching` does with all the rest.

    Args:
        made: makes the answers.
    """

    def __init__(self, made: Maker) -> None:
        self._made = made

    def __call__(self, scope: dict[str, Any]) -> tuple[int, bytes, bytes] | None:
        """Give a status, the headers that follow the server's own, and the body; None: go the usual way."""
        began = perf_counter()
        answer = self._made(scope)
        if answer is None:
            return None
        status, head, body = answer
        last = b"content-length: %d\r\nx-request-id: %b\r\n\r\n" % (len(body), number_of(scope).encode())
        note(scope, status, began)
        return status, head.lines + last, body


class Announcing:
    """An app that leaves for the connections what answers at once.

    Args:
        app: everything else.
        at_once: what does.
    """

    def __init__(self, app: ASGIApp, at_once: AtOnce) -> None:
        self._app = app
        self._at_once = at_once

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Pass on whatever comes."""
        if scope["type"] == "lifespan":
            scope.setdefault("state", {})[AT_ONCE] = self._at_once
        await self._app(scope, receive, send)
