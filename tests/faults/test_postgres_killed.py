"""PostgreSQL is killed as by a power cut while people send: whoever tries again is acknowledged, once."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from faults.cluster import Cluster, running_cluster
from faults.installation import IS_LONG, Installation
from faults.load import Ledger, sending

KILLS = 50 if IS_LONG else 3
BACK_S = 30.0


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL that keeps what it commits."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
async def place(cluster: Cluster, tmp_path: Path) -> AsyncIterator[Installation]:
    """Give a served installation on it."""
    place = await cluster.installation(tmp_path / "city")
    place.start()
    yield place
    place.close()


async def killed_in_bursts(
    place: Installation, cluster: Cluster, ledger: Ledger, kill: Callable[[], None], *, kills: int
) -> None:
    """Kill again and again while people send; each time all of them are acknowledged soon."""
    pid = place.pid
    for _ in range(kills):
        before = len(ledger.acknowledged)
        async with sending(place.address, cluster.code, ledger):
            while len(ledger.acknowledged) < before + random.randint(20, 200):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.005)
            await asyncio.to_thread(kill)
            await cluster.ready()
            back = time.monotonic()
        assert time.monotonic() - back < BACK_S
        assert ledger.unknown == set()
    await place.check(ledger)
    assert await place.rows("SELECT count(*) FROM suggestion") == [(len(ledger.acknowledged),)]
    # The kills were felt, and whoever felt them is the process that still serves.
    assert ledger.statuses[503] >= kills
    assert ledger.statuses[500] == 0, [line for line in place.log.splitlines() if '"bug"' in line]
    assert place.pid == pid
    assert place.status("/readyz") == 200


async def test_people_are_acknowledged_once_when_the_whole_server_is_killed(
    place: Installation, cluster: Cluster, ledger: Ledger
) -> None:
    def kill() -> None:
        cluster.kill9()
        cluster.start()

    await killed_in_bursts(place, cluster, ledger, kill, kills=KILLS)

    # The check would have named it.
    await place.rows("DELETE FROM group_member")  # what was gathered refers to it
    rows = await place.rows(
        "DELETE FROM suggestion WHERE id = (SELECT min(id) FROM suggestion) RETURNING tracking"
    )
    broken = place.run("check", "--ledger", str(ledger.path))
    assert (broken.returncode, rows[0][0] in broken.stderr) == (1, True)


async def test_people_are_acknowledged_once_when_one_session_is_killed(
    place: Installation, cluster: Cluster, ledger: Ledger
) -> None:
    await killed_in_bursts(place, cluster, ledger, cluster.kill9_one_session, kills=KILLS)
    assert len(ledger.acknowledged) >= 20 * KILLS  # each burst had begun before its kill
