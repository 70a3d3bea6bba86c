import asyncio
import gzip
import json
import os
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jianyan import backups, demo
from jianyan.settings import Settings
from jianyan_migrations.running import head

Move = Callable[[], Settings]
Seal = Callable[..., Path]
HIGH = "9999-01-01T00:00:00:000001"


@pytest.fixture
def seal(archive: Path, tmp_path: Path) -> Seal:
    """Give what writes the archive anew with another manifest; every hash in it is right."""

    def again(**changes: object) -> Path:
        manifest = backups.examined(archive)
        folder = tmp_path / "unsealed"
        folder.mkdir()

        async def place(pieces: Any) -> None:
            (tmp_path / "database").write_bytes(b"".join(pieces))

        asyncio.run(backups.unpack(archive, uploads=folder, place=place))
        path = tmp_path / "sealed"
        with path.open("wb") as file:
            backups.pack(
                file,
                msgspec.structs.replace(manifest, **changes),
                database=tmp_path / "database",
                uploads=folder,
                packed=lambda _: None,
            )
        return path

    return again


def untouched(folder: Path) -> bool:
    """Say whether nothing was written at the empty place."""
    return not (folder / "elsewhere").exists()


def test_a_backup_that_is_sealed_again_as_it_was_is_restored(
    jianyan: Any, seal: Seal, elsewhere: Move
) -> None:
    path = seal()
    elsewhere()
    assert jianyan("restore", path).code == 0


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"format": backups.FORMAT + 1}, 1, "made by a newer jianyan"),
        ({"migration": HIGH}, 2, "migrated by a newer jianyan"),
        ({"engine": "oracle"}, 1, "The backup is of oracle, JIANYAN_DATABASE_URL names"),
    ],
)
def test_what_does_not_fit_here_is_refused(
    changes: dict[str, object],
    code: int,
    said: str,
    jianyan: Any,
    seal: Seal,
    elsewhere: Move,
    tmp_path: Path,
) -> None:
    path = seal(**changes)
    elsewhere()
    ran = jianyan("restore", path)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert untouched(tmp_path)
    ran = jianyan("migrate", "--json")
    assert ran.json["version"] == head()  # what was refused left an empty place behind


@pytest.mark.parametrize("change", [{"root": "0" * 64}, {"trail_size": 1}])
def test_a_trail_that_is_not_the_manifests_is_named(
    change: dict[str, object], jianyan: Any, seal: Seal, elsewhere: Move
) -> None:
    path = seal(**change)
    elsewhere()
    ran = jianyan("restore", path)
    assert ran.code == 1
    assert ran.err.startswith("trail_head: ")
    assert "is not the backup's" in ran.err


def spoiled(whole: bytes, place: int) -> bytes:
    """Change one byte at the place, or at the first one after it where that changes what is packed."""
    for at in range(place, len(whole)):
        wrong = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        try:
            if gzip.decompress(wrong) != gzip.decompress(whole):
                return wrong
        except (OSError, EOFError, zlib.error):
            return wrong
    raise AssertionError("no byte matters")


@pytest.mark.parametrize("place", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_one_wrong_byte_is_refused_before_anything_is_written(
    place: float, jianyan: Any, archive: Path, elsewhere: Move, tmp_path: Path
) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(spoiled(whole, int(place * len(whole))))
    elsewhere()
    ran = jianyan("restore", archive)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("The backup is damaged (")
    assert untouched(tmp_path)


def test_a_backup_that_was_cut_off_is_refused(
    jianyan: Any, archive: Path, elsewhere: Move, tmp_path: Path
) -> None:
    whole = archive.read_bytes()
    elsewhere()
    for length in (0, 1, 20, len(whole) // 2, len(whole) - 1):
        archive.write_bytes(whole[:length])
        ran = jianyan("restore", archive)
        assert (ran.code, ran.err.split("(")[0]) == (1, "The backup is damaged ")
    assert untouched(tmp_path)
    missing = jianyan("restore", tmp_path / "none")
    assert (missing.code, "cannot be used: No such file" in missing.err) == (1, True)


def test_where_something_lives_nothing_is_restored(
    jianyan: Any, archive: Path, settings: Settings, uploads: Path
) -> None:
    before = jianyan("check", "--json").json
    ran = jianyan("restore", archive)
    assert ran.code == 1
    assert "is not empty" in ran.err
    assert jianyan("check", "--json").json == before


def test_uploads_that_are_there_are_not_mixed_with_others(
    jianyan: Any, archive: Path, elsewhere: Move
) -> None:
    folder = Path(elsewhere().uploads)
    folder.mkdir(parents=True)
    (folder / "mine").write_text("x")
    ran = jianyan("restore", archive)
    assert ran.code == 1
    assert f"{folder} is not empty" in ran.err
    assert [path.name for path in folder.parent.rglob("*")] == ["uploads", "mine"]


def test_what_a_restore_that_was_cut_off_left_is_named(
    jianyan: Any, archive: Path, elsewhere: Move, engine_name: str
) -> None:
    folder = Path(elsewhere().uploads).parent
    left = folder / ("jianyan.sqlite.restoring" if engine_name == "sqlite" else "uploads/half")
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    ran = jianyan("restore", archive)
    assert (ran.code, f"{left if engine_name == 'sqlite' else left.parent} is not empty" in ran.err) == (
        1,
        True,
    )
    left.unlink()
    assert jianyan("restore", archive).code == 0


def test_an_empty_folder_of_uploads_may_be_there(jianyan: Any, archive: Path, elsewhere: Move) -> None:
    folder = Path(elsewhere().uploads)
    folder.mkdir(parents=True)
    assert jianyan("restore", archive).code == 0
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2


def test_a_disk_that_fills_up_leaves_the_place_empty(
    jianyan: Any, archive: Path, elsewhere: Move, engine_name: str
) -> None:
    place = elsewhere()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    command = [sys.executable, "-m", "jianyan.cli", "restore", str(archive)]
    ran = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "The disk is full" in ran.stderr
    assert [path for path in Path(place.uploads).parent.rglob("*") if path.is_file()] == []
    assert jianyan("restore", archive).code == 0


def test_an_older_backup_is_brought_to_this_version(
    jianyan: Any, settings: Settings, uploads: Path, elsewhere: Move, tmp_path: Path
) -> None:
    first = """
import asyncio, sys
from piccolo.apps.migrations.commands.forwards import run_forwards
from jianyan_migrations import piccolo_conf
asyncio.run(run_forwards("jianyan", migration_id="2026-11-23T00:00:00:000001"))
"""
    elsewhere()
    if settings.database_url.startswith("sqlite"):
        (tmp_path / "elsewhere").mkdir()
    environment = {**os.environ, "PICCOLO_CONF": "jianyan_migrations.piccolo_conf"}
    subprocess.run([sys.executable, "-c", first], env=environment, check=True, capture_output=True)
    ran = jianyan("backup", tmp_path / "old", "--json")
    assert (ran.code, ran.json["suggestions"], ran.json["trail_size"]) == (0, 0, 0)
    asyncio.run(demo.empty(os.environ["JIANYAN_DATABASE_URL"]))
    ran = jianyan("restore", tmp_path / "old", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["migrated"][-1] == head()
    assert jianyan("check").code == 0
