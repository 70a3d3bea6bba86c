"""A transaction as steps: what many rows need, written once for both engines.

A generator yields statements and is sent what each gave. SQLite runs the whole generator in one hop to the
writer's thread; PostgreSQL takes one round trip a statement. Between two statements a generator only
computes: it neither waits nor reads a clock.

Statements of every batch are kept as text here, for building a Piccolo query takes as long as writing a row.
They are kept under their table first: columns of two tables with one name are equal to Python.
"""

import re
from collections.abc import Generator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

import msgspec
from piccolo.columns import Column
from piccolo.query.base import Query
from piccolo.table import Table

_PLACE = re.compile(r"\$(\d+)")
_COUNTED_IN = {"SERIAL": "INTEGER", "BIGSERIAL": "BIGINT"}
Outcome = TypeVar("Outcome")
Rows: TypeAlias = list[dict[str, Any]]


class Insert(msgspec.Struct, frozen=True):
    """Add rows in one statement; gives how many were added.

    A row that meets a key that is there already is left out where `skips` is set, adds its number to the one
    there where `adds_to` names one, and is a fault else.
    """

    table: type[Table]
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    """One value a column, at least one row; SQLite takes 32,766 values at once."""
    skips: bool = False
    adds_to: Column | None = None
    """One of `columns`; the others together are a key of the table."""

    def for_sqlite(self) -> tuple[str, list[Any]]:
        """Give the statement with `?` places and its values."""
        sql = _sqlite_insert(self.table, self.columns, len(self.rows), self.skips, self.adds_to)
        return sql, [value for row in self.rows for value in row]

    def for_postgres(self) -> tuple[str, list[list[Any]]]:
        """Give the statement, the same for any number of rows, and a list of values for each column."""
        sql = _postgres_insert(self.table, self.columns, self.skips, self.adds_to)
        return sql, [list(values) for values in zip(*self.rows, strict=True)]


class Look(msgspec.Struct, frozen=True):
    """Find rows by a key; gives them as `Rows`, in no order."""

    table: type[Table]
    columns: tuple[Column, ...]
    key: Column
    values: Sequence[Any]
    """At least one, at most 32,766."""
    locks: bool = False
    """Nobody else changes or locks these rows before the transaction ends; SQLite has one writer anyway."""

    def for_sqlite(self) -> tuple[str, Sequence[Any]]:
        """Give the statement with `?` places and its values."""
        return _sqlite_look(self.table, self.columns, self.key, len(self.values)), self.values

    def for_postgres(self) -> tuple[str, Sequence[Any]]:
        """Give the statement and its one value, a list."""
        return _postgres_look(self.table, self.columns, self.key, self.locks), [list(self.values)]


class Change(msgspec.Struct, frozen=True):
    """Set columns of the row with a key; gives how many rows there are of it."""

    table: type[Table]
    columns: tuple[Column, ...]
    values: tuple[Any, ...]
    key: Column
    value: Any

    def for_sqlite(self) -> tuple[str, Sequence[Any]]:
        """Give the statement with places `?1`, `?2`… and its values."""
        return _change(self.table, self.columns, self.key, "?"), (*self.values, self.value)

    def for_postgres(self) -> tuple[str, Sequence[Any]]:
        """Give the statement with places `$1`, `$2`… and its values."""
        return _change(self.table, self.columns, self.key, "$"), (*self.values, self.value)


class Together(msgspec.Struct, frozen=True):
    """Write what does not depend on each other in one round trip; gives nothing.

    PostgreSQL runs them as one statement: each sees the rows as they were before all of them, and what refers
    to another row is checked when all are written.
    """

    writes: tuple[Insert | Change, ...]

    def for_postgres(self) -> tuple[str, list[Any]]:
        """Give one statement with places `$1`, `$2`… and its values."""
        texts: list[str] = []
        values: list[Any] = []
        for write in self.writes:
            text, given = write.for_postgres()
            texts.append(_counted_from(text, len(values)))
            values += given
        *first, last = texts
        named = ", ".join(f"write_{place} AS ({text})" for place, text in enumerate(first))
        return (f"WITH {named} {last}" if named else last), values


