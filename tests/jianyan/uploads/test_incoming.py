import os
import resource
from datetime import timedelta
from pathlib import Path

import pytest

import builders
from jianyan.uploads import NoRoom
from jianyan.uploads.incoming import FileGone, keep, kept, sweep

MINE = {"session": "mine", "keys": builders.KEYS}


def test_a_file_waits_for_its_session_alone(tmp_path: Path) -> None:
    name = keep(tmp_path, b"rows", suffix=".xlsx", **MINE)  # type: ignore[arg-type]
    path = kept(tmp_path, name, **MINE)  # type: ignore[arg-type]
    assert (path.read_bytes(), path.suffix, path.stat().st_mode & 0o777) == (b"rows", ".xlsx", 0o600)
    with pytest.raises(FileGone):
        kept(tmp_path, name, session="another", keys=builders.KEYS)


def test_a_disk_without_room_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(NoRoom):
            keep(tmp_path, bytes(2_000), suffix=".txt", **MINE)  # type: ignore[arg-type]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((tmp_path / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["", "../secret", "a" * 64 + ".xlsx", "0" * 64 + ".txt", "/etc/passwd", "0" * 64, "０" * 64 + ".txt"],
)
def test_a_name_that_was_not_given_out_opens_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(FileGone):
        kept(tmp_path, name, **MINE)  # type: ignore[arg-type]


def test_what_was_kept_for_a_day_is_swept(tmp_path: Path) -> None:
    names = [keep(tmp_path, b"rows", suffix=".txt", **MINE) for _ in range(2)]  # type: ignore[arg-type]
    written = builders.NOW.timestamp()
    for name, age_s in zip(names, (0, 3_600), strict=True):
        os.utime(tmp_path / "incoming" / name, (written - age_s, written - age_s))
    assert sweep(tmp_path, now=builders.NOW + timedelta(hours=23, minutes=30)) == 1
    assert kept(tmp_path, names[0], **MINE).exists()  # type: ignore[arg-type]
    with pytest.raises(FileGone):
        kept(tmp_path, names[1], **MINE)  # type: ignore[arg-type]


def test_a_folder_that_is_not_there_has_nothing_to_sweep(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none", now=builders.NOW) == 0
