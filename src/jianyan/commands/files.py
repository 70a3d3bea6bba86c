"""Files that a command writes: whole, or not there."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears at its path when the block ends well; a file of that name is replaced.

    What is there and no file, a pipe or a device, is written to as it is.

    Raises:
        OSError: the folder is missing or the disk is full; nothing is left behind.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as other:
            yield other
        return
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