Statement: TypeAlias = Insert | Look | Change | Together | Query[Any, Any]
"""Insert and Change give a number of rows; Look and any other query rows, as `Rows`."""
Steps: TypeAlias = Generator[Statement, Any, Outcome]


@lru_cache(maxsize=1_024)
def _counted_from(text: str, first: int) -> str:
    """Give a statement whose places begin after `first`."""
    return _PLACE.sub(lambda place: f"${int(place[1]) + first}", text)


@lru_cache(maxsize=1_024)
def _sqlite_insert(
    table: type[Table], columns: tuple[Column, ...], count: int, skips: bool, adds_to: Column | None
) -> str:
    places = f"({','.join('?' * len(columns))})"
    met = _when_met(table, columns, skips, adds_to)
    return f"{_into(table, columns)} VALUES {','.join([places] * count)}{met}"


@lru_cache(maxsize=64)
def _postgres_insert(
    table: type[Table], columns: tuple[Column, ...], skips: bool, adds_to: Column | None
) -> str:
    places = ",".join(f"${place}::{_type(column)}[]" for place, column in enumerate(columns, start=1))
    rows = f"SELECT * FROM unnest({places})"  # noqa: S608 - places and the types of our own columns
    return f"{_into(table, columns)} {rows}{_when_met(table, columns, skips, adds_to)}"


@lru_cache(maxsize=1_024)
def _sqlite_look(table: type[Table], columns: tuple[Column, ...], key: Column, count: int) -> str:
    return f"{_from(table, columns, key)} IN ({','.join('?' * count)})"


@lru_cache(maxsize=64)
def _postgres_look(table: type[Table], columns: tuple[Column, ...], key: Column, locks: bool) -> str:
    return f"{_from(table, columns, key)} = ANY($1::{_type(key)}[]){' FOR UPDATE' if locks else ''}"


@lru_cache(maxsize=64)
def _change(table: type[Table], columns: tuple[Column, ...], key: Column, mark: str) -> str:
    settings = ",".join(f"{_names([column])}={mark}{place}" for place, column in enumerate(columns, start=1))
    where = f"{_names([key])}={mark}{len(columns) + 1}"
    return f'UPDATE "{table._meta.tablename}" SET {settings} WHERE {where}'  # noqa: S608 - names of our own columns


def _from(table: type[Table], columns: tuple[Column, ...], key: Column) -> str:
    return f'SELECT {_names(columns)} FROM "{table._meta.tablename}" WHERE {_names([key])}'  # noqa: S608 - as above


def _type(column: Column) -> str:
    kind = str(column.column_type.partition("(")[0])
    return _COUNTED_IN.get(kind, kind)


def _into(table: type[Table], columns: tuple[Column, ...]) -> str:
    return f'INSERT INTO "{table._meta.tablename}" ({_names(columns)})'


def _when_met(table: type[Table], columns: tuple[Column, ...], skips: bool, adds_to: Column | None) -> str:
    if adds_to is None:
        return " ON CONFLICT DO NOTHING" if skips else ""
    key, number = [column for column in columns if column is not adds_to], _names([adds_to])
    there = f'"{table._meta.tablename}".{number}'
    return f" ON CONFLICT ({_names(key)}) DO UPDATE SET {number} = {there} + excluded.{number}"


def _names(columns: Sequence[Column]) -> str:
    return ",".join(f'"{column._meta.db_column_name}"' for column in columns)


def driven(steps: Steps[Outcome], given: Any) -> tuple[Statement | None, Outcome | None]:
    """Send what a statement gave; give the next statement, or None and the outcome at the end."""
    try:
        return steps.send(given), None
    except StopIteration as done:
        return None, done.value
