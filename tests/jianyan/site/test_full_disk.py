"""A full disk, made by SQLite's own limit on pages: the file may not grow, exactly as on a full disk."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

import builders
from jianyan import suggestions, trail
from jianyan.app import create_app
from jianyan.clock import now
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.suggestions import SuggestionState

BASE_URL = "http://127.0.0.1:8000"
JSON = {"Accept": "application/json"}


@pytest.fixture
async def runtime(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Runtime]:
    path = tmp_path / "jianyan.sqlite"
    shutil.copy(migrated_file, path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("VACUUM")  # pages that a migration left free would be room
    settings = Settings(
        database_url=f"sqlite:///{path}",
        base_url=BASE_URL,
        secret_file=str(tmp_path / "secret"),
        limits="off",
    )
    app = create_app(settings)
    runtime: Runtime = app.state.runtime
    runtime.app = app  # type: ignore[attr-defined]
    await runtime.start()
    yield runtime
    await runtime.stop()


async def limit_pages(runtime: Runtime, *, room: int) -> None:
    """Let the file grow by `room` pages only; a large number takes the limit away."""
    writer = runtime.engine._writer  # type: ignore[union-attr]
    pages = (await writer.run("PRAGMA page_count"))[0]["page_count"]
    await writer.run(f"PRAGMA max_page_count = {pages + room}")


async def test_a_full_disk_is_said_and_nothing_is_lost_when_there_is_room_again(
    runtime: Runtime,
) -> None:
    opens_at = now() - timedelta(hours=1)
    await builders.make_topic(opens_at=opens_at, closes_at=None)
    code = await builders.make_placement()
    transport = httpx.ASGITransport(runtime.app)  # type: ignore[attr-defined]
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        token = (await client.get(f"/s/{code}", headers=JSON)).json()["form_token"]
        fields = {"body": "我写了很久的话。" * 200, "form_token": token}
        await limit_pages(runtime, room=0)
        problem = await client.post(f"/s/{code}", data=fields, headers=JSON)
        assert problem.status_code == 503
        assert int(problem.headers["retry-after"]) > 0
        assert problem.json()["title"] == "DiskFull"
        page = await client.post(f"/s/{code}", data=fields, headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert fields["body"] in page.text
        assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 0
        assert (await client.get("/t/buses-first")).status_code == 200

        await limit_pages(runtime, room=100_000)
        for _ in range(2):
            sent = await client.post(f"/s/{code}", data=fields, headers=JSON)
            assert sent.status_code == 201
    assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 1
    assert await trail.first_fault() is None
    assert await suggestions.first_fault() is None
