"""What `restore` does: into an empty installation, whole, and checked before it is said to be there."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec

from jianyan import backups, erasures
from jianyan.backups import Manifest
from jianyan.clock import now
from jianyan.commands.opening import MigratedFurther, opened, secrets_of, unmigrated
from jianyan.commands.serving import migrated
from jianyan.commands.terminal import Terminal
from jianyan.errors import Conflict
from jianyan.i18n import N_
from jianyan.invariants import check_invariants
from jianyan.keys import KeyRing
from jianyan.settings import Settings, sqlite_path
from jianyan.uploads import store_of
from jianyan_migrations.running import head

_BESIDE_SQLITE = ("", "-wal", "-shm", "-journal", ".migrating")


class NotEmpty(Conflict):
    """Something lives at `place` already."""

    sentence = N_("%(place)s is not empty: a backup is restored where nothing is yet. Nothing was written.")


class OtherEngine(Conflict):
    """The backup is of another engine than the settings name."""

    sentence = N_("The backup is of %(found)s, JIANYAN_DATABASE_URL names %(wanted)s. Nothing was written.")


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore left behind."""

    suggestions: int
    trail_size: int
    """Leaves in the backup; erasing again adds some."""
    root: str
    migrated: list[str]
    """Migrations that an older backup still needed; they were run."""
    erased_again: int
    missing_key_ids: list[str]
    """Secrets that receipts and phone numbers need and the secret file has not."""
    fault: str | None
    """The first bad row; None where the data is sound."""


def engine_of(settings: Settings) -> str:
    """Give the engine as the manifest names it."""
    return "postgresql" if sqlite_path(settings.database_url) is None else "sqlite"


def sync_folder(folder: Path) -> None:
    """See to it that names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


async def restored(path: Path, terminal: Terminal, settings: Settings) -> Restored:
    """Bring a backup back and give what came of it.

    Raises:
        NotEmpty, Damaged, NewerFormat, MigratedFurther, OtherEngine, ListDamaged: nothing was written.
        ToolMissing, ToolTooOld, ToolFailed, OSError: nothing is left behind.
    """
    keys, listed = _keys(settings), erasures.listed(settings.secret_file)
    await _refuse_unless_empty(settings)
    terminal.under_way(N_("Reading %(file)s …"), file=path)
    manifest = backups.examined(path)
    if manifest.engine != engine_of(settings):
        raise OtherEngine(found=manifest.engine, wanted=engine_of(settings))
    if manifest.migration > head():
        raise MigratedFurther
    terminal.under_way(N_("Restoring %(count)s suggestions …"), count=manifest.suggestions)
    with _uploads(settings) as uploads:
        async with _database(settings) as (place, put):
            await backups.unpack(path, uploads=uploads, place=put)
            terminal.under_way(N_("Checking what was restored …"))
            return await _made_sound(manifest, keys, listed, place)


def _keys(settings: Settings) -> KeyRing:
    """Give the secrets that are here; making some would hide that the right ones are missing."""
    return secrets_of(settings) if Path(settings.secret_file).exists() else KeyRing({})


async def _refuse_unless_empty(settings: Settings) -> None:
    path = sqlite_path(settings.database_url)
    if path is None:
        async with unmigrated(settings):
            if not await backups.is_empty():
                raise NotEmpty(place="PostgreSQL")
    else:
        for place in (_beside(path, suffix) for suffix in ("", "-wal", "-shm", ".restoring")):
            if place.exists():
                raise NotEmpty(place=place)
    _refuse_uploads(Path(settings.uploads))


def _refuse_uploads(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(place=folder)


@contextmanager
def _uploads(settings: Settings) -> Iterator[Path]:
    """Give the folder of uploads, which is empty; it is empty again where the block fails."""
    folder = Path(settings.uploads)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield folder
    except BaseException:
        for entry in folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


@asynccontextmanager
async def _database(
    settings: Settings,
) -> AsyncIterator[tuple[Settings, Callable[[Iterator[bytes]], Awaitable[None]]]]:
    """Give where the data can be worked on before anybody serves it, and what writes it there.

    A SQLite file gets its name when the block ends well; PostgreSQL has the data once pg_restore commits.
    """
    path = sqlite_path(settings.database_url)
    if path is None:

        async def load(pieces: Iterator[bytes]) -> None:
            async with unmigrated(settings):
                await backups.load(settings.database_url, pieces)

        yield settings, load
        return
    draft = _beside(path, ".restoring")

    async def write(pieces: Iterator[bytes]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())

    try:
        yield msgspec.structs.replace(settings, database_url=f"sqlite:///{draft}"), write
        draft.rename(path)
        sync_folder(path.parent)
    finally:
        for suffix in _BESIDE_SQLITE:
            _beside(draft, suffix).unlink(missing_ok=True)


async def _made_sound(manifest: Manifest, keys: KeyRing, listed: list[str], place: Settings) -> Restored:
    """Migrate what is older, erase again, then check; before that, compare with the manifest."""
    ran = await migrated(place) if manifest.migration < head() else []
    async with opened(place):
        facts = await backups.facts()
        was, stands = (manifest.trail_size, manifest.root), (facts.trail_size, facts.root)
        fault = None if stands == was else f"trail_head: {stands} is not the backup's {was}"
        store = store_of(place)
        await store.bring_back()
        erased_again = await erasures.erase_again(listed, now=now(), store=store)
        missing = await backups.key_ids() - keys.by_id.keys()
        checked = await check_invariants(keys)
    return Restored(
        suggestions=facts.suggestions,
        trail_size=facts.trail_size,
        root=facts.root,
        migrated=ran,
        erased_again=erased_again,
        missing_key_ids=sorted(missing),
        fault=fault or checked[-1].fault,
    )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
