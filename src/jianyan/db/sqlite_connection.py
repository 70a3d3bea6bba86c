"""One sqlite3 connection in a thread of its own; one hop runs a query or a whole batch of steps."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from jianyan import metrics
from jianyan.db.steps import Change, Insert, Look, Rows, Statement, Steps, Together, driven
from jianyan.db.unavailable import DatabaseBusy, DiskFull

_BUSY_TIMEOUT_MS = 5_000
_TURN_TRIES_S = (0.0002, 0.002)
_CHECKPOINT_PAGES = 4_000
"""Of 4 KiB each. Keys are random, so that a page is written many times; it reaches the file itself four times
as rarely as SQLite would do it unasked, for a log of 16 MB."""
_SURVEYED_ROWS = 1_000
"""Of each index: a million suggestions take 50 ms."""
_FULL = 2

Outcome = TypeVar("Outcome")


class UnsafeDatabase(Exception):
    """The file does not keep what is committed to it: WAL or synchronous=FULL was not accepted."""


class Connection:
    """One sqlite3 connection in one thread.

    Args:
        arguments: for `sqlite3.connect`.
        may_write: False makes it query-only.
    """

    def __init__(self, arguments: dict[str, Any], *, may_write: bool) -> None:
        self._arguments = arguments
        self._may_write = may_write
        self.patience_s = _BUSY_TIMEOUT_MS / 1_000
        """Seconds for which a write transaction waits for its turn."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Connect and read back what keeps the data safe.

        Raises:
            UnsafeDatabase: the journal is not WAL or synchronous is not FULL.
        """
        await self._in_thread(self._open)

    async def reopen(self) -> None:
        """Connect anew; raises as `open`."""
        await self._in_thread(self._reopen)

    async def run(self, query: str, arguments: Sequence[Any] = ()) -> Rows:
        """Run one statement and give all its rows.

        Raises:
            DiskFull: there is no room for the write.
            DatabaseBusy: another process held the write lock too long.
        """
        rows: Rows = await self._in_thread(self._run, query, arguments)
        return rows

    async def begin(self) -> None:
        """Begin a write transaction.

        Raises:
            DiskFull: there is no room for the write.
            DatabaseBusy: other processes held the write lock for five seconds.
        """
        await self._in_thread(self._begin)

    async def perform(self, steps: Steps[Outcome]) -> Outcome:
        """Run steps inside the open transaction, in one hop.

        Raises:
            DiskFull: there is no room for the write.
        """
        outcome: Outcome = await self._in_thread(self._perform, steps)
        return outcome

    async def commit(self, steps: Steps[Outcome]) -> Outcome:
        """Run steps in a write transaction of their own, in one hop.

        Raises:
            DiskFull, DatabaseBusy: nothing was written.
        """
        outcome: Outcome = await self._in_thread(self._commit, steps)
        return outcome

    async def close(self) -> None:
        """Close the connection and end its thread."""
        await self._in_thread(self._close)
        self._thread.shutdown(wait=False)

    async def _in_thread(self, function: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    def _open(self) -> None:
        connection = sqlite3.connect(**self._arguments)
        self._connection = connection
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        if self._may_write:
            connection.execute("PRAGMA temp_store = MEMORY")  # or each batch makes and removes a file
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            connection.execute(f"PRAGMA analysis_limit = {_SURVEYED_ROWS}")
        connection.execute("PRAGMA foreign_keys = ON")
        self._read_back(connection)
        if self._may_write:
            connection.execute("PRAGMA busy_timeout = 0")  # `_begin` waits, and nothing else has to
        else:
            connection.execute("PRAGMA query_only = ON")

    def _reopen(self) -> None:
        self._close()
        self._open()

    def _read_back(self, connection: sqlite3.Connection) -> None:
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
        if self._may_write and (journal != "wal" or synchronous != _FULL):
            raise UnsafeDatabase(
                f"SQLite runs with journal_mode={journal} and synchronous={synchronous}; "
                "acknowledged suggestions need wal and 2 (FULL). Is the file on a network disk?"
            )

    def _run(self, query: str, arguments: Sequence[Any]) -> Rows:
        assert self._connection is not None
        with _told():
            cursor = self._connection.execute(query, tuple(arguments))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _begin(self) -> None:
        """Take the write lock, trying often and at odd moments.

        SQLite's own waiting backs off up to 100 ms a try: a process that commits without a pause would keep
        the lock from all others.
        """
        until = time.monotonic() + self.patience_s
        while True:
            try:
                self._run("BEGIN IMMEDIATE", ())
                return
            except DatabaseBusy:
                if time.monotonic() > until:
                    raise
            time.sleep(random.uniform(*_TURN_TRIES_S))  # noqa: S311 - not a secret

    def _perform(self, steps: Steps[Outcome]) -> Outcome:
        statement, outcome = driven(steps, None)
        while statement is not None:
            statement, outcome = driven(steps, self._given(statement))
        return outcome  # type: ignore[return-value] # the generator's own

    def _given(self, statement: Statement) -> Rows | int:
        assert self._connection is not None
        if isinstance(statement, Together):
            return sum(self._written(write) for write in statement.writes)
        if isinstance(statement, Insert | Change):
            return self._written(statement)
        if isinstance(statement, Look):
            return self._run(*statement.for_sqlite())
        return self._run(*statement.querystrings[0].compile_string(engine_type="sqlite"))

    def _written(self, write: Insert | Change) -> int:
        assert self._connection is not None
        with _told():
            return self._connection.execute(*write.for_sqlite()).rowcount

    def _commit(self, steps: Steps[Outcome]) -> Outcome:
        assert self._connection is not None
        self._begin()
        try:
            outcome = self._perform(steps)
            began = time.perf_counter()
            self._run("COMMIT", ())
            metrics.committed(time.perf_counter() - began)
        except BaseException:
            steps.close()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return outcome

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open on this connection."""
        return self._connection is not None and self._connection.in_transaction


@contextmanager
def _told() -> Iterator[None]:
    """Turn what SQLite says of the disk or of a lock into a refusal that a person can read."""
    try:
        yield
    except sqlite3.OperationalError as failed:
        code = getattr(failed, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise DiskFull from failed
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise DatabaseBusy from failed
        raise
