"""The buckets of one process, and those that processes share in a real Redis or Valkey."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

import builders
from faults.valkey import Valkey
from jianyan.keys import KeyRing
from jianyan.limits import LIMITS, Gate, Kind, Limit, gate_of
from jianyan.limits.buckets import StoreGone
from jianyan.limits.shared import SharedBuckets

NOW = builders.NOW
STOP = {Kind.CODE: "7K3M9QXT"}
BURST, EVERY_S = LIMITS[Kind.CODE]

TAKING = """
import asyncio, sys
from jianyan.keys import KeyRing
from jianyan.limits.shared import SharedBuckets

async def main(url):
    buckets = SharedBuckets(url, KeyRing({"0a0a0a0a": bytes(range(32))}), patience_s=5)
    had = [await buckets.spend([("code", "X", 50, 3600.0)]) for _ in range(100)]
    await buckets.close()
    print(sum(one for [one] in had))

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture
async def valkey() -> AsyncIterator[Valkey]:
    """Give a running store."""
    async with Valkey() as running:
        yield running


async def emptied(gate: Gate) -> int:
    """Spend until the code's bucket is empty and give how many it held."""
    spent = 0
    while not await gate.spend(STOP, now=NOW):
        spent += 1
    return spent


async def test_a_bucket_gives_its_burst_and_fills_again_with_time() -> None:
    gate = Gate()
    assert await emptied(gate) == BURST
    later = NOW + timedelta(seconds=3 * EVERY_S)
    assert [bool(await gate.spend(STOP, now=later)) for _ in range(4)] == [False, False, False, True]


async def test_an_empty_bucket_makes_its_place_hot_for_a_minute_and_no_other() -> None:
    gate = Gate()
    assert gate.is_calm(now=NOW)
    await emptied(gate)
    assert gate.is_hot(STOP, now=NOW)
    assert not gate.is_hot({Kind.CODE: "ANOTHER1"}, now=NOW)
    assert not gate.is_hot(STOP, now=NOW + timedelta(seconds=61))


async def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    gate = Gate()
    await gate.spend(STOP, now=NOW)
    assert not await gate.spend(STOP, now=NOW - timedelta(days=1))


async def test_a_bucket_of_its_own_has_its_own_limit_and_makes_nothing_hot() -> None:
    gate, few, many = Gate(), Limit(2, 30.0), Limit(3, 20.0)
    assert [await gate.admits("client", "1", few, now=NOW) for _ in range(3)] == [True, True, False]
    assert await gate.admits("client", "2", few, now=NOW)
    assert [await gate.admits("client", "1", many, now=NOW) for _ in range(4)] == [True, True, True, False]
    later = NOW + timedelta(seconds=30)
    assert [await gate.admits("client", "1", few, now=later) for _ in range(2)] == [True, False]
    assert gate.is_calm(now=NOW)


async def test_a_bucket_of_its_own_is_shared_as_long_as_the_store_is_there(
    valkey: Valkey, keys: KeyRing
) -> None:
    gates, limit = [Gate(SharedBuckets(valkey.url, keys, patience_s=5)) for _ in range(2)], Limit(3, 3_600.0)
    assert [await gates[turn % 2].admits("client", "1", limit, now=NOW) for turn in range(4)] == [
        *[True] * 3,
        False,
    ]
    valkey.kill()
    assert await gates[0].admits("client", "1", limit, now=NOW)
    for gate in gates:
        await gate.close()


async def test_four_processes_share_one_bucket(valkey: Valkey) -> None:
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", TAKING, valkey.url, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [await process.communicate() for process in processes]
    assert sum(int(out) for out, _ in said) == 50


async def test_the_store_knows_no_address(valkey: Valkey, keys: KeyRing) -> None:
    buckets = SharedBuckets(valkey.url.replace("redis", "valkey"), keys, patience_s=5)
    await buckets.spend([("network", "203.0.113.0/24", 5, 1.0)])
    names = await buckets._store.keys("*")
    await buckets.close()
    assert len(names) == 1
    assert b"203.0" not in names[0]


async def test_each_process_counts_for_itself_while_the_store_is_gone(valkey: Valkey, keys: KeyRing) -> None:
    gate = Gate(SharedBuckets(valkey.url, keys))
    assert await gate.spend(STOP, now=NOW) == frozenset()
    valkey.kill()
    assert await emptied(gate) == BURST
    await gate.close()


async def test_a_store_that_hangs_is_left_alone_after_three_tries(valkey: Valkey, keys: KeyRing) -> None:
    buckets = SharedBuckets(valkey.url, keys)
    valkey.pause()
    for _ in range(3):
        with pytest.raises(StoreGone):
            await buckets.spend([("code", "X", 5, 1.0)])
    valkey.go_on()
    with pytest.raises(StoreGone):  # it would answer now, but is not asked for a while
        await buckets.spend([("code", "X", 5, 1.0)])
    await buckets.close()


async def test_a_gate_asks_the_store_that_is_named(keys: KeyRing) -> None:
    gate = gate_of("valkey://127.0.0.1:6379/0", keys)
    assert isinstance(gate._shared, SharedBuckets)
    await gate.close()


def test_a_worker_does_not_hold_in_memory_what_it_may_never_need() -> None:
    heavy = "{'redis', 'xlsxwriter', 'typst', 'obstore', 'webauthn', 'black', 'litestar'}"
    code = f"import sys; import jianyan.commands.asgi; print({heavy} & {{*sys.modules}})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "{'litestar'}"
