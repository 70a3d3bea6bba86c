"""Answers are lost after everything was committed: who sends the same form again is there once."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.cluster import Cluster, running_cluster
from faults.installation import IS_LONG, Installation
from faults.load import Ledger, burst, person
from faults.proxy import Proxy

PEOPLE = 4_000 if IS_LONG else 300
EVERY = 3
POST = b"POST /s/"
COMMIT = b"COMMIT;\0"
COUNT = "SELECT count(*) FROM suggestion"


def is_whole_commit(answer: bytes) -> bool:
    """Say whether PostgreSQL has said that it committed, and that it is ready for more."""
    return b"COMMIT\0" in answer and answer.endswith(b"Z\0\0\0\5I")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL that keeps what it commits."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def city(
    request: pytest.FixtureRequest, tmp_path: Path, install: Callable[..., Installation], code: str
) -> Iterator[tuple[Installation, str]]:
    """Give a served installation and the code of its placement, on each engine."""
    if request.param == "sqlite":
        place = install()
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        place, code = asyncio.run(cluster.installation(tmp_path / "city")), cluster.code
    place.start()
    yield place, code
    place.close()


async def test_people_are_there_once_when_answers_are_lost(
    city: tuple[Installation, str], ledger: Ledger
) -> None:
    place, code = city
    async with Proxy(place.port) as proxy:
        proxy.swallow(POST, every=EVERY)
        assert await burst(proxy.address, code, ledger, people=PEOPLE) == PEOPLE
        lost = proxy.swallowed
    assert len(lost) >= PEOPLE // EVERY
    assert {answer[:12] for answer in lost} == {b"HTTP/1.1 201"}
    assert await place.rows(COUNT) == [(PEOPLE,)]
    # Whose answer was lost got the same receipt the next time.
    assert {receipt_in(answer) for answer in lost} <= set(ledger.receipts.values())
    await place.check(ledger)


async def test_a_new_form_for_each_try_makes_doubles_when_answers_are_lost(
    city: tuple[Installation, str], ledger: Ledger
) -> None:
    place, code = city
    async with Proxy(place.port) as proxy:
        proxy.swallow(POST, every=EVERY)
        for _ in range(20):
            while not await person(proxy.address, code, ledger, tries=1):
                pass
        lost = len(proxy.swallowed)
    assert lost >= 20 // EVERY
    assert await place.rows(COUNT) == [(20 + lost,)]


async def test_people_are_there_once_when_the_database_loses_its_answers(
    cluster: Cluster, ledger: Ledger, tmp_path: Path
) -> None:
    async with Proxy(cluster.port) as proxy:
        place = await cluster.installation(tmp_path / "city", port=proxy.port)
        await asyncio.to_thread(place.start)
        proxy.swallow(COMMIT, every=EVERY, is_whole=is_whole_commit)
        try:
            assert await burst(place.address, cluster.code, ledger, people=PEOPLE) == PEOPLE
            proxy.swallow(COMMIT, every=0)
            assert await place.rows(COUNT) == [(PEOPLE,)]
            await place.check(ledger)
        finally:
            place.close()
    # Nobody was told that it was received while it was not known, and nobody met a bug.
    assert len(proxy.swallowed) >= 3
    assert ledger.statuses[503] >= len(proxy.swallowed)
    assert ledger.statuses[500] == 0


def receipt_in(answer: bytes) -> str:
    """Give the receipt of a JSON answer."""
    return answer.decode().partition('"receipt":"')[2].partition('"')[0]
