"""Where connections come in, and where they are turned away when it is crowded.

The loop accepts one connection a turn from each handle that it is given, so the listening socket has several.
When more come they would wait outside for many turns, where nobody can even tell them to come again, and the
system would let them knock once more after 1, 3, 7 and 15 seconds. So the last one of a full turn brings the
others along, and while it is crowded those who only want to look are answered right here, at a twentieth of
what a suggestion costs.
"""

import asyncio
import random
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from jianyan import metrics
from jianyan.errors import Busy
from jianyan.i18n import N_

AGAIN_S = range(3, 10)
"""Seconds after which those who were turned away come again, not all at once."""
ALWAYS_IN = ("/admin", "/me", "/sign-in", "/healthz", "/readyz", "/metrics")
"""Staff, members and probes."""
_IN_A_ROW = 1_000
_HEAD_BYTES = 64 * 1024
_LOOKING = b"GET "
_LET_IN = tuple(_LOOKING + path.encode() for path in ALWAYS_IN)


class Crowded(Busy):
    """More people are here than can be answered soon."""

    sentence = N_("Very many people are here right now. Please try again in a few seconds.")

    def __init__(self) -> None:
        super().__init__(retry_after_s=AGAIN_S.start)


class Ends(NamedTuple):
    """The two ends of a connection, each an address and a port."""

    own: tuple[str, int]
    """Where it is listened."""
    theirs: tuple[str, int]

    def told(self, name: str, default: Any = None) -> Any:
        """Give what a transport without TLS knows of its connection, without asking the system once more."""
        if name == "peername":
            return self.theirs
        return self.own if name == "sockname" else default


class Door:
    """The door of one listening socket.

    Args:
        listener: the socket.
        answers: whole answers for those who are turned away, head and body; one of them is chosen.
        handles: connections that the loop accepts in a turn, at least 1. Each that finds nobody costs half a
            microsecond; a connection that is brought along costs fifteen.
    """

    def __init__(self, listener: socket.socket, answers: Sequence[bytes], *, handles: int = 32) -> None:
        self._listener = listener
        self._handles = handles
        self._own = listener.getsockname()[:2]
        self._answers = answers
        self._came = 0
        self._arriving: set[asyncio.Task[None]] = set()

    def handles(self) -> list[socket.socket]:
        """Give what the loop listens to: the one socket, several times."""
        return [self._listener, *(self._listener.dup() for _ in range(self._handles - 1))]

    def ends_of(self, transport: asyncio.BaseTransport) -> Ends | None:
        """Give the ends of a connection that the loop has accepted; None where the other one is gone."""
        theirs = transport.get_extra_info("peername")
        return Ends(self._own, theirs[:2]) if theirs else None

    def came(self) -> bool:
        """Note that somebody came; say whether more may wait than the loop accepts in this turn."""
        if not self._came:
            asyncio.get_running_loop().call_soon(self._turn)
        self._came += 1
        return self._came >= self._handles

    def _turn(self) -> None:
        self._came = 0

    def let_in(self, make: Callable[[Ends], asyncio.Protocol], *, most: int) -> None:
        """Accept those who wait now.

        Args:
            make: gives the protocol of a new connection.
            most: how many are let in now; of the others only those who do not just look.
        """
        loop = asyncio.get_running_loop()
        for _ in range(_IN_A_ROW):
            try:
                accepted, address = self._listener.accept()
            except OSError:  # nobody else is there, or no handle is left for them
                return
            accepted.setblocking(False)
            if len(self._arriving) >= most and self._turned_away(accepted):
                continue
            ends = Ends(self._own, address[:2])
            task = loop.create_task(_connected(loop, partial(make, ends), accepted))
            self._arriving.add(task)
            task.add_done_callback(self._arriving.discard)

    def _turned_away(self, accepted: socket.socket) -> bool:
        """Answer somebody who only looks, and close; say whether it was so."""
        try:
            asked = accepted.recv(_HEAD_BYTES, socket.MSG_PEEK)
        except OSError:  # nothing was said yet
            return False
        if not asked.startswith(_LOOKING) or asked.startswith(_LET_IN):
            return False
        with accepted, suppress(OSError):
            accepted.recv(_HEAD_BYTES)  # closed with something unread, nobody would hear the answer
            accepted.send(random.choice(self._answers))  # noqa: S311 - not a secret
            accepted.shutdown(socket.SHUT_WR)
        metrics.refused(Crowded())
        return True


async def _connected(
    loop: asyncio.AbstractEventLoop, make: Callable[[], asyncio.Protocol], accepted: socket.socket
) -> None:
    try:
        await loop.connect_accepted_socket(make, accepted)
    except OSError:  # it left again
        accepted.close()
