"""Group commit: what waits is written together, and nobody is answered before the commit.

One task takes everything that is waiting, at most `most` items, and hands it to `commit`; meanwhile the next
batch gathers. No sleep decides the size of a batch: the time of a commit does, and whether the last turn of
the loop still brought something.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Generic, TypeVar

from jianyan.errors import Busy
from jianyan.i18n import N_

_CROWDED_S = 10.0
Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class QueueFull(Busy):
    """More is waiting than can be written soon; nothing of this was kept."""

    sentence = N_("Very many people are sending right now. Please press the button again in a moment.")

    def __init__(self) -> None:
        super().__init__(retry_after_s=3)


class GroupCommit(Generic[Item, Outcome]):
    """A writer task and the queue before it.

    Args:
        commit: writes a batch in one transaction; gives one outcome an item, in order. An outcome that is an
            exception is raised to the sender of that item only.
        most: items in one batch, at least 1.
        waiting_most: items that may wait, at least 1.
    """

    def __init__(
        self,
        commit: Callable[[list[Item]], Awaitable[list[Outcome | Exception]]],
        *,
        most: int = 200,
        waiting_most: int = 1_000,
    ) -> None:
        self._commit = commit
        self._most = most
        self._queue: asyncio.Queue[tuple[Item, asyncio.Future[Outcome]]] = asyncio.Queue(waiting_most)
        self._task: asyncio.Task[None] | None = None
        self._crowded_until = 0.0

    @property
    def is_crowded(self) -> bool:
        """Say whether the queue is more than half full, or was full within the last ten seconds."""
        return self.is_half_full() or monotonic() < self._crowded_until

    def is_half_full(self) -> bool:
        """Say whether the queue is more than half full now."""
        return 2 * self._queue.qsize() > self._queue.maxsize

    @property
    def waiting(self) -> int:
        """Give how many items wait."""
        return self._queue.qsize()

    def start(self) -> None:
        """Begin to write; the task inherits no transaction of its caller."""
        self._task = asyncio.get_running_loop().create_task(self._write(), context=contextvars.Context())

    async def stop(self) -> None:
        """Write what waits, then end."""
        await self._queue.join()
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def submit(self, item: Item) -> Outcome:
        """Wait until the item is committed and give its outcome.

        Raises:
            QueueFull: too many wait already.
        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait((item, future))
        except asyncio.QueueFull:
            self._crowded_until = monotonic() + _CROWDED_S
            raise QueueFull from None
        return await future

    async def _write(self) -> None:
        while True:
            batch = await self._gathered()
            outcomes = await self._outcomes([item for item, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _settle(future, outcome)
                self._queue.task_done()

    async def _gathered(self) -> list[tuple[Item, "asyncio.Future[Outcome]"]]:
        """Give what waits; whoever comes as the loop turns comes along: a commit costs more than a turn."""
        batch, known = [await self._queue.get()], 0
        while known < len(batch) < self._most:
            known = len(batch)
            await asyncio.sleep(0)
            while len(batch) < self._most and not self._queue.empty():
                batch.append(self._queue.get_nowait())
        return batch

    async def _outcomes(self, items: list[Item]) -> list[Outcome | Exception]:
        try:
            return await self._commit(items)
        except Exception as failed:  # noqa: BLE001 - handed to every sender; the writer itself must go on
            return [failed] * len(items)


def _settle(future: "asyncio.Future[Outcome]", outcome: Outcome | Exception) -> None:
    if future.cancelled():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
