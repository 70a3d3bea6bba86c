import builders
from jianyan import appeals, moderation, suggestions, topics
from jianyan.moderation import Act, Learning, Verdict
from jianyan.suggestions import SuggestionDetail

LATE = "第{}次说：末班车太早，晚班下班赶不上末班车，请延长末班车时间。"
SHELTER = "第{}次说：站台没有座椅，雨棚漏雨，请给站台装上座椅和雨棚。"


async def drawers() -> dict[str, int]:
    return {one.name: one.id for one in (await topics.topic_by_slug("buses-first")).categories}


async def approve(trackings: list[str], category: str) -> list[SuggestionDetail]:
    wei = await builders.make_person(f"{category}@jianyan.example")
    verdict = Verdict(act=Act.APPROVE, category_id=(await drawers())[category])
    return [await moderation.decide(one, verdict, by=wei, now=builders.NOW) for one in trackings]


async def proposed(learning: Learning, tracking: str) -> str | None:
    found = learning.proposal(await suggestions.by_tracking(tracking), among=(await drawers()).values())
    names = {number: name for name, number in (await drawers()).items()}
    return names[found.category_id] if found else None


async def test_what_is_decided_here_is_learned_at_once(send: builders.Send) -> None:
    learning = Learning()
    [late] = await send(1, body="请延长末班车时间")
    assert await proposed(learning, late) is None
    for one in await approve(await send(4, body=LATE), "收发班次"):
        learning.hear(one)
    for one in await approve(await send(4, body=SHELTER), "站点设置"):
        learning.hear(one)
    assert await proposed(learning, late) == "收发班次"
    found = learning.proposal(await suggestions.by_tracking(late), among=(await drawers()).values())
    assert found is not None
    assert 50 < found.percent <= 100
    assert any("末班" in word.word for word in found.words)


async def test_a_process_that_starts_learns_what_is_published(send: builders.Send) -> None:
    await approve(await send(4, body=LATE), "收发班次")
    await approve(await send(4, body=SHELTER), "站点设置")
    [late] = await send(1, body="请延长末班车时间")
    fresh = Learning()
    assert await proposed(fresh, late) is None
    await fresh.catch_up()
    assert await proposed(fresh, late) == "收发班次"


async def test_decisions_of_another_process_are_learned_when_it_catches_up(send: builders.Send) -> None:
    [late, shelter] = [*await send(1, body="请延长末班车时间"), *await send(1, body="请给站台装雨棚")]
    learning = Learning()
    await proposed(learning, late)
    await learning.catch_up()
    await approve(await send(4, body=LATE), "收发班次")
    await approve(await send(4, body=SHELTER), "站点设置")
    assert await proposed(learning, shelter) is None
    await learning.catch_up()
    assert await proposed(learning, shelter) == "站点设置"
    assert await proposed(learning, late) == "收发班次"


async def test_a_decision_that_is_taken_back_is_unlearned(send: builders.Send) -> None:
    learning = Learning()
    [late] = await send(1, body=LATE)
    wrong = await approve(await send(8, body=LATE), "线路规划")
    school = await approve(await send(1, body="孩子放学以后坐不上末班车，学校门口也没有人管。"), "收发班次")
    for one in [*wrong, *await approve(await send(3, body=SHELTER), "站点设置"), *school]:
        learning.hear(one)
    assert await proposed(learning, late) == "线路规划"
    wei = await builders.make_person()
    for one in wrong:
        learning.hear(await moderation.decide(one.tracking, Verdict(act=Act.UNDO), by=wei, now=builders.NOW))
    assert await proposed(learning, late) == "收发班次"


async def test_what_its_sender_withdraws_is_unlearned(send: builders.Send) -> None:
    learning = Learning()
    [late] = await send(1, body=LATE)
    await proposed(learning, late)
    await learning.catch_up()
    wrong = await approve(await send(8, body=LATE), "线路规划")
    await approve(await send(3, body=SHELTER), "站点设置")
    await approve(await send(1, body="孩子放学以后坐不上末班车，学校门口也没有人管。"), "收发班次")
    await learning.catch_up()
    assert await proposed(learning, late) == "线路规划"
    for one in wrong:
        await appeals.withdraw(one.tracking, by=None, now=builders.NOW)
    await learning.catch_up()
    assert await proposed(learning, late) == "收发班次"


async def test_what_is_heard_twice_counts_once(send: builders.Send) -> None:
    once, twice = Learning(), Learning()
    [late] = await send(1, body="请延长末班车时间")
    decided = [
        *await approve(await send(3, body=LATE), "收发班次"),
        *await approve(await send(3, body=SHELTER), "站点设置"),
    ]
    for one in decided:
        once.hear(one)
        twice.hear(one)
        twice.hear(one)
    detail, among = await suggestions.by_tracking(late), (await drawers()).values()
    assert twice.proposal(detail, among=among) == once.proposal(detail, among=among)
