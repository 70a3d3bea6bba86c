from typing import Any

import pytest

import builders
from jianyan import appeals, db, trail
from jianyan.appeals import Outcome
from jianyan.appeals.tables import Addition, Appeal


@pytest.fixture
async def tracking(declined: Any) -> str:
    """Give a suggestion with an appeal, its answer and two added facts."""
    number: str = declined.tracking
    await appeals.appeal(number, "请再看一次。", by=None, now=builders.NOW, zone=builders.SHANGHAI)
    await appeals.hear(number, Outcome.UPHOLD, "仍与议题无关。", by=declined.zhu, now=builders.NOW)
    for text in ("第一点", "第二点"):
        await appeals.add_facts(number, text, by=None, now=builders.NOW)
    assert await appeals.first_fault() is None
    return number


async def fault_after(table: Any, change: dict[str, object]) -> str | None:
    async with db.transaction():
        await table.update(change).where(table.id == 1)
    return await appeals.first_fault()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"text": "改过的"}, "its appeal is not the one that was recorded"),
        ({"note": "改过的"}, "its note is not the one that was recorded"),
        ({"text": None, "text_salt": None}, "its appeal is gone without a record"),
        ({"note_salt": None}, "its note is gone without a record"),
        ({"outcome": "overturn"}, "its outcome is not as recorded"),
        ({"outcome": None}, "its outcome is not as recorded"),
        ({"due_on": builders.NOW.date()}, "its day is not as recorded"),
    ],
)
async def test_an_appeal_that_was_changed_is_named(
    tracking: str, change: dict[str, object], fault: str
) -> None:
    assert await fault_after(Appeal, change) == f"appeal about {tracking}: {fault}"


async def test_an_addition_that_was_changed_is_named(tracking: str) -> None:
    expected = f"addition 1 to {tracking}: its facts is not the one that was recorded"
    assert await fault_after(Addition, {"text": "第二点"}) == expected


@pytest.mark.parametrize("table", [Appeal, Addition])
async def test_a_row_that_is_gone_is_named(tracking: str, table: Any) -> None:
    async with db.transaction():
        await table.delete().where(table.id == 1)
    fault = await appeals.first_fault()
    assert fault is not None
    assert tracking in fault


async def test_a_row_or_a_leaf_too_many_is_named(tracking: str, waiting: Any) -> None:
    async with db.transaction():
        await Addition.insert(Addition(suggestion=1, text="x", text_salt=b"x", added_at=builders.NOW))
    assert await appeals.first_fault() == f"addition 3 to {tracking}: it is not recorded"
    async with db.transaction():
        await Addition.delete().where(Addition.id == 3)
    await trail.record(
        trail.Entry(kind="appeal", subject=tracking, data={"due": "2026-07-08"}), at=builders.NOW
    )
    assert await appeals.first_fault() == f"appeal about {tracking}: it is recorded 2 times"


async def test_what_was_erased_with_a_record_is_sound(tracking: str) -> None:
    async with db.transaction():
        await appeals.erase(tracking)
        assert await appeals.first_fault() == f"appeal about {tracking}: its appeal is gone without a record"
        await trail.record(trail.Entry(kind="erase", subject=tracking), at=builders.NOW)
    assert await appeals.first_fault() is None
    texts = await Appeal.select(Appeal.text, Appeal.text_salt, Appeal.note, Appeal.note_salt)
    assert texts == [{"text": None, "text_salt": None, "note": None, "note_salt": None}]
    assert {row["text"] for row in await Addition.select(Addition.text)} == {None}
