"""Group commit: what waits is written together, and nobody is answered before the commit.

One task takes everything that is waiting and hands it to `commit`; meanwhile the next batch gathers. No sleep
decides the size of a batch: the time of a commit does, and whether the loop still has something else to do.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import islice
from time import monotonic
from typing import Generic, TypeVar

from jianyan.errors import Busy
from jianyan.i18n import N_

_CROWDED_S = 10.0
_GATHERING_S = 0.01
_IDLE_TURN_S = 0.0002
Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
_Outcomes = list[Outcome | Exception]


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
        most: items from which on a batch takes no more, at least 1.
        waiting_most: items that may wait, at least 1.
    """

    def __init__(
        self,
        commit: Callable[[list[Item]], Awaitable[_Outcomes[Outcome]]],
        *,
        most: int = 200,
        waiting_most: int = 1_000,
    ) -> None:
        self._commit = commit
        self._most = most
        self._waiting_most = waiting_most
        self._waiting = 0
        self._groups: asyncio.Queue[_Group[Item, Outcome]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._crowded_until = 0.0

    @property
    def is_crowded(self) -> bool:
        """Say whether the queue is more than half full, or was full within the last ten seconds."""
        return self.is_half_full() or monotonic() < self._crowded_until

    def is_half_full(self) -> bool:
        """Say whether the queue is more than half full now."""
        return 2 * self._waiting > self._waiting_most

    @property
    def waiting(self) -> int:
        """Give how many items wait."""
        return self._waiting

    def start(self) -> None:
        """Begin to write; the task inherits no transaction of its caller."""
        self._task = asyncio.get_running_loop().create_task(self._write(), context=contextvars.Context())

    async def stop(self) -> None:
        """Write what waits, then end."""
        await self._groups.join()
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def submit(self, item: Item) -> Outcome:
        """Wait until the item is committed and give its outcome.

        Raises:
            QueueFull: too many wait already.
        """
        (outcome,) = await self.submit_all([item])
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def submit_all(self, items: Sequence[Item]) -> _Outcomes[Outcome]:
        """Wait until the items, which go into one batch, are committed; give one outcome each, in order.

        Raises:
            QueueFull: too many wait already; none of these was kept.
        """
        if self._waiting + len(items) > self._waiting_most:
            self._crowded_until = monotonic() + _CROWDED_S
            raise QueueFull
        outcomes: asyncio.Future[_Outcomes[Outcome]] = asyncio.get_running_loop().create_future()
        self._waiting += len(items)
        self._groups.put_nowait((items, outcomes))
        return await outcomes

    async def _write(self) -> None:
        while True:
            batch = await self._gathered()
            items = [item for group, _ in batch for item in group]
            self._waiting -= len(items)
            outcomes = iter(await self._outcomes(items))
            for group, future in batch:
                of_group = list(islice(outcomes, len(group)))
                if not future.cancelled():
                    future.set_result(of_group)
                self._groups.task_done()

    async def _gathered(self) -> "list[_Group[Item, Outcome]]":
        """Give what waits, and whoever comes along while the loop is busy.

        A commit costs as much as writing ten items, and beside a busy loop it would only take turns with it
        at one processor: it begins when a turn is short, or after `_GATHERING_S`.
        """
        batch = [await self._groups.get()]
        count, began, is_quiet = len(batch[0][0]), monotonic(), False
        while count < self._most and not is_quiet:
            turn = monotonic()
            await asyncio.sleep(0)
            while count < self._most and not self._groups.empty():
                batch.append(self._groups.get_nowait())
                count += len(batch[-1][0])
            ended = monotonic()
            is_quiet = ended - turn < _IDLE_TURN_S or ended - began > _GATHERING_S
        return batch

    async def _outcomes(self, items: list[Item]) -> _Outcomes[Outcome]:
        try:
            return await self._commit(items)
        except Exception as failed:  # noqa: BLE001 - handed to every sender; the writer itself must go on
            return [failed] * len(items)


_Group = tuple[Sequence[Item], asyncio.Future[_Outcomes[Outcome]]]
"""Items that were submitted together, and what becomes of them."""
