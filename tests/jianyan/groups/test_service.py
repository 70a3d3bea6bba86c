import asyncio
from datetime import timedelta
from typing import Protocol

import pytest

import builders
from jianyan import suggestions
from jianyan.groups import LIKENESS_LEAST, Gathering, Gatherings, amounts_of, gather
from jianyan.groups.tables import GroupMember
from jianyan.groups.turns import HELD, take_turn
from jianyan.topics import TopicDetail

LAMPS = (
    "银杏苑门口的路灯不亮，晚上走路害怕",
    "银杏苑门口的路灯坏了两个月，晚上很黑",
    "请修银杏苑门口的路灯，晚上很黑",
)
BUSES = ("末班车收得太早，下了晚班坐不上", "十二路末班车太早了，下晚班的人坐不上")


class Citizens(Protocol):
    topic: TopicDetail

    async def send(self, *bodies: str, **facts: object) -> list[int]: ...


async def groups_in(topic_id: int) -> dict[int, list[int]]:
    rows = await GroupMember.select().where(GroupMember.topic == topic_id).order_by(GroupMember.suggestion)
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["first"], []).append(row["suggestion"])
    return found


async def all_gathered(topic_id: int, known: Gatherings) -> int:
    count = 0
    while done := await gather(topic_id, known, now=builders.NOW):
        count += done
    return count


async def test_what_arrives_is_put_with_what_says_the_same(citizens: Citizens) -> None:
    known = Gatherings("one")
    lamps = await citizens.send(*LAMPS[:2])
    assert await all_gathered(citizens.topic.id, known) == 2
    buses = await citizens.send(*BUSES)
    lamps += await citizens.send(LAMPS[2])
    assert await all_gathered(citizens.topic.id, known) == 3
    assert await groups_in(citizens.topic.id) == {lamps[0]: lamps, buses[0]: buses}
    rows = await GroupMember.select(GroupMember.likeness)
    assert all(LIKENESS_LEAST <= row["likeness"] <= 1 + 1e-6 for row in rows)
    assert await all_gathered(citizens.topic.id, known) == 0


async def test_a_process_that_starts_anew_goes_on_from_the_rows(citizens: Citizens) -> None:
    lamps = await citizens.send(*LAMPS[:2])
    await all_gathered(citizens.topic.id, Gatherings("before"))
    lamps += await citizens.send(LAMPS[2])
    after = builders.NOW + HELD
    assert await gather(citizens.topic.id, Gatherings("after"), now=after) == 1
    assert await groups_in(citizens.topic.id) == {lamps[0]: lamps}


async def test_five_are_taken_at_a_time_and_all_in_the_end(citizens: Citizens) -> None:
    known = Gatherings("one")
    await citizens.send(*(f"{LAMPS[0]}，{chr(0x5000 + at)}" for at in range(12)))
    counts = [await gather(citizens.topic.id, known, now=builders.NOW) for _ in range(4)]
    assert counts == [5, 5, 2, 0]
    assert [len(members) for members in (await groups_in(citizens.topic.id)).values()] == [12]


async def test_two_processes_at_once_put_nothing_anywhere_twice(citizens: Citizens) -> None:
    await citizens.send(*(f"{LAMPS[0]}，{chr(0x5000 + at)}" for at in range(12)))
    processes = [Gatherings(str(number)) for number in range(4)]
    for _ in range(3):
        await asyncio.gather(*(gather(citizens.topic.id, known, now=builders.NOW) for known in processes))
    assert [len(members) for members in (await groups_in(citizens.topic.id)).values()] == [12]


async def test_who_had_the_turn_before_another_learns_anew_what_that_one_did(citizens: Citizens) -> None:
    one, other = Gatherings("one"), Gatherings("other")
    lamps = await citizens.send(LAMPS[0])
    assert await gather(citizens.topic.id, one, now=builders.NOW) == 1
    buses = await citizens.send(BUSES[0])
    assert await gather(citizens.topic.id, other, now=builders.NOW + HELD / 2) == 0
    assert await gather(citizens.topic.id, other, now=builders.NOW + HELD) == 1
    buses += await citizens.send(BUSES[1])
    assert await gather(citizens.topic.id, one, now=builders.NOW + 2 * HELD) == 1
    assert await groups_in(citizens.topic.id) == {lamps[0]: lamps, buses[0]: buses}


async def test_who_loses_the_turn_on_the_way_writes_nothing(
    citizens: Citizens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def robbed(topic_id: int, _: int) -> Gathering:
        assert await take_turn(topic_id, "other", now=builders.NOW + HELD)
        return Gathering()

    known = Gatherings("one")
    await citizens.send(*LAMPS)
    monkeypatch.setattr("jianyan.groups.service._recalled", robbed)
    assert await gather(citizens.topic.id, known, now=builders.NOW) == 0
    assert await groups_in(citizens.topic.id) == {}
    assert known.of(citizens.topic.id) is None


async def test_what_was_erased_stands_alone(citizens: Citizens) -> None:
    erased, kept = await citizens.send(LAMPS[0], LAMPS[1])
    rows = await suggestions.in_state(citizens.topic.id, [suggestions.SuggestionState.WAITING], most=2)
    await suggestions.erase(rows[0].tracking, by=None, now=builders.NOW)
    await all_gathered(citizens.topic.id, Gatherings("one"))
    assert await groups_in(citizens.topic.id) == {erased: [erased], kept: [kept]}


async def test_a_process_knows_so_many_texts_and_no_more_and_forgets_topics_at_rest_first(
    citizens: Citizens,
) -> None:
    known = Gatherings("one", texts_most=2)
    lamps = await citizens.send(*LAMPS[:2], *BUSES)
    await all_gathered(citizens.topic.id, known)
    assert known.of(citizens.topic.id) is None
    lamps += await citizens.send(LAMPS[2])
    assert await all_gathered(citizens.topic.id, known) == 1
    groups = await groups_in(citizens.topic.id)
    assert groups[lamps[-1]] == [lamps[-1]]  # the others about lamps are older than the two it knows
    one, other = Gathering(), Gathering()
    for gathering, text in ((one, 1), (one, 2), (other, 3)):
        gathering.take(text, amounts_of(None, LAMPS[0]))
    known.keep(1, one)
    known.keep(2, other)
    assert (known.of(1), known.of(2)) == (None, other)


async def test_each_topic_has_its_own_groups(citizens: Citizens) -> None:
    known = Gatherings("one")
    here = await citizens.send(LAMPS[0])
    other = type(citizens)(await builders.make_topic("other-topic"))  # type: ignore[call-arg]
    there = await other.send(LAMPS[0], received_at=builders.NOW - timedelta(days=1))
    assert await all_gathered(citizens.topic.id, known) == 1
    assert await all_gathered(other.topic.id, known) == 1
    assert await groups_in(citizens.topic.id) == {here[0]: here}
    assert await groups_in(other.topic.id) == {there[0]: there}
