import asyncio
import sys
from datetime import timedelta

import pytest

import builders
from jianyan import db, trail
from jianyan.trail import Actor, Entry

pytestmark = pytest.mark.usefixtures("database")

WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from jianyan import db, trail
from jianyan.tables import TABLES

async def main(url, name, count):
    engine = db.make_engine(url)
    db.bind(engine, TABLES)
    await engine.open()
    for number in range(count):
        first = trail.Entry(kind="submit", subject=f"{name}-{number}", is_first=True)
        await trail.record(first, trail.Entry(kind="edit", subject="shared"), at=datetime.now(UTC))
    await engine.close()

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


async def record_and_fail() -> None:
    async with db.transaction():
        await trail.record(Entry(kind="submit", subject="B"), at=builders.NOW)
        raise ZeroDivisionError


async def numbers() -> list[int]:
    return [act.seq for act in reversed(await trail.acts(most=10_000))]


async def test_an_act_is_kept_with_who_when_and_what() -> None:
    wei = Actor(id="w1", role="moderator")
    entry = Entry(kind="decide", subject="S-1", actor=wei, data={"to": "published"})
    await trail.record(entry, at=builders.NOW + timedelta(seconds=59))
    (act,) = await trail.history("S-1")
    assert (act.seq, act.kind, act.actor, act.role, act.data) == (
        0,
        "decide",
        "w1",
        "moderator",
        {"to": "published"},
    )
    assert act.minute == builders.NOW


async def test_acts_and_their_record_are_kept_together_or_not_at_all() -> None:
    await trail.record(Entry(kind="submit", subject="A"), at=builders.NOW)
    with pytest.raises(ZeroDivisionError):
        await record_and_fail()
    await trail.record(Entry(kind="submit", subject="C"), at=builders.NOW)
    assert [act.subject for act in await trail.acts()] == ["C", "A"]
    assert await trail.first_fault() is None


async def test_the_minute_never_runs_backwards() -> None:
    await trail.record(Entry(kind="submit", subject="A"), at=builders.NOW)
    await trail.record(Entry(kind="submit", subject="B"), at=builders.NOW - timedelta(hours=3))
    assert {act.minute for act in await trail.acts()} == {builders.NOW}
    assert await trail.first_fault() is None


async def test_first_acts_at_once_make_one_trail() -> None:
    await asyncio.gather(
        *(
            trail.record(Entry(kind="submit", subject=f"S-{n}", is_first=True), at=builders.NOW)
            for n in range(6)
        )
    )
    assert await numbers() == list(range(6))
    assert await trail.first_fault() is None


async def test_many_acts_at_once_on_one_subject_follow_each_other() -> None:
    await asyncio.gather(
        *(trail.record(Entry(kind="edit", subject="shared"), at=builders.NOW) for _ in range(40))
    )
    assert await numbers() == list(range(40))
    assert len(await trail.history("shared")) == 40
    assert await trail.first_fault() is None


async def test_processes_that_write_at_once_leave_no_gap_and_no_double(database: str) -> None:
    each = 25
    commands = [[sys.executable, "-c", WRITER, database, f"writer{number}", str(each)] for number in range(3)]
    started = [await asyncio.create_subprocess_exec(*command) for command in commands]
    codes = await asyncio.gather(*(process.wait() for process in started))
    assert codes == [0, 0, 0]
    assert await trail.size() == 3 * each * 2
    assert await numbers() == list(range(3 * each * 2))
    assert len(await trail.history("shared")) == 3 * each
    assert await trail.first_fault() is None
