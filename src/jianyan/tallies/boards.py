"""The boards that this process keeps: a large one is counted now and then, a small one each time."""

import asyncio
import contextvars
from datetime import datetime, timedelta, tzinfo
from time import perf_counter

import msgspec

from jianyan.tallies.board import Board, board_of
from jianyan.topics import TopicSummary

KEPT_FROM = 10_000
"""Suggestions of a topic from which on its board is kept; below that it is always as of now."""
_TIMES = 10
"""A kept board is at most so many times as old as it took to count; from half of that it is counted anew."""


class _Kept(msgspec.Struct, frozen=True):
    """A board and how long it took to count."""

    board: Board
    took: timedelta


class Boards:
    """What was counted of late, by topic. However many ask at once, a board is counted once.

    Args:
        zone: the installation's.
        kept_from: suggestions of a topic from which on its board is kept.
    """

    def __init__(self, zone: tzinfo, *, kept_from: int = KEPT_FROM) -> None:
        self._zone = zone
        self._kept_from = kept_from
        self._kept: dict[int, _Kept] = {}
        self._counting: dict[int, asyncio.Task[Board]] = {}

    async def of(self, topic: TopicSummary, *, now: datetime) -> Board:
        """Give the board of a topic; its tally's `as_of` says of when.

        Raises:
            NoSuchTopic: it is gone by now.
            DatabaseBusy: it cannot be counted.
        """
        kept = self._kept.get(topic.id)
        age = now - kept.board.tally.as_of if kept else timedelta.max
        if kept is None or age > _TIMES * kept.took:
            return await asyncio.shield(self._begun(topic, now))
        if age > _TIMES * kept.took / 2:
            self._begun(topic, now)
        return kept.board

    async def stop(self) -> None:
        """Wait for what is being counted."""
        await asyncio.gather(*self._counting.values(), return_exceptions=True)

    def _begun(self, topic: TopicSummary, now: datetime) -> asyncio.Task[Board]:
        """Give the counting of a topic's board that is on its way, else begin one.

        It belongs to nobody who asks: it reads in no scope and no transaction of theirs, and goes on when
        they have left.
        """
        counting = self._counting.get(topic.id)
        if counting is None:
            work = self._counted(topic, now)
            counting = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
            self._counting[topic.id] = counting
            counting.add_done_callback(lambda done: self._ended(topic.id, done))
        return counting

    async def _counted(self, topic: TopicSummary, now: datetime) -> Board:
        began = perf_counter()
        board = await board_of(topic, zone=self._zone, now=now)
        if board.tally.received >= self._kept_from:
            self._kept[topic.id] = _Kept(board, timedelta(seconds=perf_counter() - began))
        return board

    def _ended(self, topic_id: int, done: asyncio.Task[Board]) -> None:
        del self._counting[topic_id]
        if not done.cancelled():
            done.exception()  # whoever waits hears of it; where nobody does, the next one counts again
