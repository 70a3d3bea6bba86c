"""Replicas share a PostgreSQL and nothing else: one that stops or dies holds nobody up for long."""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from deploy.caddy import running_caddy
from faults.cluster import Cluster, running_cluster
from faults.installation import IS_LONG, TOPIC, Installation
from faults.load import Ledger, connected, person, sending
from faults.valkey import Valkey

STOPS = 10 if IS_LONG else 1
KILLS = 20 if IS_LONG else 2
GOES_ON_S = 5.0
SHOWS_S = 1.0
PILES_UP_S = 0.3
CATCHING_MOST = 500
RENAME = f"UPDATE topic SET title = '{{}}' WHERE slug = '{TOPIC}' RETURNING id"
COUNT = "SELECT count(*) FROM suggestion"
TRAIL_GAPS = "SELECT (SELECT count(*) FROM trail) - (SELECT max(seq) + 1 FROM trail)"
HOLDERS = """
    SELECT count(*) FROM pg_stat_activity
    JOIN pg_locks USING (pid) JOIN pg_class ON pg_class.oid = pg_locks.relation
    WHERE application_name = 'first' AND state = 'idle in transaction' AND relname = 'trail_head'
      AND mode = 'RowShareLock' AND granted
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL that keeps what it commits."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
async def replicas(cluster: Cluster, tmp_path: Path) -> AsyncIterator[list[Installation]]:
    """Give three served replicas with a Valkey between them."""
    async with Valkey() as valkey, AsyncExitStack() as stack:
        settings = {"JIANYAN_VALKEY_URL": valkey.url, "JIANYAN_BASE_URL": "http://127.0.0.1:8000"}
        first = await cluster.installation(tmp_path / "first", settings=settings)
        first.environment["JIANYAN_DATABASE_URL"] += "?application_name=first"
        others = [
            cluster.replica(tmp_path / name, first.database_url, settings=settings)
            for name in ("second", "third")
        ]
        for replica in (first, *others):
            stack.callback(replica.close)
        await asyncio.gather(*(asyncio.to_thread(replica.start) for replica in (first, *others)))
        yield [first, *others]


async def stopped_while_it_holds_the_head(replica: Installation, cluster: Cluster) -> None:
    """Stop a replica again and again until it is caught with the row lock of the trail's head."""
    database = replica.database_url.rsplit("/", 1)[1]
    for _ in range(CATCHING_MOST):
        os.kill(replica.pid, signal.SIGSTOP)
        await asyncio.sleep(0.03)  # what it had asked for has been answered by then
        if (await cluster.run(HOLDERS, name=database))[0]["count"]:
            return
        os.kill(replica.pid, signal.SIGCONT)
        await asyncio.sleep(0.02)
    raise AssertionError("the replica was never caught with the lock")


async def test_the_others_go_on_when_a_replica_stops_while_it_holds_the_head_of_the_trail(
    replicas: list[Installation], cluster: Cluster, ledger: Ledger
) -> None:
    first, second, _ = replicas
    waited: list[float] = []
    async with (
        sending(first.address, cluster.code, ledger, at_once=8),
        sending(second.address, cluster.code, ledger, at_once=4),
    ):
        for _ in range(STOPS):
            await stopped_while_it_holds_the_head(first, cluster)
            stopped = time.monotonic()
            try:
                assert await person(second.address, cluster.code, ledger, timeout_s=30)
                waited.append(time.monotonic() - stopped)
            finally:
                os.kill(first.pid, signal.SIGCONT)
            assert await person(first.address, cluster.code, ledger)
    assert max(waited) <= GOES_ON_S
    assert min(waited) >= 1.0, "the stopped replica held nobody up, so it did not hold the lock"
    assert ledger.unknown == set()
    assert ledger.statuses[500] == 0
    assert await second.rows(COUNT) == [(len(ledger.acknowledged),)]
    await second.check(ledger)


async def test_nobody_is_lost_when_one_of_three_replicas_behind_the_proxy_is_killed(
    replicas: list[Installation], cluster: Cluster, ledger: Ledger, tmp_path: Path
) -> None:
    ports = [replica.port for replica in replicas]
    async with (
        running_caddy(tmp_path, ports) as port,
        sending(f"http://127.0.0.1:{port}", cluster.code, ledger, at_once=16),
    ):
        for number in range(KILLS):
            await more(ledger, 100)
            victim = replicas[number % 3]
            os.kill(victim.pid, signal.SIGSTOP)
            await asyncio.sleep(PILES_UP_S)  # so that it dies with requests in its hands
            victim.kill()
            await more(ledger, 100)
            await asyncio.to_thread(victim.start)
    assert ledger.unknown == set()
    assert ledger.statuses[0] + ledger.statuses[502] > 0, "no kill was felt"
    assert ledger.statuses[500] == 0
    assert await replicas[0].rows(COUNT) == [(len(ledger.acknowledged),)]
    assert await replicas[0].rows(TRAIL_GAPS) == [(0,)]
    await replicas[0].check(ledger)


async def test_an_edit_shows_on_every_replica_within_a_second(
    replicas: list[Installation], cluster: Cluster
) -> None:
    assert await titles(replicas, cluster.code) == {"优先发展城市公交"}
    await replicas[0].rows(RENAME.format("夜间公交"))
    edited = time.monotonic()
    while await titles(replicas, cluster.code) != {"夜间公交"}:
        assert time.monotonic() - edited < SHOWS_S
        await asyncio.sleep(0.02)

    # It is the trigger that tells them: without it the old title stays.
    await replicas[0].rows("ALTER TABLE topic DISABLE TRIGGER USER")
    await replicas[0].rows(RENAME.format("早班公交"))
    await asyncio.sleep(2 * SHOWS_S)
    assert await titles(replicas, cluster.code) == {"夜间公交"}


async def more(ledger: Ledger, count: int) -> None:
    """Wait until so many more people are acknowledged."""
    enough = len(ledger.acknowledged) + count
    async with asyncio.timeout(30):
        while len(ledger.acknowledged) < enough:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)


async def titles(replicas: list[Installation], code: str) -> set[str]:
    """Give what the form shows as the title of the topic, over all replicas."""
    shown = set()
    for replica in replicas:
        async with connected(replica.address) as wire:
            answer = await wire.ask("GET", f"/s/{code}")
        shown.add(str(json.loads(answer.content)["topic"]["title"]))
    return shown
