"""Putting what arrives into groups, in the process for long work: with each text it knows it grows.

What comes in a burst is left until it ebbs, for whoever sends must not share the processor with it.
"""

import secrets
from contextlib import suppress

from jianyan import groups, suggestions, topics
from jianyan.clock import now
from jianyan.errors import Busy

BURST = 200
"""So many from one round to the next, and grouping waits."""


class Grouping:
    """What one process knows of the groups, and how far it has come."""

    def __init__(self) -> None:
        self._known = groups.Gatherings(secrets.token_hex(8))
        self._newest: int | None = None

    async def round(self) -> None:
        """Put what arrived into groups, unless more and more comes."""
        before, newest = self._newest, await suggestions.newest_id()
        self._newest = newest
        if before is not None and newest - before >= BURST:
            return
        for topic in await topics.all_topics():
            while await groups.gather(topic.id, self._known, now=now()):
                if await suggestions.newest_id() - newest >= BURST:
                    return

    async def end(self) -> None:
        """Let other processes go on at once."""
        if self._known.has_any:
            with suppress(Busy):  # then they wait for the turn to be up
                await groups.let_go(self._known.holder)
