import asyncio
from datetime import date

import pytest

import builders
from jianyan import campaigns, db, topics
from jianyan.campaigns.tables import ScanCount
from jianyan.categories.tables import Category
from jianyan.db import Change, Insert, Look, Rows, Steps, perform, transaction
from jianyan.topics.tables import Topic

NAMES = ("线路规划", "站点设置", "收发班次")


def adding(*names: str, skips: bool = False) -> Steps[int]:
    added: int = yield Insert(Category, (Category.name,), [(name,) for name in names], skips=skips)
    return added


def adding_and_looking(*names: str) -> Steps[list[str]]:
    yield from adding(*names)
    rows: Rows = yield Category.select(Category.name).order_by(Category.id)
    return [row["name"] for row in rows]


def failing() -> Steps[None]:
    yield from adding("收发班次")
    raise KeyError("after the first statement")


async def names() -> list[str]:
    rows = await Category.select(Category.name).order_by(Category.id)
    return [row["name"] for row in rows]


async def test_steps_see_what_they_wrote_and_give_their_outcome(database: str) -> None:
    assert await perform(adding_and_looking(*NAMES)) == list(NAMES)
    assert await names() == list(NAMES)


async def test_steps_that_fail_leave_nothing_and_the_next_go_on(database: str) -> None:
    with pytest.raises(KeyError):
        await perform(failing())
    assert await names() == []
    assert await perform(adding("站点设置")) == 1


async def test_steps_join_the_transaction_of_the_task(database: str) -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            await perform(adding("站点设置"))
            assert await names() == ["站点设置"]
            raise RuntimeError("the caller changes its mind")
    assert await names() == []


async def test_rows_that_are_there_are_left_out_and_not_counted(database: str) -> None:
    await perform(adding(*NAMES[:2]))
    assert await perform(adding(*NAMES, skips=True)) == 1
    with pytest.raises(db.ROW_FAULTS):
        await perform(adding(*NAMES))
    assert await names() == list(NAMES)


def scans(placement_id: int, *counts: tuple[date, int]) -> Steps[None]:
    columns = (ScanCount.placement, ScanCount.on_day, ScanCount.scan_count)
    rows = [(placement_id, day, count) for day, count in counts]
    yield Insert(ScanCount, columns, rows, adds_to=ScanCount.scan_count)


async def test_rows_that_are_there_have_their_number_added_to(database: str) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    place = (await campaigns.arrive(code)).placement.id
    monday, tuesday = date(2026, 7, 6), date(2026, 7, 7)
    await perform(scans(place, (monday, 3)))
    await perform(scans(place, (monday, 4), (tuesday, 5)))
    kept = await ScanCount.select(ScanCount.on_day, ScanCount.scan_count).order_by(ScanCount.on_day)
    assert [(row["on_day"], row["scan_count"]) for row in kept] == [(monday, 7), (tuesday, 5)]


def looking_and_changing(names: list[str]) -> Steps[Rows]:
    rows: Rows = yield Look(Category, (Category.id, Category.name), Category.name, names)
    for row in rows:
        changed: int = yield Change(Category, (Category.name,), (row["name"] + "改",), Category.id, row["id"])
        assert changed == 1
    missed: int = yield Change(Category, (Category.name,), ("无",), Category.id, 0)
    assert missed == 0
    return rows


async def test_rows_are_found_by_their_key_and_changed_by_it(database: str) -> None:
    await perform(adding(*NAMES))
    found = await perform(looking_and_changing([NAMES[0], NAMES[2], "没有"]))
    assert sorted(row["name"] for row in found) == sorted([NAMES[0], NAMES[2]])
    assert await names() == [NAMES[0] + "改", NAMES[1], NAMES[2] + "改"]


async def test_columns_of_one_name_in_two_tables_are_not_mixed_up(database: str) -> None:
    """Python takes Category.id and Topic.id for equal, and a kept statement must not."""
    topic = await builders.make_topic()

    def looking() -> Steps[tuple[Rows, Rows]]:
        drawers: Rows = yield Look(Category, (Category.id,), Category.id, [10**6])
        found: Rows = yield Look(Topic, (Topic.id,), Topic.id, [topic.id])
        return drawers, found

    assert await perform(looking()) == ([], [{"id": topic.id}])


async def test_steps_are_finished_when_their_caller_goes_away(database: str) -> None:
    """Whoever is cancelled gets no answer, but what was begun is committed whole or not at all."""
    for count in range(20):
        task = asyncio.create_task(perform(adding_and_looking(f"甲{count}", f"乙{count}")))
        await asyncio.sleep(count * 0.0002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    kept = await names()
    assert len(kept) % 2 == 0
    assert {name[1:] for name in kept if name[0] == "甲"} == {name[1:] for name in kept if name[0] == "乙"}
    await builders.make_topic()
    assert await topics.published_topics()
