"""`backup` and `restore`."""

import asyncio
import os
import shutil
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter

import msgspec

from jianyan import backups
from jianyan.backups import Facts, Manifest
from jianyan.clock import now
from jianyan.commands.opening import MigratedFurther, NotMigrated, UnfitDatabase, unmigrated
from jianyan.commands.restoring import Restored, engine_of, restored, sync_folder
from jianyan.commands.terminal import Terminal
from jianyan.db import snapshot
from jianyan.erasures import list_beside
from jianyan.errors import Conflict
from jianyan.i18n import N_
from jianyan.settings import Settings, sqlite_path
from jianyan.uploads import store_of
from jianyan_migrations.running import head

_INCOMPLETE = 1


class FileExists(Conflict):
    """A backup replaces nothing; `file` is there already."""

    sentence = N_("%(file)s is there already. Choose another name; nothing was written.")


class HalfBackup(Conflict):
    """`folder` is left of a backup that was killed, or belongs to one that runs."""

    sentence = N_("%(folder)s is there: another backup is running, or one was cut off; then remove it.")


class NotAnUpload(Conflict):
    """The uploads folder holds what must not be in an archive, or would hold the archive."""

    sentence = N_("%(held)s lies in the uploads folder %(folder)s, where it does not belong.")


def backup(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write the database and the uploads, as of one moment, to one new file; the service goes on.

    Raises:
        FileExists, HalfBackup, NotAnUpload: nothing was written.
        ToolMissing, ToolTooOld, ToolFailed: pg_dump did not do it; nothing was written.
        StoreAway: the bucket did not give its files; nothing was written.
        UnfitDatabase, NotMigrated, MigratedFurther: there is nothing that could be restored.
    """
    began, path = perf_counter(), Path(arguments.file)
    manifest = asyncio.run(_backup(path, terminal, settings))
    terminal.done()
    size = path.stat().st_size
    terminal.say(
        N_("Suggestions: %(count)s, files: %(files)s, bytes: %(bytes)s, in %(file)s"),
        count=manifest.suggestions,
        files=len(manifest.members),
        bytes=size,
        file=path,
    )
    terminal.result(
        {
            "file": str(path),
            "bytes": size,
            "seconds": round(perf_counter() - began, 3),
            "trail_size": manifest.trail_size,
            "root": manifest.root,
            "suggestions": manifest.suggestions,
        }
    )
    return 0


def restore(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Bring a backup back where nothing is yet, erase again what was erased since, and check it.

    Raises:
        NotEmpty, Damaged, NewerFormat, MigratedFurther, OtherEngine, ListDamaged: nothing was written.
        ToolMissing, ToolTooOld, ToolFailed: pg_restore did not do it; nothing was written.
    """
    began, path = perf_counter(), Path(arguments.file)
    done = asyncio.run(restored(path, terminal, settings))
    terminal.done()
    terminal.say(N_("Suggestions restored: %(count)s, from %(file)s"), count=done.suggestions, file=path)
    if done.migrated:
        terminal.say(N_("Migrations run: %(count)s. The database is ready."), count=len(done.migrated))
    if done.erased_again:
        terminal.say(N_("Erased again, as the list of erasures says: %(count)s"), count=done.erased_again)
    seconds = round(perf_counter() - began, 3)
    terminal.result({"file": str(path), "seconds": seconds, **msgspec.to_builtins(done)})
    return _verdict(done, terminal, settings)


def _verdict(done: Restored, terminal: Terminal, settings: Settings) -> int:
    if done.fault is not None:
        terminal.complain(done.fault)
    if done.missing_key_ids:
        terminal.warn(
            N_("The secret file %(path)s lacks %(ids)s: put its safe copy back before jianyan serve."),
            path=settings.secret_file,
            ids=", ".join(done.missing_key_ids),
        )
    if done.fault is not None or done.missing_key_ids:
        return _INCOMPLETE
    terminal.say(N_("Everything is as it was recorded."))
    return 0


async def _backup(path: Path, terminal: Terminal, settings: Settings) -> Manifest:
    _refuse_strangers(path, settings)
    with _workplace(path) as folder:
        copy, draft = folder / "database", folder / "archive"
        at = now()
        terminal.under_way(N_("Copying the database …"))
        facts = await _copied(copy, settings)
        terminal.done()
        terminal.under_way(N_("Fetching the files …"))
        uploads = await store_of(settings).gathered(folder / "uploads")
        terminal.done()
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as archive:
            manifest = backups.pack(
                archive,
                _manifest(facts, settings, at=at),
                database=copy,
                uploads=uploads,
                packed=terminal.progress,
            )
            archive.flush()
            os.fsync(archive.fileno())
        _refuse_existing(path)
        draft.rename(path)
        sync_folder(folder.parent)
    return manifest


async def _copied(copy: Path, settings: Settings) -> Facts:
    """Copy the database and say where the copy stands: that is read from the copy, or in its snapshot."""
    path = sqlite_path(settings.database_url)
    if path is None:
        async with unmigrated(settings), snapshot():
            facts = _restorable(await backups.facts())
            await backups.dump(settings.database_url, copy)
            return facts
    try:
        backups.copy_into(path, copy)
    except sqlite3.Error as failed:
        raise UnfitDatabase(reason=failed) from failed
    async with unmigrated(msgspec.structs.replace(settings, database_url=f"sqlite:///{copy}")):
        return _restorable(await backups.facts())


def _restorable(facts: Facts) -> Facts:
    if facts.migration is None:
        raise NotMigrated
    if facts.migration > head():
        raise MigratedFurther
    return facts


def _manifest(facts: Facts, settings: Settings, *, at: datetime) -> Manifest:
    return Manifest(
        format=backups.FORMAT,
        engine=engine_of(settings),
        migration=str(facts.migration),
        trail_size=facts.trail_size,
        root=facts.root,
        suggestions=facts.suggestions,
        made_at=at,
    )


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise FileExists(file=path)


def _refuse_strangers(path: Path, settings: Settings) -> None:
    """See to it that neither secret nor database can be packed as if they were uploads."""
    uploads = Path(settings.uploads).resolve()
    database = sqlite_path(settings.database_url)
    secret = Path(settings.secret_file)
    for held in (path, secret, list_beside(settings.secret_file), *([database] if database else [])):
        if held.resolve().is_relative_to(uploads):
            raise NotAnUpload(held=held, folder=uploads)


@contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    """Give a folder beside the file that nobody else can read; it is gone afterwards."""
    _refuse_existing(path)
    folder = path.absolute().with_name(f"{path.name}.part")
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        raise HalfBackup(folder=folder) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
