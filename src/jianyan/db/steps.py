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

    Rows that meet a key that is there already are left out where `skips` is set; else they are a fault.
    """

    table: type[Table]
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    """One value a column, at least one row; SQLite takes 32,766 values at once."""
    skips: bool = False

    def for_sqlite(self) -> tuple[str, list[Any]]:
        """Give the statement with `?` places and its values."""
        sql = _sqlite_insert(self.table, self.columns, len(self.rows), self.skips)
        return sql, [value for row in self.rows for value in row]

    def for_postgres(self) -> tuple[str, list[list[Any]]]:
        """Give the statement, the same for any number of rows, and a list of values for each column."""
        sql = _postgres_insert(self.table, self.columns, self.skips)
        return sql, [list(values) for values in zip(*self.rows, strict=True)]


Statement: TypeAlias = Insert | Query[Any, Any]
"""An Insert gives how many rows were added; any other query its rows, as `Rows`."""
Steps: TypeAlias = Generator[Statement, Any, Outcome]


@lru_cache(maxsize=1_024)
def _sqlite_insert(table: type[Table], columns: tuple[Column, ...], count: int, skips: bool) -> str:
    places = f"({','.join('?' * len(columns))})"
    return f"{_into(table, columns)} VALUES {','.join([places] * count)}{_unless(skips)}"


@lru_cache(maxsize=64)
def _postgres_insert(table: type[Table], columns: tuple[Column, ...], skips: bool) -> str:
    types = (column.column_type.partition("(")[0] for column in columns)
    places = ",".join(f"${place}::{type_}[]" for place, type_ in enumerate(types, start=1))
    rows = f"SELECT * FROM unnest({places})"  # noqa: S608 - places and the types of our own columns
    return f"{_into(table, columns)} {rows}{_unless(skips)}"


def _into(table: type[Table], columns: tuple[Column, ...]) -> str:
    names = ",".join(f'"{column._meta.db_column_name}"' for column in columns)
    return f'INSERT INTO "{table._meta.tablename}" ({names})'


def _unless(skips: bool) -> str:
    return " ON CONFLICT DO NOTHING" if skips else ""


def driven(steps: Steps[Outcome], given: Any) -> tuple[Statement | None, Outcome | None]:
    """Send what a statement gave; give the next statement, or None and the outcome at the end."""
    try:
        return steps.send(given), None
    except StopIteration as done:
        return None, done.value
