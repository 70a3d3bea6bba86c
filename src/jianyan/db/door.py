"""The one door: which engine the tables are bound to, and how a transaction is opened."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from piccolo.apps.migrations.tables import Migration
from piccolo.table import Table

from jianyan.db.postgres import Postgres
from jianyan.db.sqlite import SQLite
from jianyan.db.steps import Steps
from jianyan.settings import sqlite_path

Engine = SQLite | Postgres
Outcome = TypeVar("Outcome")


class _Bound:
    engine: Engine | None = None


def make_engine(database_url: str) -> Engine:
    """Give the engine for a database address; nothing is opened yet."""
    path = sqlite_path(database_url)
    return SQLite(path) if path else Postgres(database_url)


def bind(engine: Engine, tables: Iterable[type[Table]]) -> None:
    """Tie the tables to an engine. One process works on one database at a time."""
    _Bound.engine = engine
    bound: list[type[Table]] = [*tables, Migration]
    for table in bound:
        table._meta.db = engine


def is_sqlite() -> bool:
    """Say whether the bound engine is SQLite, for the few statements that differ."""
    return isinstance(_bound(), SQLite)


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Open a write transaction, or join the one of this task.

    Raises:
        DiskFull: no room; nothing was written.
        DatabaseBusy: no lock or no connection in time; nothing was written.
    """
    engine = _bound()
    if engine.transaction_exists():
        yield
        return
    async with engine.writing():
        yield


async def perform(steps: Steps[Outcome]) -> Outcome:
    """Run steps in the transaction of this task, else in one of their own, and give their outcome.

    Raises:
        DiskFull, DatabaseBusy: as `transaction`.
    """
    return await _bound().perform(steps)


@asynccontextmanager
async def snapshot() -> AsyncIterator[None]:
    """Read everything inside as of one moment; joins an open transaction of this task."""
    engine = _bound()
    if engine.transaction_exists():
        yield
        return
    async with engine.reading():
        yield


async def newest_migration() -> str | None:
    """Give the id of the newest migration that the database records, or None where there is none.

    Raises:
        DatabaseBusy: the database cannot be reached.
    """
    _bound()
    if not await Migration.table_exists():
        return None
    row = await Migration.select(Migration.name).order_by(Migration.name, ascending=False).first()
    return str(row["name"]) if row else None


def edits() -> AsyncGenerator[None, None]:
    """Give a turn whenever one of the two numbers below may have risen, the first one soon; without end.

    On PostgreSQL that is when it tells so, on SQLite twice a second. Close it when nobody waits any more.
    """
    return _bound().edits()


async def content_version() -> int:
    """Give the number that triggers raise with every edit of what the form shows.

    That is: topics, their categories, questions and organisers, campaigns, placements. Submitting and
    deciding leave it as it is.

    Raises:
        DatabaseBusy: the database cannot be reached.
    """
    rows = await _bound().run_ddl("SELECT version FROM content_version WHERE id = 1")
    return int(rows[0]["version"])


async def words_version() -> int:
    """Give the number that triggers raise with every edit of the word list; content_version rises with it.

    Raises:
        DatabaseBusy: the database cannot be reached.
    """
    rows = await _bound().run_ddl("SELECT version FROM content_version WHERE id = 2")
    return int(rows[0]["version"])


def _bound() -> Engine:
    assert _Bound.engine is not None, "bind() comes first"
    return _Bound.engine
