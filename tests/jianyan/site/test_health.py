"""What probes and Prometheus are told."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from jianyan.db import GroupCommit, QueueFull
from jianyan.runtime import Runtime
from jianyan.settings import sqlite_path
from jianyan.site.health import disk_fault, is_nearly_full
from jianyan_migrations.running import head

BASE_URL = "http://127.0.0.1:8000"
GB = 1_000_000_000


def reader(app: Litestar, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url=BASE_URL)


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """Let no file of this process grow: the write fails as on a disk that is full for us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.20.30.40", "192.168.1.9", "fd00::7"])
async def test_the_figures_are_given_to_machines_of_the_house(app: Litestar, address: str) -> None:
    async with reader(app, address) as prometheus:
        answer = await prometheus.get("/metrics")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain; version=")
        assert answer.headers["cache-control"] == "no-store"
        assert "# TYPE jianyan_request_seconds histogram" in answer.text
        assert "jianyan_queue_items 0.0" in answer.text
        assert (await prometheus.head("/metrics")).status_code == 200


@pytest.mark.parametrize("address", ["8.8.8.8", "100.64.0.1", "2a00:1450::1", "::ffff:8.8.8.8", "unix", ""])
async def test_the_figures_are_nobody_elses_business(app: Litestar, address: str) -> None:
    async with reader(app, address) as stranger:
        answer = await stranger.get("/metrics")
        assert answer.status_code == 404
        assert "jianyan_request" not in answer.text


async def test_a_service_that_can_take_suggestions_is_ready(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_database_of_another_version_is_not_ready(app: Litestar, client: httpx.AsyncClient) -> None:
    runtime: Runtime = app.state.runtime
    runtime._migrations_head = f"{head()}-and-one-more"
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not migrated"})


async def test_a_disk_that_takes_no_more_is_not_ready_until_it_does(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    runtime: Runtime = app.state.runtime
    has_file = sqlite_path(runtime.settings.database_url) is not None
    with files_no_longer_than(1_000):
        full = await client.get("/readyz")
        alive = await client.get("/healthz")
    assert full.json() == {"status": "disk full" if has_file else "ok"}
    assert full.status_code == (503 if has_file else 200)
    assert alive.status_code == 200
    assert (await client.get("/readyz")).status_code == 200


async def test_a_service_that_cannot_keep_up_is_alive_and_says_degraded(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    runtime: Runtime = app.state.runtime
    own, go_on = runtime.intake, asyncio.Event()

    async def stalled(batch: list[Any]) -> list[Any]:
        await go_on.wait()
        return batch

    runtime.intake = GroupCommit(stalled, most=1, waiting_most=4)
    runtime.intake.start()
    said, senders = [], []
    for _ in range(5):
        senders.append(asyncio.ensure_future(runtime.intake.submit(Any)))
        await asyncio.sleep(0.01)
        said.append((await client.get("/healthz")).json()["status"])
    with pytest.raises(QueueFull):
        await runtime.intake.submit(Any)
    go_on.set()
    await asyncio.gather(*senders)
    await runtime.intake.stop()
    after = await client.get("/healthz")
    runtime.intake = own
    assert said == ["ok", "ok", "ok", "degraded", "degraded"]
    assert (after.status_code, after.json()) == (200, {"status": "degraded"})
    assert (await client.get("/healthz")).json() == {"status": "ok"}


def test_a_folder_that_is_gone_or_read_only_is_a_fault(tmp_path: Path) -> None:
    assert disk_fault(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []
    assert disk_fault(tmp_path / "gone") == "disk cannot be written"
    assert disk_fault(Path("/proc")) == "disk cannot be written"


@pytest.mark.parametrize(
    ("total", "free", "full"),
    [
        (5 * GB, GB // 10, False),
        (5 * GB, GB // 10 - 1, True),
        (50 * GB, GB // 2, False),
        (50 * GB, GB // 2 - 1, True),
        (5_000 * GB, GB, False),
        (5_000 * GB, GB - 1, True),
    ],
)
def test_nearly_full_is_one_percent_within_100_mb_and_1_gb(total: int, free: int, full: bool) -> None:
    assert is_nearly_full(total=total, free=free) is full
