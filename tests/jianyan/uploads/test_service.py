import hashlib
import resource
from datetime import timedelta

import pytest

import builders
import pictures
from jianyan import uploads
from jianyan.trail import Actor
from jianyan.uploads import Darkroom, NoRoom, NoSuchFile, NoSuchUpload, NotAPicture, Store
from jianyan.uploads.tables import Photo

QIAO = Actor("q1a0", "staff")


async def test_a_photo_is_kept_as_it_is_described(database: str, darkroom: Darkroom, store: Store) -> None:
    photo = await uploads.take_in(
        pictures.telling(), darkroom=darkroom, store=store, by=QIAO, now=builders.NOW
    )
    content = await store.content(uploads.key_of(photo.name))
    assert hashlib.sha256(content).hexdigest() == photo.sha256
    assert (len(content), *pictures.opened(content).size) == (photo.size_bytes, photo.width, photo.height)
    assert (photo.width, photo.height, photo.added_by) == (300, 200, "q1a0")
    assert pictures.opened(await store.content(uploads.key_of(photo.name, is_small=True))).width == 300
    assert uploads.key_of(photo.name) == f"photos/{photo.name[:2]}/{photo.name[2:4]}/{photo.name}.jpg"
    assert await uploads.photo_named(photo.name) == photo


async def test_what_is_refused_leaves_neither_row_nor_file(
    database: str, darkroom: Darkroom, store: Store
) -> None:
    with pytest.raises(NotAPicture):
        await uploads.take_in(b"<svg/>", darkroom=darkroom, store=store, by=None, now=builders.NOW)
    assert await Photo.count() == 0
    assert not store.folder.exists()


async def test_an_erased_photo_is_nobodys_and_its_files_go(
    database: str, darkroom: Darkroom, store: Store
) -> None:
    taken = [
        await uploads.take_in(pictures.telling(), darkroom=darkroom, store=store, by=None, now=builders.NOW)
        for _ in range(2)
    ]
    later = builders.NOW + timedelta(minutes=1)
    await uploads.erase([taken[0].id], now=later)
    with pytest.raises(NoSuchUpload):
        await uploads.photo_named(taken[0].name)
    assert await uploads.remove_erased(store, now=later) == 1
    assert await uploads.remove_erased(store, now=later) == 0
    for is_small in (False, True):
        with pytest.raises(NoSuchFile):
            await store.content(uploads.key_of(taken[0].name, is_small=is_small))
        assert await store.content(uploads.key_of(taken[1].name, is_small=is_small))


async def test_a_photo_without_room_leaves_a_row_that_tells_what_to_sweep(
    database: str, darkroom: Darkroom, store: Store
) -> None:
    await uploads.take_in(pictures.telling(), darkroom=darkroom, store=store, by=None, now=builders.NOW)
    large = pictures.saved(pictures.picture(2_000, 2_000).effect_spread(300))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, before[1]))
    try:
        with pytest.raises(NoRoom):
            await uploads.take_in(large, darkroom=darkroom, store=store, by=None, now=builders.NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert await Photo.count() == 2
