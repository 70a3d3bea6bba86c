import asyncio
import time

import pytest

from jianyan.db import GroupCommit, QueueFull


class Store:
    """Keeps what was committed, and lets a test hold the commit back."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def commit(self, batch: list[int]) -> list[str | Exception]:
        await self.may_go_on.wait()
        if -1 in batch:
            raise OSError("no database")
        self.batches.append(batch)
        return [ValueError(str(item)) if item < 0 else f"kept {item}" for item in batch]


async def test_what_waits_is_written_together_and_each_gets_its_own_outcome() -> None:
    store = Store()
    writer: GroupCommit[int, str] = GroupCommit(store.commit, most=10)
    writer.start()
    store.may_go_on.clear()
    senders = [asyncio.create_task(writer.submit(number)) for number in range(25)]
    await asyncio.sleep(0.01)
    store.may_go_on.set()
    assert await asyncio.gather(*senders) == [f"kept {number}" for number in range(25)]
    assert max(len(batch) for batch in store.batches) == 10
    assert sorted(item for batch in store.batches for item in batch) == list(range(25))
    await writer.stop()


async def test_nobody_is_answered_before_the_commit() -> None:
    store = Store()
    store.may_go_on.clear()
    writer: GroupCommit[int, str] = GroupCommit(store.commit)
    writer.start()
    sender = asyncio.create_task(writer.submit(1))
    await asyncio.sleep(0.02)
    assert not sender.done()
    store.may_go_on.set()
    assert await sender == "kept 1"
    await writer.stop()


async def test_a_bad_item_fails_alone() -> None:
    store = Store()
    writer: GroupCommit[int, str] = GroupCommit(store.commit)
    senders = [asyncio.create_task(writer.submit(number)) for number in (1, -2, 3)]
    await asyncio.sleep(0)
    writer.start()
    outcomes = await asyncio.gather(*senders, return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["kept 1", "-2", "kept 3"]
    assert isinstance(outcomes[1], ValueError)
    await writer.stop()


async def test_a_failed_commit_is_told_to_its_senders_and_the_writer_goes_on() -> None:
    store = Store()
    writer: GroupCommit[int, str] = GroupCommit(store.commit)
    writer.start()
    with pytest.raises(OSError, match="no database"):
        await writer.submit(-1)
    assert await writer.submit(1) == "kept 1"
    await writer.stop()


async def test_the_queue_is_bounded() -> None:
    store = Store()
    store.may_go_on.clear()
    writer: GroupCommit[int, str] = GroupCommit(store.commit, most=1, waiting_most=3)
    writer.start()
    senders = [asyncio.create_task(writer.submit(0))]
    await asyncio.sleep(0.01)
    senders += [asyncio.create_task(writer.submit(number)) for number in (1, 2, 3)]
    await asyncio.sleep(0)
    assert writer.waiting == 3
    with pytest.raises(QueueFull) as refused:
        await writer.submit(4)
    assert refused.value.retry_after_s > 0
    store.may_go_on.set()
    assert len(await asyncio.gather(*senders)) == 4
    await writer.stop()


async def test_a_sender_who_left_does_not_disturb_the_others() -> None:
    store = Store()
    store.may_go_on.clear()
    writer: GroupCommit[int, str] = GroupCommit(store.commit)
    writer.start()
    gone, stays = (asyncio.create_task(writer.submit(number)) for number in (1, 2))
    await asyncio.sleep(0.01)
    gone.cancel()
    store.may_go_on.set()
    assert await stays == "kept 2"
    assert await writer.submit(3) == "kept 3"
    await writer.stop()


async def test_stopping_writes_what_waits() -> None:
    store = Store()
    writer: GroupCommit[int, str] = GroupCommit(store.commit, most=2)
    senders = [asyncio.create_task(writer.submit(number)) for number in range(7)]
    await asyncio.sleep(0)
    writer.start()
    await writer.stop()
    assert await asyncio.gather(*senders) == [f"kept {number}" for number in range(7)]


async def test_whoever_comes_in_the_next_turn_of_the_loop_comes_along() -> None:
    store = Store()
    writer: GroupCommit[int, str] = GroupCommit(store.commit)
    writer.start()
    await asyncio.sleep(0)
    first = asyncio.create_task(writer.submit(1))
    await asyncio.sleep(0)
    second = asyncio.create_task(writer.submit(2))
    await asyncio.gather(first, second)
    assert store.batches == [[1, 2]]
    await writer.stop()


async def busy(turns: int) -> None:
    """Keep the loop busy for so many turns, each as long as it takes to serve some people."""
    for _ in range(turns):
        await asyncio.sleep(0)
        time.sleep(0.001)  # noqa: ASYNC251 - the loop is to be held


async def test_whoever_comes_while_the_loop_is_busy_comes_along() -> None:
    store = Store()
    writer: GroupCommit[int, str] = GroupCommit(store.commit)
    writer.start()
    first = asyncio.create_task(writer.submit(1))
    await busy(4)
    assert await asyncio.gather(writer.submit(2), first) == ["kept 2", "kept 1"]
    assert store.batches == [[1, 2]]
    await writer.stop()


async def test_a_loop_that_stays_busy_holds_no_commit_back() -> None:
    store = Store()
    writer: GroupCommit[int, str] = GroupCommit(store.commit)
    writer.start()
    work = asyncio.create_task(busy(1_000))
    await asyncio.sleep(0)
    assert await writer.submit(1) == "kept 1"
    assert not work.done()
    work.cancel()
    await writer.stop()
