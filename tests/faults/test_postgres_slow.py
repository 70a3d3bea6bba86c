"""PostgreSQL is slow, or accepts and never answers: who can wait waits, the others are told to come again."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from faults.cluster import Cluster, running_cluster
from faults.installation import IS_LONG, Installation
from faults.load import Answer, Ledger, burst, connected
from faults.proxy import Proxy

STALL_S = 45.0 if IS_LONG else 6.0
DELAY_S = 1.0 if IS_LONG else 0.2
PEOPLE = 3_000 if IS_LONG else 1_600
QUEUE_MOST = 1_250  # what waits, and the batch that is being written
AT_THE_DOOR = 100
RECOVERS_S = 10.0
TOLD_S = 5.0
GROWS_MOST_BYTES = 64_000_000
COUNT = "SELECT count(*) FROM suggestion"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL that keeps what it commits."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
async def slow(cluster: Cluster, tmp_path: Path) -> AsyncIterator[tuple[Installation, Proxy]]:
    """Give a served installation and the way between it and its database."""
    async with Proxy(cluster.port) as proxy:
        place = await cluster.installation(tmp_path / "city", port=proxy.port)
        await asyncio.to_thread(place.start)
        yield place, proxy
        place.close()


def memory(place: Installation) -> int:
    """Give the resident memory of the server in bytes."""
    return int(Path(f"/proc/{place.pid}/statm").read_text().split()[1]) * 4096


class Sender:
    """Somebody with an open form, who presses the button once."""

    def __init__(self, place: Installation, code: str, number: int) -> None:
        self._place, self._code, self.body = place, code, f"第 {number} 条"
        self.token = ""
        self.answer: Answer | None = None
        self.waited_s = 0.0

    async def open(self) -> None:
        async with connected(self._place.address) as wire:
            self.token = str((await wire.ask("GET", f"/s/{self._code}")).json["form_token"])

    async def send(self, ledger: Ledger, door: asyncio.Semaphore) -> None:
        ledger.sent.add(self.body)
        form = {"body": self.body, "form_token": self.token}
        async with asyncio.timeout(STALL_S + 60), AsyncExitStack() as stack:
            async with door:  # whoever connects and then says nothing for long is sent off
                wire = await stack.enter_async_context(connected(self._place.address))
                await wire.say("POST", f"/s/{self._code}", form)
            began = time.monotonic()
            self.answer = await wire.answer()
        self.waited_s = time.monotonic() - began
        if self.answer.status == 201:
            ledger.acknowledge(self.body, str(self.answer.json["receipt"]))


async def ready_forms(place: Installation, code: str, count: int) -> list[Sender]:
    """Let many people open their forms."""
    senders = [Sender(place, code, number) for number in range(count)]
    for start in range(0, count, 100):
        await asyncio.gather(*(sender.open() for sender in senders[start : start + 100]))
    return senders


async def test_people_are_served_when_every_question_to_the_database_takes_long(
    slow: tuple[Installation, Proxy], cluster: Cluster, ledger: Ledger
) -> None:
    place, proxy = slow
    proxy.delay_s = DELAY_S
    began = time.monotonic()
    assert await burst(place.address, cluster.code, ledger, people=200, at_once=200, timeout_s=60) == 200
    took = time.monotonic() - began
    proxy.delay_s = 0.0
    assert took > 5 * DELAY_S, "the database was not slow"
    assert took < 200 * DELAY_S, "not even one question a person: they were not written together"
    assert ledger.statuses[500] == 0
    began = time.monotonic()
    assert await burst(place.address, cluster.code, ledger, people=50) == 50
    assert time.monotonic() - began < RECOVERS_S
    await place.check(ledger)


async def test_the_queue_is_bounded_and_drained_soon_when_the_database_stalls(
    slow: tuple[Installation, Proxy], cluster: Cluster, ledger: Ledger
) -> None:
    place, proxy = slow
    assert await burst(place.address, cluster.code, ledger, people=100) == 100
    senders = await ready_forms(place, cluster.code, PEOPLE)
    before = memory(place)
    proxy.stall()
    door = asyncio.Semaphore(AT_THE_DOOR)
    sending = [asyncio.create_task(sender.send(ledger, door)) for sender in senders]
    await asyncio.sleep(STALL_S)
    assert await asyncio.to_thread(place.status, "/healthz") == 200
    assert await asyncio.to_thread(place.status, "/readyz") != 200
    told = [sender for sender in senders if sender.answer]
    most = memory(place)
    proxy.flow()
    back = time.monotonic()
    await asyncio.gather(*sending)
    recovered = time.monotonic() - back

    assert {sender.answer.status for sender in told if sender.answer} == {503}
    assert len(told) >= PEOPLE - QUEUE_MOST, "more waited than the queue holds"
    assert all(1 <= int(sender.answer.headers["retry-after"]) <= 60 for sender in told if sender.answer)
    assert {sender.answer.status for sender in senders if sender.answer} == {201, 503}
    assert max(sender.waited_s for sender in told) < TOLD_S
    assert recovered < RECOVERS_S
    assert most - before < GROWS_MOST_BYTES
    assert await burst(place.address, cluster.code, ledger, people=50) == 50
    await place.check(ledger)
