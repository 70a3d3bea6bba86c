"""A migrated database for each test, on SQLite and on PostgreSQL, and the app on top of it.

`--engine sqlite|postgresql|both` chooses; both is what the suite means.
"""

import asyncio
import copy
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import hypothesis
import msgspec
import pytest
from litestar import Litestar

import builders
from bucket_server import BucketServer
from cities import make_city
from jianyan import db
from jianyan.accounts import passwords
from jianyan.app import furnish, routed
from jianyan.keys import KeyRing
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.tables import TABLES
from jianyan_migrations.running import migrate
from postgres_cluster import PostgresCluster, name_in

hypothesis.settings.register_profile("sweep", max_examples=10_000, deadline=None)
Make = Callable[[KeyRing], Awaitable[Any]]
"""Makes something in the bound database, and gives what names it."""
BASE_URL = "http://127.0.0.1:8000"
MEMORY, MEMORY_BYTES = Path("/dev/shm"), 2**30
"""Where Linux keeps files in memory, and how much room the tests want there."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a developer run one engine only."""
    parser.addoption("--engine", choices=("sqlite", "postgresql", "both"), default="both")


def pytest_configure() -> None:
    """Keep the tests' files in memory where there is room, for the thousands of commits that wait for a disk.

    They ask for it all the same. What is about losing power has its files on the disk: tests/faults.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever touches the database on both engines."""
    if "database_url" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("engine")
        engines = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
        metafunc.parametrize("engine_name", engines, scope="session")


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Let a password cost little: tests sign in by the thousand. What it costs people has its own test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "MEMORY_KIB", 64)
        patch.setattr(passwords, "PASSES", 1)
        yield


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """Give the engine of this run of the test."""
    return str(request.param)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file; each test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "jianyan.sqlite"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """Start a PostgreSQL of our own with one migrated database; each test gets a copy."""
    place = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    with tempfile.TemporaryDirectory(prefix="jianyan-pg-", dir=place, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        cluster = PostgresCluster(Path(folder))
        try:
            asyncio.run(migrate(cluster.url("template")))
            yield cluster
        finally:
            cluster.stop()


class Image(NamedTuple):
    """What databases are copied from: a file, or the name of a database; and what was made in it."""

    source: str
    made: Any


@pytest.fixture
def begins_with() -> Make:
    """Give what makes the world of a test that asks for `ready_made`: a city, where nobody nearer says."""
    return make_city


@pytest.fixture(scope="session")
def images() -> dict[tuple[str, Make], Image]:
    """Give the images of this process, by engine; each is made when a test first begins with it."""
    return {}


@pytest.fixture
def image(
    engine_name: str,
    begins_with: Make,
    images: dict[tuple[str, Make], Image],
    request: pytest.FixtureRequest,
) -> Image:
    """Give what the database of the test is copied from; what many tests begin with is made once."""
    is_sqlite = engine_name == "sqlite"
    blank = str(request.getfixturevalue("migrated_file")) if is_sqlite else "template"
    if "ready_made" not in request.fixturenames:
        return Image(blank, None)
    key = (engine_name, begins_with)
    if key not in images and is_sqlite:
        path = shutil.copy(blank, f"{blank}-{len(images)}")
        images[key] = Image(path, asyncio.run(made_in(f"sqlite:///{path}", begins_with)))
    elif key not in images:
        url = request.getfixturevalue("postgres").fresh()
        images[key] = Image(name_in(url), asyncio.run(made_in(url, begins_with)))
    return images[key]


async def made_in(url: str, make: Make) -> Any:
    """Make something in a database and give what names it; nobody is connected afterwards."""
    engine = db.make_engine(url)
    db.bind(engine, TABLES)
    await engine.open()
    try:
        return await make(builders.KEYS)
    finally:
        await engine.close()


@pytest.fixture
def ready_made(image: Image, database_url: str) -> Any:
    """Give what the database of the test began with."""
    return copy.deepcopy(image.made)


@pytest.fixture
def database_url(
    engine_name: str, image: Image, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Give the address of a database of the test's own; it is migrated, and empty where nothing is said."""
    if engine_name == "sqlite":
        path = tmp_path / "jianyan.sqlite"
        shutil.copy(image.source, path)
        yield f"sqlite:///{path}"
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    url = cluster.fresh(image.source)
    yield url
    cluster.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """Open the database for tests of the domain; verbs and queries work inside."""
    engine = db.make_engine(database_url)
    db.bind(engine, TABLES)
    await engine.open()
    yield database_url
    await engine.close()


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    """Give the secrets of the test installation; the same that the app uses."""
    return builders.make_keys(tmp_path)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Give the settings of the test installation."""
    builders.make_keys(tmp_path)
    return Settings(
        database_url=database_url,
        base_url=BASE_URL,
        secret_file=str(tmp_path / "secret"),
        uploads=str(tmp_path),
        limits="off",  # a test writes faster than a person; what limits do has tests of its own
    )


@pytest.fixture(scope="session")
def routes() -> Callable[[str], Litestar]:
    """Give what gives the routes of a base URL: built once, for that takes longer than most tests."""
    return cache(routed)


@pytest.fixture
async def app(routes: Callable[[str], Litestar], settings: Settings) -> AsyncIterator[Litestar]:
    """Give the running app, its routes furnished anew; domain verbs work on the same database."""
    app = routes(settings.base_url)
    furnish(app, settings)
    runtime: Runtime = app.state.runtime
    await runtime.start()
    yield app
    await runtime.stop()


@pytest.fixture
def limited(app: Litestar) -> Runtime:
    """Turn the limits on, as they are for people."""
    runtime: Runtime = app.state.runtime
    runtime.settings = msgspec.structs.replace(runtime.settings, limits="on")
    return runtime


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser without a session: redirects are not followed."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        yield client


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    """Start a server that speaks S3, with one bucket for all tests."""
    server = BucketServer(tmp_path_factory.mktemp("bucket"))
    try:
        server.start()
        yield server
    finally:
        server.stop()
