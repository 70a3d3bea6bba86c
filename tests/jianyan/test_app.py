"""Routes are built once and furnished for each installation."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
from litestar import Litestar

import builders
from conftest import BASE_URL
from jianyan.app import furnish
from jianyan.clock import now
from jianyan.settings import Settings


def installation(folder: Path, file: Path) -> Settings:
    folder.mkdir()
    builders.make_keys(folder)
    shutil.copy(file, folder / "jianyan.sqlite")
    return Settings(
        database_url=f"sqlite:///{folder}/jianyan.sqlite",
        base_url=BASE_URL,
        secret_file=str(folder / "secret"),
        uploads=str(folder),
    )


@asynccontextmanager
async def served(app: Litestar, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    furnish(app, settings)
    await app.state.runtime.start()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as client:
        yield client
    await app.state.runtime.stop()


async def test_routes_that_are_furnished_anew_know_nothing_of_what_they_served_before(
    routes: Callable[[str], Litestar], migrated_file: Path, tmp_path: Path
) -> None:
    app = routes(BASE_URL)
    async with served(app, installation(tmp_path / "first", migrated_file)) as client:
        await builders.make_topic(opens_at=now() - timedelta(hours=1), closes_at=None)
        code = await builders.make_placement()
        paths = (f"/s/{code}", "/t/buses-first", "/t/buses-first/tally.json")
        assert [(await client.get(path)).status_code for path in paths] == [200, 200, 200]
    async with served(app, installation(tmp_path / "second", migrated_file)) as client:
        assert [(await client.get(path)).status_code for path in paths] == [404, 404, 404]
