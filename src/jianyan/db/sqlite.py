"""SQLite with one persistent writer and a few query-only readers.

Piccolo's own engine opens a connection and a thread for each query and leaks both when a write transaction
fails. Here each connection lives as long as the engine, in a thread of its own, and one hop runs a whole
query. The writer begins IMMEDIATE, in WAL with synchronous=FULL: what was committed survives a power cut.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from contextvars import Token
from pathlib import Path
from typing import Any, TypeVar

from piccolo.engine.sqlite import SQLiteEngine
from piccolo.querystring import QueryString

from jianyan.db.cost import counted
from jianyan.db.sqlite_connection import Connection
from jianyan.db.steps import Rows, Steps

_READERS = 3
_LOOK_S = 0.5

Outcome = TypeVar("Outcome")


class Transaction:
    """One open transaction; queries of this task find it and run on its connection."""

    def __init__(self, engine: "SQLite", connection: Connection, *, writes: bool) -> None:
        self.engine = engine
        self.connection = connection
        self._writes = writes
        self._token: Token[Any] | None = None

    async def __aenter__(self) -> "Transaction":
        try:
            await _to_the_end(self._begin())
        except BaseException:
            await _to_the_end(self._end(failed=True))
            raise
        self._token = self.engine.current_transaction.set(self)  # type: ignore[arg-type]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        assert self._token is not None
        self.engine.current_transaction.reset(self._token)
        await _to_the_end(self._end(failed=kind is not None))

    async def _begin(self) -> None:
        if self._writes:
            await self.connection.begin()
        else:
            await self.connection.run("BEGIN")

    async def _end(self, *, failed: bool) -> None:
        try:
            if not failed:
                await self.connection.run("COMMIT")
        finally:
            if self.connection.in_transaction:
                await self.connection.run("ROLLBACK")


async def _to_the_end(work: Coroutine[Any, Any, Outcome]) -> Outcome:
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
    outcome = task.result()
    if cancelled:
        raise cancelled
    return outcome


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

    async def survey(self) -> None:
        """Let SQLite see how the rows are spread, so that it finds them by what few of them share.

        Unseen, it takes each index to lead to ten rows, also that of a topic with a million suggestions.

        Raises:
            DatabaseBusy: other processes held the write lock for five seconds.

        Source: SQLite documentation, ANALYZE.
        """
        async with self.writing():
            await self.run_ddl("ANALYZE")
        for _ in range(_READERS):  # each knows what was seen before it was opened
            async with self._reader() as reader:
                await reader.reopen()

    async def edits(self) -> AsyncGenerator[None, None]:
        """Give a turn twice a second, for a file tells nobody; without end."""
        while True:
            yield
            await asyncio.sleep(_LOOK_S)

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
            async with Transaction(self, self._writer, writes=True):
                yield

    async def perform(self, steps: Steps[Outcome]) -> Outcome:
        """Run steps in this task's transaction, else in one of their own."""
        current: Any = self.current_transaction.get()
        with counted():
            if current:
                performed: Outcome = await _to_the_end(current.connection.perform(steps))
                return performed
            async with self._writing:
                assert self._writer is not None, "open() comes first"
                return await _to_the_end(self._writer.commit(steps))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Hold one reader on one snapshot."""
        async with self._reader() as reader, Transaction(self, reader, writes=False):
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
