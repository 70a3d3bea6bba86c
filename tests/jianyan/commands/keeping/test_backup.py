import gzip
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import builders
from jianyan import db, suggestions
from jianyan.keys import KeyRing
from jianyan.trail.tables import TrailHead

BODY = "末班车太早了，晚班下班赶不上。"
Sent = list[tuple[str, str]]


def limited(path: Path, *, most: int) -> "subprocess.CompletedProcess[str]":
    """Run the backup where no file may grow beyond `most` bytes, as on a disk that fills up."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [sys.executable, "-m", "jianyan.cli", "backup", str(path)]
    return subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False)


def test_a_backup_says_what_it_holds(
    jianyan: Any, sent: Sent, inside: Callable[..., Any], tmp_path: Path
) -> None:
    ran = jianyan("backup", tmp_path / "b", "--json")
    head = inside(lambda: TrailHead.select().first())
    assert (ran.code, ran.err) == (0, "")
    assert ran.json.pop("seconds") >= 0
    assert ran.json == {
        "file": str(tmp_path / "b"),
        "bytes": (tmp_path / "b").stat().st_size,
        "seconds": ran.json["seconds"],
        "trail_size": head["size"],
        "root": head["root"],
        "suggestions": 3,
    }


def test_a_backup_is_its_owners_alone_and_leaves_nothing_beside_it(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert list(archive.parent.iterdir()) == [archive]


def test_a_person_is_told_how_much_was_kept(jianyan: Any, sent: Sent, tmp_path: Path) -> None:
    ran = jianyan("backup", tmp_path / "b")
    assert ran.out.startswith("Suggestions: 3, files: 3, bytes: ")


def test_no_backup_holds_a_secret_a_receipt_or_a_phone_number(
    archive: Path, sent: Sent, keys: KeyRing, tmp_path: Path
) -> None:
    unpacked = gzip.decompress(archive.read_bytes())
    secret = keys.by_id[keys.newest]
    encoded = (tmp_path / "secret").read_bytes().split()[1]
    hidden = [secret, encoded, secret.hex().encode(), b"13800138000", *(one.encode() for _, one in sent)]
    assert [one for one in hidden if one in unpacked] == []
    assert BODY.encode() in unpacked  # what is not hidden is found this way


@pytest.mark.parametrize("setting", ["JIANYAN_SECRET_FILE", "JIANYAN_UPLOADS"])
def test_a_secret_among_the_uploads_is_refused(
    setting: str, jianyan: Any, sent: Sent, uploads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(tmp_path / "secret", uploads / "secret")
    monkeypatch.setenv(setting, str(uploads / "secret" if setting == "JIANYAN_SECRET_FILE" else tmp_path))
    (tmp_path / "kept").mkdir()
    ran = jianyan("backup", tmp_path / "kept" / "b")
    assert ran.code == 1
    assert "where it does not belong" in ran.err
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_link_among_the_uploads_is_not_followed(
    jianyan: Any, sent: Sent, uploads: Path, tmp_path: Path
) -> None:
    (uploads / "link").symlink_to(tmp_path / "secret")
    assert jianyan("backup", tmp_path / "b").code == 0
    assert (tmp_path / "secret").read_bytes().split()[1] not in gzip.decompress((tmp_path / "b").read_bytes())


def test_a_file_that_is_there_is_not_replaced(jianyan: Any, archive: Path) -> None:
    before = archive.read_bytes()
    ran = jianyan("backup", archive)
    assert (ran.code, ran.out) == (1, "")
    assert "is there already" in ran.err
    assert archive.read_bytes() == before


def test_two_backups_to_one_name_do_not_mix(jianyan: Any, sent: Sent, tmp_path: Path) -> None:
    (tmp_path / "b.part").mkdir()
    ran = jianyan("backup", tmp_path / "b")
    assert ran.code == 1
    assert "b.part is there: another backup is running" in ran.err
    assert not (tmp_path / "b").exists()
    assert (tmp_path / "b.part").exists()


@pytest.mark.parametrize("most", [20_000, 2_000_000], ids=["while copying", "while packing"])
def test_a_full_disk_leaves_nothing_half(sent: Sent, uploads: Path, tmp_path: Path, most: int) -> None:
    with (uploads / "film.mp4").open("wb") as film, Path("/dev/urandom").open("rb") as noise:
        film.write(noise.read(3_000_000))
    (tmp_path / "kept").mkdir()
    ran = limited(tmp_path / "kept" / "b", most=most)
    assert ran.returncode == 1
    assert "disk is full" in ran.stderr or "pg_dump failed" in ran.stderr
    assert list((tmp_path / "kept").iterdir()) == []
    assert limited(tmp_path / "kept" / "b", most=20_000_000).returncode == 0  # there is room again


def test_what_is_not_migrated_is_not_backed_up(
    jianyan: Any, uploads: Path, elsewhere: Callable[[], Any], tmp_path: Path, engine_name: str
) -> None:
    elsewhere()
    ran = jianyan("backup", tmp_path / "b")
    assert ran.code == 2
    assert "cannot be opened" in ran.err if engine_name == "sqlite" else "not migrated" in ran.err
    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "elsewhere").exists()


def test_erased_text_is_in_no_later_backup(
    jianyan: Any, sent: Sent, tmp_path: Path, inside: Callable[..., Any], engine_name: str
) -> None:
    async def erase() -> None:
        async with db.transaction():
            if engine_name == "sqlite":  # Debian's build wipes what it frees; others do not
                await TrailHead.raw("PRAGMA secure_delete = OFF")
            for tracking, _ in sent:
                await suggestions.erase(tracking, by=None, now=builders.NOW)

    inside(erase)
    assert jianyan("backup", tmp_path / "b").code == 0
    assert BODY.encode() not in gzip.decompress((tmp_path / "b").read_bytes())
    if engine_name == "sqlite":
        assert BODY.encode() in (tmp_path / "jianyan.sqlite").read_bytes()


def test_what_is_written_while_the_copy_is_made_is_not_half_in_it(
    jianyan: Any, sent: Sent, elsewhere: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.which("pg_dump")
    meddling = f"""#!/bin/sh
[ "$1" = --version ] && exec {real} --version
{sys.executable} -m jianyan.cli topic add --slug late --title x --category a --category b || exit 1
exec {real} "$@"
"""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_dump").write_text(meddling)
    (tmp_path / "bin" / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    kept = jianyan("backup", tmp_path / "b", "--json")
    assert kept.code == 0
    monkeypatch.setenv("PATH", str(Path(str(real)).parent), prepend=":")
    elsewhere()
    ran = jianyan("restore", tmp_path / "b", "--json")
    assert (ran.code, ran.json["trail_size"]) == (0, kept.json["trail_size"])


def test_without_pg_dump_or_with_an_old_one_it_is_said_what_to_install(
    jianyan: Any, sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine_name: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    ran = jianyan("backup", tmp_path / "b")
    if engine_name == "sqlite":
        assert ran.code == 0  # SQLite needs no tools
        return
    assert (ran.code, ran.err.split(".")[0]) == (1, "pg_dump was not found")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.3'\n")
    (tmp_path / "bin" / "pg_dump").chmod(0o755)
    ran = jianyan("backup", tmp_path / "b")
    assert ran.code == 1
    assert "pg_dump is of PostgreSQL 15, the server of 18" in ran.err
    assert not (tmp_path / "b").exists()
