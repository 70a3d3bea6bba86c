"""A small form while its body comes and until it is answered, with nothing begun for it."""

import asyncio
from typing import Any, Protocol, Self

from jianyan.web.at_once import AtOnce, Post, Whole


class Connection(Protocol):
    """Where it came."""

    scope: Any
    transport: asyncio.Transport

    def begin(self, held: "Held") -> None:
        """Begin with it in the usual way."""

    def give(self, whole: Whole) -> None:
        """Write its answer."""


class Held(Post):
    """To uvicorn it is the request and response that are in progress.

    Args:
        connection: where it came; its scope is complete.
        at_once: takes it.
    """

    __slots__ = (
        "_connection",
        "disconnected",
        "keep_alive",
        "more_body",
        "response_complete",
    )

    def __init__(self, connection: Connection, at_once: AtOnce) -> None:
        super().__init__(connection.scope, bytearray(), at_once)
        self._connection = connection
        self.keep_alive = self.more_body = True
        self.disconnected = self.response_complete = False

    @property
    def message_event(self) -> Self:
        """Give what uvicorn sets whenever a part of the body has come."""
        return self

    def set(self) -> None:
        """Do nothing: nobody waits for a part of the body."""

    def _begin(self) -> None:
        self._connection.begin(self)

    def _give(self, whole: Whole) -> None:
        self.response_complete = True
        if self.keep_alive:
            self._connection.give(whole)
            return
        status, head, body = whole  # the service stops: this is the last answer here
        self._connection.give((status, b"connection: close\r\n" + head, body))
        self._connection.transport.close()
