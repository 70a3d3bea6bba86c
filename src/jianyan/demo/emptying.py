"""Emptying a database that holds nothing but a demo."""

import sqlite3
from contextlib import closing
from pathlib import Path

from jianyan import accounts
from jianyan.db import SQLite, make_engine
from jianyan.demo.people import DOMAIN
from jianyan.errors import Conflict
from jianyan.i18n import N_
from jianyan.settings import sqlite_path


class NotADemo(Conflict):
    """Somebody works in this database who is not of the demo; `email` names them."""

    sentence = N_("This database is not a demo: %(email)s has an account here. Nothing was deleted.")


class InUse(Conflict):
    """Another process has the database open."""

    sentence = N_("The database is in use. Stop jianyan serve first. Nothing was deleted.")


async def refuse_unless_demo() -> None:
    """Give nothing where every account is one of the demo's.

    Raises:
        NotADemo: one is not.
    """
    for account in await accounts.accounts():
        if not account.email.endswith(f"@{DOMAIN}"):
            raise NotADemo(email=account.email)


async def empty(database_url: str) -> None:
    """Delete everything in a database that nobody has open; it can be migrated anew.

    Raises:
        InUse: another process has it open.
        DatabaseBusy: PostgreSQL did not give the tables free in time.
    """
    path = sqlite_path(database_url)
    if path:
        _remove(path)
        return
    engine = make_engine(database_url)
    assert not isinstance(engine, SQLite)
    await engine.open()
    try:
        async with engine.writing():
            await engine.run_ddl("DROP SCHEMA public CASCADE")
            await engine.run_ddl("CREATE SCHEMA public")
    finally:
        await engine.close()


def _remove(path: Path) -> None:
    """Remove a database file. Only a file that nobody else has open can leave WAL, so that is tried first."""
    with closing(sqlite3.connect(path, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as locked:
            raise InUse from locked
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
