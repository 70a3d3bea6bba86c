"""Moments as whole quarters of an hour since 1970: quick to read, and the day they lie in.

No zone on Earth is shifted by less than a quarter of an hour, so that none of these lies in two hours.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

from jianyan.db import is_sqlite

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
_SQLITE = "CAST(strftime('%s', {column}) AS INTEGER) / 900"
_POSTGRES = "CAST(FLOOR(date_part('epoch', {column}) / 900) AS BIGINT)"


def quarter_of(column: str) -> str:
    """Give the expression for the quarter of an hour in which a column's moment lies; null for null."""
    return (_SQLITE if is_sqlite() else _POSTGRES).format(column=column)


def day_of_quarter(zone: tzinfo) -> Callable[[int], date]:
    """Give what tells in which day of a zone a quarter of an hour lies."""

    @cache
    def day(quarter: int) -> date:
        return (EPOCH + quarter * QUARTER).astimezone(zone).date()

    return day
