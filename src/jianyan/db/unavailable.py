"""The two ways in which a healthy service meets a database that cannot take a write right now."""

import sqlite3

import asyncpg

from jianyan.errors import Busy
from jianyan.i18n import N_

ROW_FAULTS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    OverflowError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.DataError,
)
"""What a database says when one row cannot be stored as it is; its neighbours can."""


class DiskFull(Busy):
    """The disk has no room; nothing was written."""

    sentence = N_("The server's disk is full. Nothing was saved. Please try again later.")

    def __init__(self) -> None:
        super().__init__(retry_after_s=60)


class DatabaseBusy(Busy):
    """The database did not answer in time or could not be reached; nothing was written."""

    sentence = N_("The server is very busy. Please try again in a moment.")

    def __init__(self) -> None:
        super().__init__(retry_after_s=5)
