"""The database: two engines, one transaction door, and the writer that commits in groups.

Read anywhere; write only inside `async with transaction():`. What must be read as of one moment is read
inside `async with snapshot():`. Both join a transaction that is already open in this task.
"""

from jianyan.db.cost import Cost, measured
from jianyan.db.door import (
    bind,
    content_version,
    edits,
    is_sqlite,
    make_engine,
    newest_migration,
    perform,
    snapshot,
    transaction,
    words_version,
)
from jianyan.db.group_commit import GroupCommit, QueueFull
from jianyan.db.postgres import Postgres
from jianyan.db.sqlite import SQLite
from jianyan.db.steps import Change, Insert, Look, Rows, Steps, Together
from jianyan.db.unavailable import ROW_FAULTS, DatabaseBusy, DiskFull

__all__ = [
    "ROW_FAULTS",
    "Change",
    "Cost",
    "DatabaseBusy",
    "DiskFull",
    "GroupCommit",
    "Insert",
    "Look",
    "Postgres",
    "QueueFull",
    "Rows",
    "SQLite",
    "Steps",
    "Together",
    "bind",
    "content_version",
    "edits",
    "is_sqlite",
    "make_engine",
    "measured",
    "newest_migration",
    "perform",
    "snapshot",
    "transaction",
    "words_version",
]
