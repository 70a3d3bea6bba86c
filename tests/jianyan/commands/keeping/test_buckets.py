"""Backup and restore where photos lie in a bucket."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bucket_server import BucketServer
from jianyan.settings import Settings
from jianyan.uploads import store_of
from jianyan.uploads.bucket import Bucket

FILES = {"photos/ab/cd/abcd.jpg": b"pixels", "voices/ab/cd/abcd.m4a": b"samples"}


@pytest.fixture
def bucket(
    bucket_server: BucketServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, uploads: Path
) -> str:
    """Give the installation a folder of the bucket with two files, and give its address."""
    url = f"{bucket_server.url}/{tmp_path.name}"
    monkeypatch.setenv("JIANYAN_BUCKET_URL", url)

    async def fill() -> None:
        for key, content in FILES.items():
            await Bucket(url, uploads).put(key, content)

    asyncio.run(fill())
    return url


def test_a_bucket_is_backed_up_and_filled_again(
    jianyan: Any,
    bucket: str,
    bucket_server: BucketServer,
    archive: Path,
    elsewhere: Callable[[], Settings],
    tmp_path: Path,
) -> None:
    place = elsewhere()
    gone = store_of(place)

    async def lose() -> None:
        for key in FILES:
            await gone.remove(key)

    asyncio.run(lose())
    ran = jianyan("restore", archive)
    assert (ran.code, ran.err) == (0, "")
    objects = bucket_server.objects
    found = {key: bytes(objects.get(f"{tmp_path.name}/{key}").bytes()) for key in FILES}
    assert found == FILES
    assert [path for path in Path(place.uploads).rglob("*") if path.is_file()] == []


def test_a_backup_without_its_bucket_is_none(
    jianyan: Any, sent: list[tuple[str, str]], bucket: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JIANYAN_BUCKET_URL", "http://key:secret@127.0.0.1:1/photos")
    ran = jianyan("backup", tmp_path / "jianyan.backup")
    assert ran.code != 0
    assert "does not answer" in ran.err
    assert not (tmp_path / "jianyan.backup").exists()
