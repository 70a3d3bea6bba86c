import resource

import pytest

from jianyan.uploads import NoRoom, NoSuchFile, Store


async def test_a_file_that_was_put_is_there_whole_and_ours_alone(store: Store) -> None:
    await store.put("photos/ab/cd/abcd.jpg", b"pixels")
    path = store.folder / "photos/ab/cd/abcd.jpg"
    assert await store.content("photos/ab/cd/abcd.jpg") == b"pixels"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert list((store.folder / "incoming").iterdir()) == []


async def test_a_file_is_removed_once_and_again(store: Store) -> None:
    await store.put("photos/a.jpg", b"pixels")
    await store.remove("photos/a.jpg")
    await store.remove("photos/a.jpg")
    with pytest.raises(NoSuchFile):
        await store.content("photos/a.jpg")


async def test_a_disk_without_room_is_said_and_leaves_nothing(store: Store) -> None:
    await store.put("photos/a.jpg", b"pixels")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(NoRoom):
            await store.put("photos/b.jpg", bytes(2_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == ["a.jpg"]
