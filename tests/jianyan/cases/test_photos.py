from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

import pictures
from cities import NOW, City
from jianyan import cases, suggestions, uploads
from jianyan.accounts import Person
from jianyan.cases import Adoption, NewReply, Result
from jianyan.errors import Invalid
from jianyan.suggestions.photos import let_go_of_loose_photos
from jianyan.uploads import Darkroom, NoSuchUpload, Store


@pytest.fixture
async def darkroom() -> AsyncIterator[Darkroom]:
    darkroom = Darkroom()
    yield darkroom
    await darkroom.close()


class Camera:
    """Takes photos of a place."""

    def __init__(self, darkroom: Darkroom, store: Store) -> None:
        self._darkroom, self._store = darkroom, store

    async def photo(self, by: Person) -> str:
        """Give the name of a photo that somebody has just taken in."""
        taken = await uploads.take_in(
            pictures.telling(), darkroom=self._darkroom, store=self._store, by=by.actor, now=NOW
        )
        return taken.name


@pytest.fixture
def camera(darkroom: Darkroom, tmp_path: Path) -> Camera:
    return Camera(darkroom, Store(tmp_path / "uploads"))


async def save(
    city: City, case_id: int, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()
) -> None:
    new = NewReply(
        result=Result.SOLVED,
        adoption=Adoption.ADOPTED,
        text="已修好。",
        photos_before=before,
        photos_after=after,
    )
    await cases.save_reply(case_id, new, by=city.bo, now=NOW)


async def test_photos_before_and_after_stand_with_a_reply(city: City, camera: Camera) -> None:
    case_id = await city.claimed()
    before, after = await camera.photo(city.bo), await camera.photo(city.bo)
    await save(city, case_id, before=(before,), after=(after,))
    shown = (await city.seen(case_id)).replies[0].photos
    assert [(one.name, one.is_after) for one in shown] == [(before, False), (after, True)]


async def test_a_photo_of_a_draft_is_kept_until_the_draft_lets_it_go(city: City, camera: Camera) -> None:
    case_id = await city.claimed()
    name = await camera.photo(city.bo)
    await save(city, case_id, before=(name,))
    later = NOW + timedelta(days=2)
    assert await let_go_of_loose_photos(now=later) == 0
    await save(city, case_id)
    assert await let_go_of_loose_photos(now=later) == 1
    assert (await city.seen(case_id)).replies[0].photos == []


async def test_nobody_attaches_what_somebody_else_took_or_what_hangs_elsewhere(
    city: City, camera: Camera
) -> None:
    first, second = await city.claimed(), await city.claimed()
    with pytest.raises(NoSuchUpload):
        await save(city, first, before=(await camera.photo(city.hao),))
    assert (await city.seen(first)).replies == [], "nothing is kept of what is refused"
    name = await camera.photo(city.bo)
    await save(city, first, before=(name,))
    with pytest.raises(NoSuchUpload):
        await save(city, second, before=(name,))


async def test_more_than_six_photos_are_refused(city: City, camera: Camera) -> None:
    case_id = await city.claimed()
    names = [await camera.photo(city.bo) for _ in range(7)]
    with pytest.raises(Invalid):
        await save(city, case_id, before=tuple(names))


async def test_a_photo_is_seen_by_its_departments_and_once_published_by_everybody(
    city: City, camera: Camera
) -> None:
    case_id = await city.claimed()
    name = await camera.photo(city.bo)
    await save(city, case_id, after=(name,))
    assert (await cases.reply_photo(name, by=city.bo)).name == name
    assert (await cases.reply_photo(name, by=city.qiao)).name == name
    for stranger in (city.hao, None):
        with pytest.raises(NoSuchUpload):
            await cases.reply_photo(name, by=stranger)
    await cases.send_reply(case_id, by=city.bo, now=NOW)
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    assert (await cases.reply_photo(name, by=None)).name == name


async def test_what_is_erased_with_a_suggestion_is_every_text_and_photo_about_it(
    city: City, camera: Camera
) -> None:
    case_id = await city.claimed(note="请先现场查看")
    name = await camera.photo(city.bo)
    await save(city, case_id, before=(name,))
    await cases.send_reply(case_id, by=city.bo, now=NOW)
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    found = await city.seen(case_id)
    await cases.erase(found.suggestion_id, now=NOW)
    erased = await city.seen(case_id)
    assert (erased.summary.title, erased.replies[0].text, erased.replies[0].photos) == (None, None, [])
    assert {step.text for step in erased.steps} == {None}
    with pytest.raises(NoSuchUpload):
        await cases.reply_photo(name, by=city.qiao)
    assert (await suggestions.by_tracking(city.tracking)).body is not None, "that is erased by its own verb"
