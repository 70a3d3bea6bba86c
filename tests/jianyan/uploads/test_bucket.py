from pathlib import Path

import pytest

import builders
import pictures
import recordings
from bucket_server import BucketServer
from jianyan import uploads
from jianyan.settings import Settings
from jianyan.uploads import (
    Darkroom,
    FileKind,
    NoSuchFile,
    Store,
    StoreAway,
    Studio,
    key_of,
    store_of,
)
from jianyan.uploads.bucket import Bucket
from ports import free_port


@pytest.fixture
def bucket(bucket_server: BucketServer, tmp_path: Path) -> Bucket:
    """Give a folder of the bucket that no other test has."""
    return Bucket(f"{bucket_server.url}/{tmp_path.name}?region=us-east-1", tmp_path / "uploads")


async def test_a_file_is_kept_in_the_bucket_and_nowhere_else(
    bucket: Bucket, bucket_server: BucketServer, tmp_path: Path
) -> None:
    await bucket.put("photos/ab/cd/abcd.jpg", b"pixels")
    assert await bucket.content("photos/ab/cd/abcd.jpg") == b"pixels"
    assert f"{tmp_path.name}/photos/ab/cd/abcd.jpg" in bucket_server.listed()
    assert not bucket.folder.exists()


async def test_a_file_of_the_bucket_is_removed_once_and_again(bucket: Bucket) -> None:
    await bucket.put("photos/a.jpg", b"pixels")
    await bucket.remove("photos/a.jpg")
    await bucket.remove("photos/a.jpg")
    with pytest.raises(NoSuchFile):
        await bucket.content("photos/a.jpg")


@pytest.mark.parametrize(
    "url",
    [
        f"http://key:secret@127.0.0.1:{free_port()}/photos",
        "http://key:secret@no-such-host.invalid/photos",
    ],
    ids=["nobody-listens", "no-such-host"],
)
async def test_a_bucket_that_is_away_is_busy(url: str, tmp_path: Path) -> None:
    bucket = Bucket(url, tmp_path)
    for act in (bucket.put("a", b"x"), bucket.content("a"), bucket.remove("a"), bucket.gathered(tmp_path)):
        with pytest.raises(StoreAway):
            await act


async def test_a_wrong_secret_opens_nothing(bucket_server: BucketServer, tmp_path: Path) -> None:
    bucket = Bucket(bucket_server.url.replace("%2Bkey", "x"), tmp_path)
    with pytest.raises(StoreAway):
        await bucket.put("photos/a.jpg", b"pixels")
    assert "photos/a.jpg" not in bucket_server.listed()


async def test_photos_and_voice_notes_come_and_go_in_a_bucket(
    database: str, bucket: Bucket, bucket_server: BucketServer, tmp_path: Path
) -> None:
    darkroom, studio = Darkroom(), Studio()
    photo = await uploads.take_in(
        pictures.telling(), darkroom=darkroom, store=bucket, by=None, now=builders.NOW
    )
    voice = await uploads.take_voice_in(
        recordings.recording(), studio=studio, store=bucket, by=None, now=builders.NOW
    )
    await darkroom.close()
    await studio.close()
    assert pictures.opened(await bucket.content(key_of(photo.name))).size == (300, 200)
    kept = await bucket.content(key_of(voice.name, kind=FileKind.VOICE))
    assert len(kept) == voice.size_bytes
    mine = [key for key in bucket_server.listed() if key.startswith(f"{tmp_path.name}/")]
    assert len(mine) == 3
    await uploads.erase([photo.id, voice.id], now=builders.NOW)
    assert await uploads.remove_erased(bucket, now=builders.NOW) == 2
    assert not [key for key in bucket_server.listed() if key.startswith(f"{tmp_path.name}/")]


async def test_what_lies_in_a_bucket_is_gathered_and_brought_back(bucket: Bucket, tmp_path: Path) -> None:
    files = {f"photos/{name}.jpg": name.encode() for name in ("a", "b/c")}
    for key, content in files.items():
        await bucket.put(key, content)
    folder = await bucket.gathered(tmp_path / "gathered")
    assert {key: (folder / key).read_bytes() for key in files} == files
    for key in files:
        await bucket.remove(key)
    folder.rename(bucket.folder)
    await bucket.bring_back()
    assert {key: await bucket.content(key) for key in files} == files
    assert [path for path in bucket.folder.rglob("*") if path.is_file()] == []


async def test_an_empty_bucket_is_gathered_as_nothing(bucket: Bucket, tmp_path: Path) -> None:
    assert list((await bucket.gathered(tmp_path / "gathered")).glob("*")) == []


def test_a_setting_says_where_files_lie(tmp_path: Path) -> None:
    assert type(store_of(Settings(uploads=str(tmp_path)))) is Store
    url = "https://key:secret@store.example/photos?region=cn-north-1&style=virtual"
    assert type(store_of(Settings(uploads=str(tmp_path), bucket_url=url))) is Bucket
