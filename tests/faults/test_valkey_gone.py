"""The store of the shared limits is killed, stopped, emptied and started again: people notice nothing."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable

import pytest

from faults.installation import IS_LONG, Installation
from faults.load import Ledger, burst, connected, person, sending
from faults.valkey import Valkey

ROUNDS = 10 if IS_LONG else 1
PHASE_S = 1.0
COMES_BACK_S = 40.0
"""The store is left alone for 5 s at a time, and on a busy machine it is found slow more than once."""
SLOWER_MOST_S = 0.05
BUCKET = 120  # how many one code, and one network, may send at once


@pytest.fixture
async def valkey() -> AsyncIterator[Valkey]:
    """Give a store that runs."""
    async with Valkey() as valkey:
        yield valkey


@pytest.fixture
def twins(install: Callable[..., Installation], valkey: Valkey) -> list[Installation]:
    """Give two processes on one database that share their limits."""
    settings = {"JIANYAN_LIMITS": "on", "JIANYAN_VALKEY_URL": valkey.url}
    first = install(settings=settings)
    second = install(first.folder.with_name("second"), database_url=first.database_url, settings=settings)
    for place in (first, second):
        place.start()
    return [first, second]


async def is_hot(place: Installation, code: str) -> bool:
    """Say whether a form comes with work, as it does where a bucket was found empty."""
    async with connected(place.address) as wire:
        return "work" in (await wire.ask("GET", f"/s/{code}")).json


async def holds_something(valkey: Valkey) -> bool:
    """Say whether anybody has counted in the store since it was emptied; waits for it a little."""
    until = time.monotonic() + COMES_BACK_S
    while await valkey.ask("DBSIZE") == ":0":
        if time.monotonic() > until:
            return False
        await asyncio.sleep(0.05)
    return True


async def middle_s(place: Installation, code: str, ledger: Ledger) -> float:
    """Give the median of the seconds that one person takes."""
    taken = []
    for _ in range(40):
        began = time.monotonic()
        assert await person(place.address, code, ledger)
        taken.append(time.monotonic() - began)
    return statistics.median(taken)


async def test_people_notice_nothing_when_the_store_comes_and_goes(
    twins: list[Installation], valkey: Valkey, code: str, ledger: Ledger
) -> None:
    place = twins[0]
    async with sending(place.address, code, ledger, at_once=8):
        for _ in range(ROUNDS):
            assert await holds_something(valkey)
            valkey.kill()
            await asyncio.sleep(PHASE_S)
            await valkey.start()
            assert await holds_something(valkey), "the store came back and nobody asked it"
            valkey.pause()
            await asyncio.sleep(PHASE_S)
            valkey.go_on()
            await valkey.ask("FLUSHALL")
            assert await holds_something(valkey)
    assert set(ledger.statuses) == {201}
    assert len(ledger.acknowledged) > 100 * ROUNDS
    await place.check(ledger)


async def test_people_wait_no_longer_when_the_store_does_not_answer(
    twins: list[Installation], valkey: Valkey, code: str, ledger: Ledger
) -> None:
    usual = await middle_s(twins[0], code, ledger)
    valkey.pause()
    stopped = await middle_s(twins[0], code, ledger)
    valkey.go_on()
    valkey.kill()
    gone = await middle_s(twins[0], code, ledger)
    assert max(stopped, gone) - usual <= SLOWER_MOST_S
    assert set(ledger.statuses) == {201}


async def test_two_processes_count_together_while_there_is_a_store_and_each_for_itself_without(
    twins: list[Installation], valkey: Valkey, code: str, ledger: Ledger
) -> None:
    first, second = twins
    await burst(first.address, code, ledger, people=BUCKET - 20)
    await burst(second.address, code, ledger, people=10)
    assert [await is_hot(place, code) for place in twins] == [False, False]
    await burst(second.address, code, ledger, people=120)  # a slow machine gives some back meanwhile
    assert [await is_hot(place, code) for place in twins] == [False, True]

    valkey.kill()
    # On a slow machine some of the first burst found the store silent, and was counted here.
    await burst(first.address, code, ledger, people=BUCKET // 2)
    assert not await is_hot(first, code), "what the store had counted is not this process's"
    await burst(first.address, code, ledger, people=BUCKET // 2 + 80)
    assert await is_hot(first, code)
    assert set(ledger.statuses) == {201}
