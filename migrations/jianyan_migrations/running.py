"""Bringing a database to the newest version of its history, one process at a time."""

import fcntl
import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stdout
from pathlib import Path

import asyncpg
from piccolo.apps.migrations.tables import Migration
from piccolo.engine.sqlite import SQLiteEngine, TransactionType

from jianyan.settings import sqlite_path

_ADVISORY_LOCK = 0x6A69616E  # "jian"
_VERSIONS = Path(__file__).parent / "versions"


def head() -> str:
    """Give the id of the newest migration, as the database records it."""
    newest = max(path.stem for path in _VERSIONS.glob("jianyan_*.py"))
    day, clock = newest.removeprefix("jianyan_").split("t", 1)
    return f"{day.replace('_', '-')}T{clock.replace('_', ':')}"


async def migrate(database_url: str) -> list[str]:
    """Bring a database to the newest version and give the ids of the migrations that ran; empty: none had to.

    All that is missing runs in one transaction under a lock, so two starts at once are safe and a kill leaves
    the old version.
    """
    os.environ.setdefault("PICCOLO_CONF", "jianyan_migrations.piccolo_conf")
    from piccolo.apps.migrations.commands.forwards import run_forwards  # noqa: PLC0415 - brings a formatter

    from jianyan_migrations import piccolo_conf  # noqa: PLC0415 - reads the environment when imported

    engine = piccolo_conf.DB = piccolo_conf.engine_for(database_url)
    Migration._meta.db = engine
    async with _lock(database_url):
        before = set(await _ran())
        transaction = (
            engine.transaction(TransactionType.immediate)
            if isinstance(engine, SQLiteEngine)
            else engine.transaction()
        )
        with redirect_stdout(io.StringIO()):
            async with transaction:
                await run_forwards("jianyan")
        return sorted(set(await _ran()) - before)


async def _ran() -> list[str]:
    if not await Migration.table_exists():
        return []
    return list(await Migration.get_migrations_which_ran(app_name="jianyan"))


@asynccontextmanager
async def _lock(database_url: str) -> AsyncIterator[None]:
    path = sqlite_path(database_url)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f"{path.name}.migrating").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    connection = await asyncpg.connect(dsn=database_url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _ADVISORY_LOCK)
        yield
    finally:
        await connection.close()
