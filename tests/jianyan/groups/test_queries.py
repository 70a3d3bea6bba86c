from datetime import timedelta
from typing import Protocol

import builders
from jianyan import moderation, suggestions
from jianyan.db import transaction
from jianyan.groups import (
    NEWEST_MOST,
    Gatherings,
    GroupDetail,
    gather,
    groups_of,
    issues_of,
    published_of,
    sizes_of,
)
from jianyan.groups.tables import GroupMember
from jianyan.moderation import Act, Reason, Verdict
from jianyan.topics import TopicDetail

LAMPS = (
    "银杏苑门口的路灯不亮，晚上走路害怕",
    "银杏苑门口的路灯坏了两个月，晚上很黑",
    "请修银杏苑门口的路灯，晚上很黑",
)
BUSES = ("末班车收得太早，下了晚班坐不上", "十二路末班车太早了，下晚班的人坐不上")
DAY = timedelta(days=1)


class Citizens(Protocol):
    topic: TopicDetail

    async def send(self, *bodies: str, **facts: object) -> list[int]: ...


async def read(citizens: Citizens, *, days: int = 30) -> list[GroupDetail]:
    known = Gatherings("one")
    while await gather(citizens.topic.id, known, now=builders.NOW):
        continue
    return await groups_of(citizens.topic.id, since=builders.NOW - days * DAY)


async def test_groups_of_several_come_the_largest_first_with_all_their_members(citizens: Citizens) -> None:
    buses = await citizens.send(*BUSES)
    lamps = await citizens.send(*LAMPS, like_count=3)
    await citizens.send("图书馆周末闭馆太早，学生没有地方自习")
    first, second = await read(citizens)
    assert [message.number for message in first.messages] == lamps
    assert (first.first, second.first) == (lamps[0], buses[0])
    assert {message.likes for message in first.messages} == {3}
    assert [member.state for member in second.members] == ["waiting", "waiting"]
    assert [message.body for message in second.messages] == list(BUSES)


async def test_what_was_declined_or_erased_or_came_before_is_not_read(citizens: Citizens) -> None:
    await citizens.send(LAMPS[0], received_at=builders.NOW - 40 * DAY)
    declined, erased, kept = await citizens.send(*LAMPS)
    buses = await citizens.send(*BUSES)
    trackings = {row.id: row.tracking for row in await _waiting(citizens)}
    by = await builders.make_person()
    verdict = Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC)
    await moderation.decide(trackings[declined], verdict, by=by, now=builders.NOW)
    await suggestions.erase(trackings[erased], by=None, now=builders.NOW)
    assert [group.first for group in await read(citizens)] == [buses[0]]
    await citizens.send(LAMPS[0])
    assert [message.number for message in (await read(citizens))[0].messages] == [kept, buses[1] + 1]


async def test_the_hottest_issues_are_those_of_the_groups(citizens: Citizens) -> None:
    await citizens.send(*BUSES, *LAMPS)
    groups = await read(citizens)
    lamps, buses = await issues_of(groups, since=builders.NOW - 30 * DAY, until=builders.NOW)
    assert (lamps.groups, buses.groups) == ([0], [1])
    assert lamps.representative.body in LAMPS
    assert lamps.heat.people == 30
    assert await issues_of([], since=builders.NOW - DAY, until=builders.NOW) == []


async def _waiting(citizens: Citizens) -> list[suggestions.SuggestionDetail]:
    return await suggestions.in_state(citizens.topic.id, [suggestions.SuggestionState.WAITING], most=10)


async def tell_alike(citizens: Citizens, count: int, **facts: object) -> list[int]:
    """Let so many say the same, as the gatherer would find them."""
    ids = [
        at
        for _ in range(0, count, 500)
        for at in await citizens.send(*["路灯不亮"] * min(count, 500), **facts)
    ]
    rows = [GroupMember(suggestion=at, topic=citizens.topic.id, first=ids[0], likeness=1.0) for at in ids]
    async with transaction():
        for start in range(0, len(rows), 500):
            await GroupMember.insert(*rows[start : start + 500])
    return ids


async def test_a_group_larger_than_what_is_read_is_counted_whole_and_hides_no_other(
    citizens: Citizens,
) -> None:
    buses = await tell_alike(citizens, 2)
    lamps = await tell_alike(citizens, 2_500)
    first, second = await groups_of(citizens.topic.id, since=builders.NOW)
    assert (first.first, first.count, first.not_read) == (lamps[0], 2_500, 2_300)
    assert [member.message.number for member in first.members] == lamps[-NEWEST_MOST:]
    assert (second.first, second.count, second.not_read) == (buses[0], 2, 0)
    assert [size.count for size in await sizes_of(citizens.topic.id)] == [2_500, 2]


async def test_a_size_counts_all_but_the_declined_and_names_the_first_that_is_published(
    citizens: Citizens,
) -> None:
    lamps = await tell_alike(citizens, 5)
    await tell_alike(citizens, 1)
    assert [(one.count, one.published) for one in await sizes_of(citizens.topic.id)] == [(5, None)]
    trackings = {row.id: row.tracking for row in await _waiting(citizens)}
    by, category = await builders.make_person(), citizens.topic.categories[0].id
    for at in lamps[2:4]:
        approve = Verdict(act=Act.APPROVE, category_id=category)
        await moderation.decide(trackings[at], approve, by=by, now=builders.NOW)
    decline = Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC)
    await moderation.decide(trackings[lamps[0]], decline, by=by, now=builders.NOW)
    (size,) = await sizes_of(citizens.topic.id)
    assert (size.first, size.count, size.published) == (lamps[0], 4, trackings[lamps[2]])
    (group,) = await published_of([size])
    assert (group.count, [member.message.number for member in group.members]) == (4, lamps[2:4])
    assert await published_of([]) == []


async def test_of_a_large_group_the_first_that_are_published_speak(citizens: Citizens) -> None:
    lamps = await tell_alike(citizens, 40, state=suggestions.SuggestionState.PUBLISHED)
    (group,) = await published_of(await sizes_of(citizens.topic.id))
    assert [member.message.number for member in group.members] == lamps[:30]
