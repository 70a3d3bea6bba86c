import asyncio

import pytest

import builders
from jianyan import motions, suggestions, topics, trail
from jianyan.accounts import within
from jianyan.errors import Invalid
from jianyan.motions import MotionMovedOn, MotionState, NoSuchMotion, NotMergeable
from jianyan.motions.tables import Motion
from jianyan.suggestions import Contribution, Source, SuggestionState

NOW = builders.NOW


async def decline(room, reason: str = "不属于提案范围。", *, as_note: bool = False) -> str | None:
    return await motions.decline_motion(
        room.id, reason, as_note=as_note, by=room.qiao, zone=builders.SHANGHAI, now=NOW
    )


async def test_numbers_run_by_year_and_organisation(room) -> None:
    await room.submitted()
    ids = [room.id, await room.another(), await room.another(year="2025"), await room.another(by=room.yue)]
    numbers = [await motions.file_motion(each, by=room.qiao, now=NOW) for each in ids]
    assert numbers == [1, 2, 1, 1]
    assert ((await room.now()).state, (await room.now()).examiner) == (MotionState.FILED, "qiao")
    assert (await trail.history(f"motion-{room.id}"))[-1].data == {"number": 1, "year": 2026}


async def test_of_many_filed_at_once_each_has_a_number_of_its_own(room) -> None:
    ids = [await room.another() for _ in range(12)]
    filed = [motions.file_motion(each, by=room.qiao, now=NOW) for each in ids for _ in range(2)]
    outcomes = await asyncio.gather(*filed, return_exceptions=True)
    assert sorted(one for one in outcomes if isinstance(one, int)) == list(range(1, 13))
    assert [type(one) for one in outcomes].count(MotionMovedOn) == 12


async def test_what_is_filed_waits_to_be_handed_over_and_then_does_not(room) -> None:
    await room.submitted()
    with pytest.raises(MotionMovedOn):
        await motions.hand_over(room.id, "办-7", by=room.qiao, now=NOW)
    await motions.file_motion(room.id, by=room.qiao, now=NOW)
    assert [one.id for one in await motions.filed_motions()] == [room.id]
    for number in ("", "  ", "长" * 41):
        with pytest.raises(Invalid) as refused:
            await motions.hand_over(room.id, number, by=room.qiao, now=NOW)
        assert refused.value.field == "handover"
    await motions.hand_over(room.id, "市府办〔2026〕7号", by=room.qiao, now=NOW)
    assert await motions.filed_motions() == []
    found = await room.now()
    assert (found.state, found.handover, found.handed_over_at) == (
        MotionState.HANDED_OVER,
        "市府办〔2026〕7号",
        NOW,
    )
    with pytest.raises(MotionMovedOn):
        await motions.hand_over(room.id, "办-8", by=room.qiao, now=NOW)
    assert await motions.first_fault() is None


@pytest.mark.parametrize("reason", ["", " ", "长" * 501])
async def test_not_filing_needs_a_reason(room, reason: str) -> None:
    await room.submitted()
    with pytest.raises(Invalid) as refused:
        await decline(room, reason)
    assert refused.value.field == "reason"
    assert (await room.now()).state is MotionState.SUBMITTED


async def test_a_motion_that_is_not_filed_tells_why_and_leaves_no_note(room) -> None:
    await room.submitted()
    assert await decline(room) is None
    found = await room.now()
    assert (found.state, found.reason, found.number) == (MotionState.NOT_FILED, "不属于提案范围。", None)
    assert await suggestions.count_in_state(None, list(SuggestionState)) == 0


async def test_a_note_is_made_of_it_in_the_first_signers_name(room) -> None:
    await room.submitted()
    tracking = await decline(room, as_note=True)
    assert (await room.now()).note == tracking
    note = await suggestions.by_author(str(tracking), room.he.account_id)
    assert (note.kind, note.source, note.title) == (
        Contribution.NOTE,
        Source.MEMBER,
        "关于增开夜间公交的提案",
    )
    topic = await topics.topic_by_id(note.topic_id)
    assert topic.inner
    assert [await motions.first_fault(), await suggestions.first_fault()] == [None, None]


async def test_a_merged_motion_stands_under_the_other_one(room) -> None:
    await room.submitted()
    other = await room.another(by=room.mei, title="关于末班车的提案")
    await motions.file_motion(other, by=room.qiao, now=NOW)
    await motions.merge_motion(room.id, other, by=room.qiao, now=NOW)
    assert ((await room.now()).state, (await room.now()).merged_into) == (MotionState.MERGED, other)
    assert [one.id for one in (await motions.motion_by_id(other)).merged] == [room.id]
    assert await motions.first_fault() is None


async def test_a_motion_is_merged_into_one_that_goes_on(room) -> None:
    await room.submitted()
    foreign, gone = await room.another(by=room.yue), await room.another()
    await motions.withdraw_motion(gone, by=room.he, now=NOW)
    for into in (room.id, foreign, gone):
        with pytest.raises(NotMergeable) as refused:
            await motions.merge_motion(room.id, into, by=room.qiao, now=NOW)
        assert refused.value.field == "into"
    with pytest.raises(NoSuchMotion):
        await motions.merge_motion(room.id, 99, by=room.qiao, now=NOW)
    assert (await room.now()).state is MotionState.SUBMITTED


async def test_two_motions_are_not_merged_into_each_other_at_once(room) -> None:
    await room.submitted()
    other = await room.another()
    pairs = [(room.id, other), (other, room.id)] * 4
    outcomes = await asyncio.gather(
        *(motions.merge_motion(one, into, by=room.qiao, now=NOW) for one, into in pairs),
        return_exceptions=True,
    )
    assert outcomes.count(None) == 1
    assert {type(one) for one in outcomes} <= {type(None), MotionMovedOn, NotMergeable}
    states = {row["state"] for row in await Motion.select(Motion.state)}
    assert states == {"merged", "submitted"}


async def test_a_motion_is_examined_once(room) -> None:
    await room.submitted()
    acts = [
        *(motions.file_motion(room.id, by=room.qiao, now=NOW) for _ in range(4)),
        *(decline(room, as_note=True) for _ in range(4)),
    ]
    outcomes = await asyncio.gather(*acts, return_exceptions=True)
    assert [type(one) for one in outcomes].count(MotionMovedOn) == 7
    assert await suggestions.count_in_state(None, list(SuggestionState)) <= 1
    assert await motions.first_fault() is None


async def test_another_organisations_office_finds_no_motion_of_ours(room) -> None:
    await room.submitted()
    with within(room.yue.scope):
        assert await motions.motions() == []
        for act in (
            motions.motion_by_id(room.id),
            motions.file_motion(room.id, by=room.qiao, now=NOW),
            decline(room),
            motions.merge_motion(room.id, room.id, by=room.qiao, now=NOW),
            motions.hand_over(room.id, "办-7", by=room.qiao, now=NOW),
        ):
            with pytest.raises(NoSuchMotion):
                await act
    with within(room.he.scope):
        assert [one.id for one in await motions.motions()] == [room.id]
