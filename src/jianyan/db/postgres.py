"""PostgreSQL through a pool, with the time-outs that keep one stuck session from stopping intake."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, TypeVar

import asyncpg
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

from jianyan import metrics
from jianyan.db import listening
from jianyan.db.connecting import connect
from jianyan.db.cost import counted
from jianyan.db.steps import Change, Insert, Look, Rows, Statement, Steps, Together, driven
from jianyan.db.unavailable import DatabaseBusy, DiskFull

_SERVER_SETTINGS = {
    "synchronous_commit": "on",
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    # A replica that stops in the middle of a batch holds the head of the trail: the others wait at most this.
    "idle_in_transaction_session_timeout": "4s",
    "timezone": "UTC",
}
_SLOW_READER = "SET LOCAL idle_in_transaction_session_timeout = '60s'"
Outcome = TypeVar("Outcome")
_UNREACHABLE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a server that was killed between two statements: the driver lost count
    asyncpg.PostgresConnectionError,
    asyncpg.LockNotAvailableError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.TooManyConnectionsError,
)


class Transaction:
    """One open transaction; Piccolo's queries of this task find it and run on its connection."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection


class Postgres(PostgresEngine):
    """The engine for one PostgreSQL database.

    Args:
        dsn: `postgresql://user:password@host:port/name`.
    """

    look_s = 10.0
    """Seconds between looks for edits that nobody told of."""

    def __init__(self, dsn: str) -> None:
        super().__init__(config={"dsn": dsn}, extensions=())
        self._dsn = dsn

    async def check_version(self) -> None:
        """Ask nothing: the constructor must not connect."""

    async def open(self) -> None:
        """Open the pool.

        Raises:
            DatabaseBusy: the server cannot be reached.
        """
        with _translated():
            await self.start_connection_pool(
                min_size=1,
                max_size=8,
                server_settings=_SERVER_SETTINGS,
                command_timeout=60,
                connect=connect,
            )

    async def close(self) -> None:
        """Close the pool; queries that still run are waited for."""
        if self.pool:
            await self.close_connection_pool()

    async def survey(self) -> None:
        """Do nothing: PostgreSQL sees by itself how its rows are spread."""

    def edits(self) -> AsyncGenerator[None, None]:
        """Give a turn as soon as the database tells of an edit; without end."""
        return listening.turns(self._dsn, look_s=self.look_s)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Hold one connection for one transaction."""
        async with self._transaction(isolation="read_committed", readonly=False):
            yield

    async def perform(self, steps: Steps[Outcome]) -> Outcome:
        """Run steps in this task's transaction, else in one of their own."""
        current: Any = self.current_transaction.get()
        if current:
            with _translated():
                return await _performed(steps, current.connection)
        async with self._transaction(isolation="read_committed", readonly=False) as connection:
            return await _performed(steps, connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Hold one connection on one snapshot."""
        async with self._transaction(isolation="repeatable_read", readonly=True) as connection:
            await connection.execute(_SLOW_READER)  # an export waits for whoever downloads it
            yield

    @asynccontextmanager
    async def _transaction(self, **options: Any) -> AsyncIterator[Any]:
        assert self.pool is not None, "open() comes first"
        with _translated():
            connection = await self.pool.acquire()
            try:
                async with connection.transaction(**options):
                    token = self.current_transaction.set(Transaction(connection))  # type: ignore[arg-type]
                    try:
                        yield connection
                    finally:
                        self.current_transaction.reset(token)
                        ended = perf_counter()
                if not options["readonly"]:
                    metrics.committed(perf_counter() - ended)
            finally:
                await asyncio.shield(self.pool.release(connection))

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        """Run a query in this task's transaction, else on a connection of the pool."""
        with counted(), _translated():
            return await super().run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        """Run a statement without arguments in this task's transaction, else in the pool."""
        with counted(), _translated():
            return await super().run_ddl(ddl, in_pool)


async def _performed(steps: Steps[Outcome], connection: Any) -> Outcome:
    statement, outcome = driven(steps, None)
    while statement is not None:
        with counted():
            given = await _given(statement, connection)
        statement, outcome = driven(steps, given)
    return outcome  # type: ignore[return-value] # the generator's own


async def _given(statement: Statement, connection: Any) -> Rows | int:
    if isinstance(statement, Insert | Change | Together):
        sql, values = statement.for_postgres()
        return int((await connection.execute(sql, *values)).rsplit(" ", 1)[-1])
    if isinstance(statement, Look):
        sql, values = statement.for_postgres()
    else:
        sql, values = statement.querystrings[0].compile_string(engine_type="postgres")
    return [dict(row) for row in await connection.fetch(sql, *values)]


class _translated:  # noqa: N801 - reads as a clause: with _translated()
    """Turn what the server or the network did into a refusal that a person can read."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: Any, failed: BaseException | None, _: object) -> None:
        if isinstance(failed, asyncpg.DiskFullError):
            raise DiskFull from failed
        if isinstance(failed, _UNREACHABLE):
            raise DatabaseBusy from failed
