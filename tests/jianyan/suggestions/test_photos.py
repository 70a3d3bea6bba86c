from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

import builders
import cast
import pictures
from jianyan import db, erasures, invariants, suggestions, trail, uploads
from jianyan.accounts import NOWHERE, Person, within
from jianyan.errors import Refusal
from jianyan.keys import KeyRing
from jianyan.suggestions import NewPhoto, NewSuggestion, Source
from jianyan.suggestions.tables import SuggestionPhoto
from jianyan.trail import Actor
from jianyan.uploads import Darkroom, NoSuchFile, NoSuchUpload, PhotoDetail, Store
from jianyan.uploads.tables import Photo


@pytest.fixture
async def darkroom() -> AsyncIterator[Darkroom]:
    darkroom = Darkroom()
    yield darkroom
    await darkroom.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "uploads")


@pytest.fixture
async def qiao(database: str) -> Person:
    return await builders.make_person(cast.QIAO)


@pytest.fixture
async def photo(database: str, darkroom: Darkroom, store: Store, qiao: Person) -> PhotoDetail:
    """Take in a photo that belongs to nothing yet."""
    sent = pictures.telling()
    return await uploads.take_in(sent, darkroom=darkroom, store=store, by=qiao.actor, now=builders.NOW)


async def sent_with(*photos: PhotoDetail) -> str:
    """Send a suggestion with these photos and give its number."""
    topic = await builders.make_topic()
    new = NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=topic.id,
        body="站台没有灯。",
        source=Source.STAFF,
        received_at=builders.NOW,
        received_on=builders.NOW.date(),
        photos=[NewPhoto(photo.id, photo.sha256) for photo in photos],
    )
    [received] = await suggestions.submit_many([new], now=builders.NOW)
    assert not isinstance(received, Exception)
    return received.tracking


async def faults(keys: KeyRing) -> list[str]:
    return [one.fault for one in await invariants.check_invariants(keys) if one.fault]


async def test_a_photo_belongs_to_its_suggestion_and_is_committed_to(
    photo: PhotoDetail, keys: KeyRing
) -> None:
    found = await suggestions.by_tracking(await sent_with(photo))
    assert await suggestions.photos_of([found.id, 987_654]) == {found.id: [photo.name]}
    assert await suggestions.photo_of_desk(photo.name) == photo
    async for page in trail.subjects_of("submit"):
        [(_, _, leaf)] = page
        assert set(leaf["com"]) == {"body", "photo_1"}
        assert photo.sha256 not in msgspec.json.encode(leaf).decode()
    assert await faults(keys) == []


async def test_a_photo_that_was_exchanged_is_found(photo: PhotoDetail, keys: KeyRing) -> None:
    tracking = await sent_with(photo)
    async with db.transaction():
        await Photo.update({Photo.sha256: "0" * 64}).where(Photo.id == photo.id)
    assert await faults(keys) == [f"suggestion {tracking}: its photo_1 is not the one that was recorded"]


async def test_a_photo_that_was_taken_away_is_found(photo: PhotoDetail, keys: KeyRing) -> None:
    tracking = await sent_with(photo)
    async with db.transaction():
        await SuggestionPhoto.delete(force=True)
    assert await faults(keys) == [f"suggestion {tracking}: its texts are not those that were recorded"]


async def test_a_photo_is_not_there_before_it_belongs_to_something_nor_in_another_scope(
    photo: PhotoDetail,
) -> None:
    with pytest.raises(NoSuchUpload):
        await suggestions.photo_of_desk(photo.name)
    await sent_with(photo)
    with within(NOWHERE), pytest.raises(NoSuchUpload):
        await suggestions.photo_of_desk(photo.name)
    with pytest.raises(NoSuchUpload):
        await suggestions.photo_of_desk("0" * 32)


async def test_a_loose_photo_is_its_takers_alone_and_used_once(photo: PhotoDetail, qiao: Person) -> None:
    assert await suggestions.loose_photo(photo.name, by=qiao.actor) == NewPhoto(photo.id, photo.sha256)
    assert await suggestions.loose_photo(photo.name, by=Actor("somebody", "staff")) is None
    assert await suggestions.loose_photo("0" * 32, by=qiao.actor) is None
    await sent_with(photo)
    assert await suggestions.loose_photo(photo.name, by=qiao.actor) is None


async def test_erasing_a_suggestion_erases_its_photos(
    photo: PhotoDetail, store: Store, tmp_path: Path, keys: KeyRing
) -> None:
    tracking = await sent_with(photo)
    found = await suggestions.by_tracking(tracking)
    secret = str(tmp_path / "secret")
    await erasures.erase(tracking, by=None, now=builders.NOW, secret_file=secret, store=store)
    assert await suggestions.photos_of([found.id]) == {}
    for gone in (suggestions.photo_of_desk(photo.name), store.content(uploads.key_of(photo.name))):
        with pytest.raises((NoSuchUpload, NoSuchFile)) as refused:
            await gone
        assert isinstance(refused.value, Refusal)
    assert [row["salt"] for row in await SuggestionPhoto.select()] == [None]
    assert await faults(keys) == []


async def test_a_restored_photo_is_erased_again(photo: PhotoDetail, store: Store) -> None:
    tracking = await sent_with(photo)
    assert await erasures.erase_again([tracking], now=builders.NOW, store=store) == 1
    with pytest.raises(NoSuchFile):
        await store.content(uploads.key_of(photo.name))


async def test_what_belongs_to_nothing_after_a_day_is_let_go(
    photo: PhotoDetail, darkroom: Darkroom, store: Store
) -> None:
    await sent_with(photo)
    loose = await uploads.take_in(
        pictures.telling(), darkroom=darkroom, store=store, by=None, now=builders.NOW
    )
    before, after = builders.NOW + timedelta(hours=23), builders.NOW + timedelta(hours=25)
    assert await suggestions.let_go_of_loose_photos(now=before) == 0
    assert await suggestions.let_go_of_loose_photos(now=after) == 1
    assert await uploads.remove_erased(store, now=after) == 1
    with pytest.raises(NoSuchFile):
        await store.content(uploads.key_of(loose.name))
    assert await store.content(uploads.key_of(photo.name))
