"""A photo of a published reply is the one that was recorded, or is named."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import pictures
from cities import NOW, City
from jianyan import cases, db, uploads
from jianyan.cases.tables import ReplyPhoto
from jianyan.uploads import Darkroom, Store
from jianyan.uploads.tables import Photo


async def fault_after(table: type[ReplyPhoto | Photo], change: dict[str, object]) -> str | None:
    async with db.transaction():
        await table.update(change).where(table.id == 1)  # type: ignore[arg-type]
    return await cases.first_fault()


@pytest.fixture
async def with_photo(city: City, tmp_path: Path) -> AsyncIterator[int]:
    """Give a case whose published reply has a photo."""
    darkroom = Darkroom()
    photo = await uploads.take_in(
        pictures.telling(), darkroom=darkroom, store=Store(tmp_path), by=city.bo.actor, now=NOW
    )
    case_id = await city.claimed()
    await city.reply(case_id, photos_after=(photo.name,))
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    assert await cases.first_fault() is None
    yield case_id
    await darkroom.close()


@pytest.mark.parametrize("change", [{"is_after": False}, {"salt": b"x" * 32}, {"salt": None}])
async def test_a_photo_that_was_changed_is_named(
    city: City, with_photo: int, change: dict[str, object]
) -> None:
    fault = await fault_after(ReplyPhoto, change)
    assert fault is not None
    assert fault.startswith(f"case {with_photo}: reply 1: its ")


async def test_a_photo_that_was_exchanged_or_is_gone_is_named(city: City, with_photo: int) -> None:
    fault = await fault_after(Photo, {"sha256": "0" * 64})
    assert (
        fault
        == f"case {with_photo}: reply 1: its photos, measures or documents are not those that were recorded"
    )
    async with db.transaction():
        await ReplyPhoto.delete().where(ReplyPhoto.id == 1)
    assert (await cases.first_fault() or "").startswith(f"case {with_photo}: reply 1: its ")
