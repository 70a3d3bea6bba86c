import pytest

import builders
from jianyan import motions, trail
from jianyan.motions import MotionErased, MotionState
from jianyan.motions.tables import Motion

NOW = builders.NOW


async def erase(room) -> bool:
    return await motions.erase_motion(room.id, by=None, now=NOW)


@pytest.mark.parametrize(
    ("name", "motion_id"),
    [
        ("motion-12", 12),
        (" Motion-12 ", 12),
        ("motion-0", None),
        ("motion-012", None),
        ("motion-9999999999", None),
        ("motion-12-5f", None),
        ("0A4AE25FJZRA49", None),
        ("", None),
    ],
)
def test_a_motion_is_called_as_in_the_trail(name: str, motion_id: int | None) -> None:
    assert motions.motion_named(name) == motion_id


async def test_a_draft_is_thrown_away_and_no_act_tells_of_it(room) -> None:
    assert await erase(room)
    assert await Motion.count() == 0
    assert await trail.history(f"motion-{room.id}") == []


async def test_what_waits_to_be_examined_is_emptied_and_taken_back(room) -> None:
    await room.submitted()
    await motions.invite(room.id, [room.mei.account_id], by=room.he, now=NOW)
    await motions.sign(room.id, by=room.mei, now=NOW)
    assert await erase(room)
    assert not await erase(room)
    found = await room.now()
    assert (found.title, found.text, found.state) == ("", "", MotionState.WITHDRAWN)
    assert [act.kind for act in await trail.history(f"motion-{room.id}")][-2:] == [
        "motion-withdraw",
        "motion-erase",
    ]
    assert await motions.first_fault() is None


async def test_a_filed_motion_keeps_its_number_and_is_not_handed_over_any_more(room) -> None:
    await room.submitted()
    number = await motions.file_motion(room.id, by=room.qiao, now=NOW)
    assert await erase(room)
    found = await room.now()
    assert (found.state, found.number, found.title) == (MotionState.FILED, number, "")
    with pytest.raises(MotionErased):
        await motions.hand_over(room.id, "7", by=room.qiao, now=NOW)
    other = await room.another()
    with pytest.raises(MotionErased):
        await motions.merge_motion(other, room.id, by=room.qiao, now=NOW)
    assert await motions.first_fault() is None


async def test_one_that_was_not_filed_loses_its_reason_as_well(room) -> None:
    await room.submitted()
    await motions.decline_motion(
        room.id, "不属于提案范围。", as_note=False, by=room.qiao, zone=builders.SHANGHAI, now=NOW
    )
    assert await motions.made_of(room.id) == []
    assert await erase(room)
    assert (await room.now()).reason is None
    assert await motions.first_fault() is None


async def test_a_lasting_name_is_one_motions_alone(room) -> None:
    name = await motions.lasting_name(room.id)
    assert motions.is_lasting_name(name)
    assert await motions.motion_of_lasting_name(name) == room.id
    for other in (name[:-1], f"{name}0", f"motion-{room.id}", "motion-7-5f0000000000", "x"):
        assert await motions.motion_of_lasting_name(other) is None
