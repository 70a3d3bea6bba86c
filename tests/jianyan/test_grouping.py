"""What arrives is put into groups soon after, and not in a burst."""

import pytest

import builders
from jianyan import suggestions
from jianyan.grouping import Grouping
from jianyan.groups.tables import GatherTurn, GroupMember
from jianyan.keys import KeyRing


@pytest.fixture
async def code(database: str) -> str:
    await builders.make_topic()
    return await builders.make_placement()


async def send(keys: KeyRing, code: str, *bodies: str) -> None:
    for body in bodies:
        await builders.submit(keys, code, body)


async def grouped() -> int:
    return int(await GroupMember.count())


async def test_what_arrived_is_grouped_and_waits_while_a_burst_comes(
    code: str, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jianyan.grouping.BURST", 3)
    grouping = Grouping()
    await send(keys, code, "路灯不亮", "末班车太早")
    await grouping.round()
    assert await grouped() == 2
    await send(keys, code, "站台没有座椅", "雨棚漏雨", "站牌看不清")
    await grouping.round()
    assert await grouped() == 2
    await grouping.round()
    assert await grouped() == 5


async def test_a_burst_that_begins_meanwhile_is_given_way(
    code: str, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jianyan.grouping.BURST", 3)
    grouping = Grouping()
    await send(keys, code, *(f"第{number}条" for number in range(12)))
    newest = suggestions.newest_id

    async def newest_later() -> int:
        found = await newest()
        await send(keys, code, "又一条", "再一条", "还一条")
        return found

    monkeypatch.setattr(suggestions, "newest_id", newest_later)
    await grouping.round()
    assert 0 < await grouped() < 12


async def test_whoever_ends_lets_the_next_go_on_at_once(code: str, keys: KeyRing) -> None:
    first, second = Grouping(), Grouping()
    await send(keys, code, "路灯不亮")
    await first.round()
    await first.end()
    assert (await GatherTurn.select(GatherTurn.held_until))[0]["held_until"] is None
    await send(keys, code, "末班车太早")
    await second.round()
    assert await grouped() == 2
