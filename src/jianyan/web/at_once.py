"""What can be answered in front of the framework: no task for it, and one write.

A task, an event and the framework's way in cost twice what it takes to fill in a page that is there already.
Such a page is given as soon as it has been asked for; a form that was sent, when it is written.
Whoever has such pages says so when the service starts, in the state that the server hands to its connections.

Source: ASGI specification, lifespan protocol, "Lifespan State".
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from time import perf_counter
from typing import Any, NamedTuple, Protocol

from litestar.types import ASGIApp, Receive, Send

from jianyan.web.headers import Head, lines_of
from jianyan.web.watching import note, number_of

AT_ONCE = "jianyan.at_once"


class Answer(NamedTuple):
    """An answer, whole but for its length, which follows from the body."""

    status: int
    head: Head
    body: bytes


Whole = tuple[int, bytes, bytes]
"""An answer as it goes out: a status, the headers that follow the server's own, and the body."""


class Front(Protocol):
    """What answers."""

    def at_once(self, scope: Any) -> Answer | None:
        """Give the answer to a GET without a body, or None where it has to wait for something."""

    def take(self, post: "Post") -> None:
        """Answer a POST, now or later, or let it go on."""


class AtOnce:
    """Numbers and measures what is answered at once, as `Watching` does with all the rest.

    Args:
        front: answers.
    """

    def __init__(self, front: Front) -> None:
        self._front = front
        self.waiting = 0
        """POSTs that were taken, and neither answered yet nor let go on."""

    def __call__(self, scope: Any) -> Whole | None:
        """Give the answer to a GET without a body; None: it goes the usual way."""
        began = perf_counter()
        answer = self._front.at_once(scope)
        return _whole(scope, answer, began) if answer else None

    def take(self, post: "Post") -> None:
        """Take a POST."""
        self.waiting += 1
        self._front.take(post)


class Post(ABC):
    """A POST, taken when it came whole. It is answered once, or goes on the usual way.

    Args:
        scope: of it.
        body: of it.
        at_once: takes it.
    """

    __slots__ = ("_at_once", "_began", "_is_done", "body", "scope")

    def __init__(self, scope: Any, body: bytearray, at_once: AtOnce) -> None:
        self.scope, self.body = scope, body
        self._at_once = at_once
        self._began = perf_counter()
        self._is_done = False

    def answer(self, answer: Answer, more: Sequence[tuple[bytes, bytes]] = ()) -> None:
        """Answer, with more headers; nothing where that was done."""
        if self._ends():
            self._give(_whole(self.scope, answer, self._began, lines_of(more)))

    def go_on(self) -> None:
        """Let it go the usual way; nothing where it was answered."""
        if self._ends():
            self._begin()

    @abstractmethod
    def _give(self, whole: Whole) -> None:
        """Write an answer."""

    @abstractmethod
    def _begin(self) -> None:
        """Begin with it in the usual way."""

    def _ends(self) -> bool:
        is_first, self._is_done = not self._is_done, True
        self._at_once.waiting -= is_first
        return is_first


def _whole(scope: Any, answer: Answer, began: float, more: bytes = b"") -> Whole:
    status, head, body = answer
    last = b"content-length: %d\r\nx-request-id: %b\r\n\r\n" % (len(body), number_of(scope).encode())
    note(scope, status, began)
    return status, head.lines + more + last, body


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
