"""Copying a SQLite file that is in use."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


def copy_into(path: Path, copy: Path) -> None:
    """Write what is committed at this moment to a new file.

    By VACUUM INTO rather than the backup API: both read one snapshot while writers go on, but this one leaves
    free pages out, and with them what was erased.

    Raises:
        sqlite3.Error: the database cannot be read.
        OSError: no room (ENOSPC).
    """
    with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.OperationalError as failed:
            if failed.sqlite_errorcode & 0xFF in _FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(copy)) from failed
            raise
