"""Moments as whole quarters of an hour since 1970: quick to read, and the day they lie in.

No zone on Earth is shifted by less than a quarter of an hour, so that none of these lies in two hours.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from jianyan.db import is_sqlite

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
_SQLITE = "CAST(strftime('%s', {column}) AS INTEGER) / 900"
_POSTGRES = "CAST(FLOOR(date_part('epoch', {column}) / 900) AS BIGINT)"


def quarter_of(column: str) -> str:
    """Give the expression for the quarter of an hour in which a column's moment lies; null for null."""
    return (_SQLITE if is_sqlite() else _POSTGRES).format(column=column)


def day_of_quarter(quarter: int, zone: tzinfo) -> date:
    """Give the day of a zone in which a quarter of an hour lies."""
    return (EPOCH + quarter * QUARTER).astimezone(zone).date()


def first_quarter_of(day: date, zone: tzinfo) -> int:
    """Give the quarter of an hour with which a day of a zone begins."""
    return (datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC) - EPOCH) // QUARTER
