"""A transaction as steps: what many rows need, written once for both engines.

A generator yields statements and is sent what each gave. SQLite runs the whole generator in one hop to the
writer's thread; PostgreSQL takes one round trip a statement. Between two statements a generator only
computes: it neither waits nor reads a clock.
"""

from collections.abc import Generator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

import msgspec
from piccolo.columns import Column
from piccolo.query.base import Query
from piccolo.table import Table

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


Statement: TypeAlias = Insert | Query[Any, Any]
"""An Insert gives how many rows were added; any other query its rows, as `Rows`."""
Steps: TypeAlias = Generator[Statement, Any, Outcome]


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
    types = (column.column_type.partition("(")[0] for column in columns)
    places = ",".join(f"${place}::{type_}[]" for place, type_ in enumerate(types, start=1))
    rows = f"SELECT * FROM unnest({places})"  # noqa: S608 - places and the types of our own columns
    return f"{_into(table, columns)} {rows}{_when_met(table, columns, skips, adds_to)}"


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
