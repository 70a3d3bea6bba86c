"""Packing, examining and unpacking the archive; nothing is believed before every hash was compared."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

import msgspec

from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.jobs import FOLDER
from jianyan.uploads import UNFINISHED

FORMAT = 1
_PASSING = {FOLDER, UNFINISHED}
"""Folders of what is swept after a day, and would come back from here."""
_DATABASE, _MANIFEST, _UPLOADS = "database", "manifest.json", "uploads"
_LEVEL = 1
_PIECE = 1 << 20
_MANIFEST_MOST = 64 << 20


class Damaged(Invalid):
    """The archive is not as it was written; `what` says where."""

    sentence = N_("The backup is damaged (%(what)s). Nothing was restored.")


class NewerFormat(Invalid):
    """The archive was made by a newer program."""

    sentence = N_("The backup was made by a newer jianyan. Nothing was restored.")


class Member(msgspec.Struct, frozen=True):
    """One file in the archive."""

    bytes: int
    sha256: str


class _Format(msgspec.Struct, frozen=True):
    """What every version of the manifest says."""

    format: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the archive says of itself."""

    format: int
    engine: str
    """`sqlite` or `postgresql`."""
    migration: str
    """Id of the newest migration of the data."""
    trail_size: int
    root: str
    """Hex of the trail's root at that size."""
    suggestions: int
    made_at: datetime
    members: dict[str, Member] = {}
    """Name in the archive → what it must be; all but the manifest."""


class _Counting(io.RawIOBase):
    """A file that counts and hashes what is read from it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self._bytes = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._hash.update(piece)
        self._bytes += len(piece)
        return piece

    def member(self) -> Member:
        return Member(self._bytes, self._hash.hexdigest())


def pack(
    archive: BinaryIO, manifest: Manifest, *, database: Path, uploads: Path, packed: Callable[[int], None]
) -> Manifest:
    """Write an archive and give its manifest with the members filled in.

    Args:
        archive: open for writing.
        manifest: without members.
        database: the copy, in nobody's use.
        uploads: folder; may be missing. Links in it are not followed and not packed, nor are files of jobs.
        packed: is told 1 for each file.
    """
    members: dict[str, Member] = {}
    stamp = int(manifest.made_at.timestamp())
    with (
        gzip.GzipFile("", "wb", _LEVEL, archive, stamp) as stream,
        tarfile.open(fileobj=stream, mode="w|") as tar,
    ):
        for name, path in [*_uploaded(uploads), (_DATABASE, database)]:
            with suppress(FileNotFoundError), path.open("rb") as file:  # erased meanwhile: no longer wanted
                size, counting = os.fstat(file.fileno()).st_size, _Counting(file)
                tar.addfile(_entry(name, size, stamp), counting)
                members[name] = counting.member()
                packed(1)
        manifest = msgspec.structs.replace(manifest, members=members)
        written = msgspec.json.encode(manifest)
        tar.addfile(_entry(_MANIFEST, len(written), stamp), io.BytesIO(written))
    return manifest


def examined(path: Path) -> Manifest:
    """Read an archive from its first to its last byte and give its manifest; nothing is written.

    Raises:
        Damaged: it is cut off or changed, or holds what does not belong in it.
        NewerFormat: a newer program made it.
        OSError: it cannot be read.
    """
    found: dict[str, Member] = {}
    written: bytes | None = None
    stranger: str | None = None
    with _opened(path) as tar:
        for info in tar:
            file = tar.extractfile(info)
            if file is None or not _belongs(info.name) or info.name in found or written is not None:
                stranger = stranger or info.name
            elif info.name == _MANIFEST:
                written = file.read(_MANIFEST_MOST)
            else:
                counting = _Counting(file)  # type: ignore[arg-type]
                while counting.read(_PIECE):
                    pass
                found[info.name] = counting.member()
    manifest = _read_manifest(written)
    if stranger is not None:
        raise Damaged(what=stranger)
    for name in sorted(found.keys() | manifest.members.keys() | {_DATABASE}):
        if name not in found or found[name] != manifest.members.get(name):
            raise Damaged(what=name)
    return manifest


async def unpack(path: Path, *, uploads: Path, place: Callable[[Iterator[bytes]], Awaitable[None]]) -> None:
    """Write the uploads into their folder, then hand the database on, piece by piece.

    Args:
        path: an archive that was examined.
        uploads: an empty folder.
        place: takes the pieces of the database.
    """
    with _opened(path) as tar:
        for info in tar:
            file = tar.extractfile(info)
            if file is None or not _belongs(info.name):
                raise Damaged(what=info.name)
            if info.name == _DATABASE:
                await place(_pieces(file))
            elif info.name != _MANIFEST:
                _write_out(uploads / info.name.removeprefix(f"{_UPLOADS}/"), file)


def _uploaded(uploads: Path) -> Iterator[tuple[str, Path]]:
    for folder, below, names in os.walk(uploads):
        if Path(folder) == uploads:
            below[:] = [name for name in below if name not in _PASSING]
        below.sort()
        for path in (Path(folder) / name for name in sorted(names)):
            if path.is_file() and not path.is_symlink():
                yield f"{_UPLOADS}/{path.relative_to(uploads)}", path


def _entry(name: str, size: int, stamp: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, stamp, 0o600
    return info


def _belongs(name: str) -> bool:
    """Say whether a member's name is one that `pack` gives; no other leads into the uploads folder."""
    top, *below = name.split("/")
    if top == _UPLOADS:
        return bool(below) and not {"", ".", ".."} & set(below)
    return name in {_DATABASE, _MANIFEST}


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with gzip.open(path) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            yield tar
            while stream.read(_PIECE):  # the check sum stands at the very end
                pass
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as broken:
        raise Damaged(what=path.name) from broken


def _read_manifest(written: bytes | None) -> Manifest:
    if written is None:
        raise Damaged(what=_MANIFEST)
    try:
        if msgspec.json.decode(written, type=_Format).format > FORMAT:
            raise NewerFormat
        return msgspec.json.decode(written, type=Manifest)
    except msgspec.MsgspecError as broken:
        raise Damaged(what=_MANIFEST) from broken


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _write_out(path: Path, file: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.writelines(_pieces(file))
        written.flush()
        os.fsync(written.fileno())
