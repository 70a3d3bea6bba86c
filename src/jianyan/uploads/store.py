"""Where files lie: a folder; a Bucket has the same verbs.

A file's key is its path in the store, `photos/3f/a1/3fa1….jpg`: made here, never by a client. Two levels of
folders keep each of them small.
"""

import asyncio
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jianyan.errors import Busy, NotFound
from jianyan.i18n import N_

UNFINISHED = "incoming"
"""Folder of what is on its way; no backup holds it, and it is swept after a day."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What a file system says when nothing more fits: the disk, the quota, the largest file."""


class NoRoom(Busy):
    """The disk on which files lie is full; nothing was kept."""

    sentence = N_("There is no room for files on the server. Nothing was saved. Please try again later.")


class StoreAway(Busy):
    """The bucket does not answer, or refuses; nothing was kept."""

    sentence = N_("The store of photos and recordings does not answer. Nothing was kept.")


class NoSuchFile(NotFound):
    """The store has no file of that key."""

    sentence = N_("There is no such file.")


class Store:
    """Files below one folder, which is made with the first of them.

    Args:
        folder: on one file system, on which a file is moved at one stroke.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, key: str, content: bytes) -> None:
        """Keep a file whole: it survives a power cut once this returns, and is never seen half-written.

        Raises:
            NoRoom: nothing was kept.
        """
        await asyncio.to_thread(self._put, key, content)

    async def content(self, key: str) -> bytes:
        """Give what a file holds.

        Raises:
            NoSuchFile: there is none.
        """
        try:
            return await asyncio.to_thread((self.folder / key).read_bytes)
        except FileNotFoundError as missing:
            raise NoSuchFile from missing

    async def remove(self, key: str) -> None:
        """Delete a file; one that is not there is deleted already."""
        await asyncio.to_thread((self.folder / key).unlink, missing_ok=True)

    async def gathered(self, into: Path) -> Path:
        """Give a folder in which every file of the store lies; `into` is for stores that lie elsewhere."""
        return self.folder

    async def bring_back(self) -> None:
        """Move what a backup brought into the folder to where it belongs: it lies there."""

    def _put(self, key: str, content: bytes) -> None:
        path, unfinished = self.folder / key, self.folder / UNFINISHED / f"{secrets.token_hex(16)}.part"
        with room():
            for each in (path, unfinished):
                each.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(unfinished, content)
            unfinished.rename(path)
            _fsync_folder(path.parent)


@contextmanager
def room() -> Iterator[None]:
    """Write files in this block.

    Raises:
        NoRoom: the disk is full.
    """
    try:
        yield
    except OSError as failed:
        if failed.errno in _FULL:
            raise NoRoom(retry_after_s=60) from failed
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only we may read, down to the disk; what fails leaves none.

    Raises:
        FileExistsError: there is one of that name.
        OSError: it cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
