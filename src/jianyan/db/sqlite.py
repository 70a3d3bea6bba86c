"""SQLite with one persistent writer and a few query-only readers.

Piccolo's own engine opens a connection and a thread for each query and leaks both when a write transaction
fails. Here each connection lives as long as the engine, in a thread of its own, and one hop runs a whole
query. The writer begins IMMEDIATE, in WAL with synchronous=FULL: what was committed survives a power cut.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import Token
from pathlib import Path
from typing import Any

from piccolo.engine.sqlite import SQLiteEngine
from piccolo.querystring import QueryString

from jianyan.db.cost import counted
from jianyan.db.unavailable import DatabaseBusy, DiskFull

_READERS = 3
_BUSY_TIMEOUT_MS = 5_000
_FULL = 2

Rows = list[dict[str, Any]]


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
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Connect and read back what keeps the data safe.

        Raises:
            UnsafeDatabase: the journal is not WAL or synchronous is not FULL.
        """
        await self._in_thread(self._open)

    async def run(self, query: str, arguments: Sequence[Any] = ()) -> Rows:
        """Run one statement and give all its rows.

        Raises:
            DiskFull: there is no room for the write.
            DatabaseBusy: another process held the write lock too long.
        """
        rows: Rows = await self._in_thread(self._run, query, arguments)
        return rows

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
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        self._read_back(connection)
        connection.execute(f"PRAGMA query_only = {'OFF' if self._may_write else 'ON'}")

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
        try:
            cursor = self._connection.execute(query, tuple(arguments))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except sqlite3.OperationalError as failed:
            code = getattr(failed, "sqlite_errorcode", 0) & 0xFF
            if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
                raise DiskFull from failed
            if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise DatabaseBusy from failed
            raise

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open on this connection."""
        return self._connection is not None and self._connection.in_transaction


class Transaction:
    """One open transaction; queries of this task find it and run on its connection."""

    def __init__(self, engine: "SQLite", connection: Connection, begin: str) -> None:
        self.engine = engine
        self.connection = connection
        self._begin = begin
        self._token: Token[Any] | None = None

    async def __aenter__(self) -> "Transaction":
        try:
            await _to_the_end(self.connection.run(self._begin))
        except BaseException:
            await _to_the_end(self._end(failed=True))
            raise
        self._token = self.engine.current_transaction.set(self)  # type: ignore[arg-type]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        assert self._token is not None
        self.engine.current_transaction.reset(self._token)
        await _to_the_end(self._end(failed=kind is not None))

    async def _end(self, *, failed: bool) -> None:
        try:
            if not failed:
                await self.connection.run("COMMIT")
        finally:
            if self.connection.in_transaction:
                await self.connection.run("ROLLBACK")


async def _to_the_end(work: Coroutine[Any, Any, Any]) -> None:
    """Wait until the work is done, also when cancelled meanwhile; the cancellation is passed on afterwards.

    Whoever is cancelled between BEGIN and COMMIT must neither leave the writer inside a transaction nor give
    it to the next while a statement is still on its way.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as asked:
            cancelled = asked
    task.result()
    if cancelled:
        raise cancelled


class SQLite(SQLiteEngine):
    """The engine for one SQLite file.

    Args:
        path: the file; made when missing.
    """

    __slots__ = ("_readers", "_writer", "_writing")

    def __init__(self, path: Path) -> None:
        super().__init__(path=str(path))
        self._writer: Connection | None = None
        self._readers: asyncio.Queue[Connection] = asyncio.Queue()
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Open the writer, then the readers.

        Raises:
            UnsafeDatabase: the file does not keep what is committed to it.
        """
        self._readers, self._writing = asyncio.Queue(), asyncio.Lock()
        self._writer = await self._connected(may_write=True)
        for _ in range(_READERS):
            self._readers.put_nowait(await self._connected(may_write=False))

    async def close(self) -> None:
        """Close every connection; a transaction that is still open is waited for."""
        if self._writer is None:
            return
        async with self._writing:
            await self._writer.close()
            self._writer = None
        for _ in range(_READERS):
            await (await self._readers.get()).close()

    async def _connected(self, *, may_write: bool) -> Connection:
        connection = Connection(self.connection_kwargs, may_write=may_write)
        try:
            await connection.open()
        except BaseException:
            await connection.close()
            raise
        return connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Hold the writer for one transaction."""
        async with self._writing:
            assert self._writer is not None, "open() comes first"
            async with Transaction(self, self._writer, "BEGIN IMMEDIATE"):
                yield

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Hold one reader on one snapshot."""
        async with self._reader() as reader, Transaction(self, reader, "BEGIN"):
            yield

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[Connection]:
        reader = await self._readers.get()
        try:
            yield reader
        finally:
            self._readers.put_nowait(reader)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> Rows:
        """Run a query in this task's transaction, else on a reader."""
        query, arguments = querystring.compile_string(engine_type=self.engine_type)
        return await self._routed(query, arguments)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Rows:
        """Run a statement without arguments in this task's transaction, else on a reader."""
        return await self._routed(ddl, ())

    async def _routed(self, query: str, arguments: Sequence[Any]) -> Rows:
        current: Any = self.current_transaction.get()
        with counted():
            if current:
                rows: Rows = await current.connection.run(query, arguments)
                return rows
            async with self._reader() as reader:
                return await reader.run(query, arguments)
