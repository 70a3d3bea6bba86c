"""Opening what an installation consists of, and saying in one sentence why that cannot be done."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg

from jianyan.db import DatabaseBusy, Postgres, SQLite, bind, make_engine, newest_migration
from jianyan.errors import Refusal
from jianyan.i18n import N_
from jianyan.keys import KeyRing, load_or_make
from jianyan.settings import Settings
from jianyan.tables import TABLES
from jianyan_migrations.running import head


class Unfit(Refusal):
    """The installation itself cannot be worked with; the exit code is 2."""


class UnfitDatabase(Unfit):
    """The database cannot be opened; `reason` is what it said."""

    sentence = N_("The database cannot be opened: %(reason)s")


class UnreadableSecret(Unfit):
    """The secret file cannot be read or made; `reason` says why."""

    sentence = N_("The secret file %(path)s cannot be used: %(reason)s")


class NotMigrated(Unfit):
    """The database is older than this program, or empty."""

    sentence = N_("The database is not migrated. Run jianyan migrate first.")


class MigratedFurther(Unfit):
    """The database is newer than this program."""

    sentence = N_("The database was migrated by a newer jianyan. Please install that version here.")


def secrets_of(settings: Settings) -> KeyRing:
    """Give the secrets of the installation, making them when there are none.

    Raises:
        UnfitSecret, UnreadableSecret: they cannot be used.
    """
    path = Path(settings.secret_file)
    try:
        return load_or_make(path)
    except (OSError, UnicodeDecodeError) as failed:
        reason = failed.strerror if isinstance(failed, OSError) else N_("it is not text")
        raise UnreadableSecret(path=path, reason=reason) from failed


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[None]:
    """Open the database for the verbs and queries inside the block.

    Raises:
        UnsafeDatabase: it does not keep what is committed.
        UnfitDatabase: it cannot be opened or reached.
        NotMigrated, MigratedFurther: it is not at the version of this program.
    """
    async with unmigrated(settings):
        with database_unfit():
            newest = await newest_migration()
        if newest is None or newest < head():
            raise NotMigrated
        if newest > head():
            raise MigratedFurther
        yield


@asynccontextmanager
async def unmigrated(settings: Settings) -> AsyncIterator[SQLite | Postgres]:
    """Open the database as it is and give its engine.

    Raises:
        UnsafeDatabase, UnfitDatabase: as `opened`.
    """
    engine = make_engine(settings.database_url)
    bind(engine, TABLES)
    with database_unfit():
        await engine.open()
    try:
        yield engine
    finally:
        await engine.close()


@contextmanager
def database_unfit() -> Iterator[None]:
    """Turn what a database says while it is opened or migrated into one sentence."""
    try:
        yield
    except DatabaseBusy as failed:
        raise UnfitDatabase(reason=_one_line(failed.__cause__ or failed)) from failed
    except (sqlite3.Error, asyncpg.PostgresError, OSError) as failed:
        raise UnfitDatabase(reason=_one_line(failed)) from failed


def _one_line(failed: BaseException) -> str:
    return " ".join(str(failed).split()) or type(failed).__name__
