import asyncio

import msgspec
import pytest

import builders
from jianyan import motions, trail
from jianyan.errors import Invalid, InvalidFields
from jianyan.motions import MotionMovedOn, MotionState, NewMotion, NoSuchMotion, SignerState
from jianyan.motions.tables import Motion, MotionSigner

NOW = builders.NOW
NEW = NewMotion(title="关于增开夜间公交的提案", text="夜班工人说，十点以后回不了家。", year="2026")


async def kinds_of(motion_id: int) -> list[str]:
    return [act.kind for act in await trail.history(f"motion-{motion_id}")]


async def test_a_draft_is_seen_by_its_first_signer_alone(room) -> None:
    assert [one.title for one in await motions.own_motions(room.he)] == [NEW.title]
    assert await motions.others_motions(room.mei) == []
    assert await motions.motions() == []
    for look in (motions.motion_for(room.id, room.mei), motions.motion_by_id(room.id)):
        with pytest.raises(NoSuchMotion):
            await look
    assert await kinds_of(room.id) == []


async def test_a_draft_is_edited_and_a_submitted_motion_is_not(room) -> None:
    changed = msgspec.structs.replace(NEW, title="关于夜班公交的提案", sector="", is_open=True)
    await motions.save_motion(room.id, changed, by=room.he)
    assert ((await room.now()).title, (await room.now()).sector) == ("关于夜班公交的提案", "")
    with pytest.raises(NoSuchMotion):
        await motions.save_motion(room.id, changed, by=room.mei)
    await room.submitted()
    with pytest.raises(MotionMovedOn):
        await motions.save_motion(room.id, NEW, by=room.he)
    assert (await room.now()).title == "关于夜班公交的提案"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"text": ""}, "text"),
        ({"text": "长" * 10_001}, "text"),
        ({"sector": "长" * 61}, "sector"),
        ({"year": "26"}, "year"),
        ({"year": "٢٠٢٦"}, "year"),
        ({"year": "9999"}, "year"),
    ],
)
async def test_a_field_that_cannot_be_taken_is_named(room, changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        await motions.draft_motion(msgspec.structs.replace(NEW, **changes), by=room.he, now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert await Motion.count() == 1


async def test_an_empty_form_names_every_field_at_once(room) -> None:
    with pytest.raises(InvalidFields) as refused:
        await motions.draft_motion(NewMotion(), by=room.he, now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["title", "text", "year"]


async def test_a_draft_that_is_thrown_away_leaves_nothing(room) -> None:
    await motions.withdraw_motion(room.id, by=room.he, now=NOW)
    assert await Motion.count() == 0
    assert await motions.first_fault() is None


async def test_what_was_submitted_is_taken_back_on_record(room) -> None:
    await room.submitted()
    with pytest.raises(NoSuchMotion):
        await motions.withdraw_motion(room.id, by=room.mei, now=NOW)
    await motions.withdraw_motion(room.id, by=room.he, now=NOW)
    assert (await room.now()).state is MotionState.WITHDRAWN
    assert await kinds_of(room.id) == ["motion-submit", "motion-withdraw"]
    with pytest.raises(MotionMovedOn):
        await motions.file_motion(room.id, by=room.qiao, now=NOW)


async def test_only_who_is_asked_sees_and_signs_a_motion_that_is_not_open(room) -> None:
    await room.submitted()
    with pytest.raises(NoSuchMotion):
        await motions.sign(room.id, by=room.mei, now=NOW)
    assert await motions.invite(room.id, [room.mei.account_id] * 2, by=room.he, now=NOW) == 1
    assert await motions.count_to_sign(room.mei) == 1
    await motions.sign(room.id, by=room.mei, now=NOW)
    found = await motions.motion_for(room.id, room.mei)
    assert (found.signer(room.mei.account_id), found.signed_count) == (SignerState.SIGNED, 1)
    assert await motions.count_to_sign(room.mei) == 0
    assert await kinds_of(room.id) == ["motion-submit", "motion-invite", "motion-sign"]
    assert (await trail.history(f"motion-{room.id}"))[-1].actor == room.mei.trail_id


async def test_asking_somebody_again_keeps_their_signature(room) -> None:
    await room.submitted()
    await motions.invite(room.id, [room.mei.account_id], by=room.he, now=NOW)
    await motions.sign(room.id, by=room.mei, now=NOW)
    assert await motions.invite(room.id, [room.mei.account_id], by=room.he, now=NOW) == 0
    assert (await room.now()).signer(room.mei.account_id) is SignerState.SIGNED


async def test_an_open_motion_is_signed_by_colleagues_and_by_nobody_else(room) -> None:
    await motions.save_motion(room.id, msgspec.structs.replace(NEW, is_open=True), by=room.he)
    await room.submitted()
    assert [one.id for one in await motions.others_motions(room.mei)] == [room.id]
    await motions.sign(room.id, by=room.mei, now=NOW)
    assert await motions.others_motions(room.yue) == []
    for act in (motions.sign, motions.unsign):
        with pytest.raises(NoSuchMotion):
            await act(room.id, by=room.yue, now=NOW)
        with pytest.raises(NoSuchMotion):  # the first signer signs first, not beside
            await act(room.id, by=room.he, now=NOW)
    assert (await room.now()).signed_count == 1


async def test_a_signature_is_taken_back_and_given_again_until_the_office_examines(room) -> None:
    await room.submitted()
    await motions.invite(room.id, [room.mei.account_id], by=room.he, now=NOW)
    for act in (motions.sign, motions.sign, motions.unsign, motions.unsign, motions.sign):
        await act(room.id, by=room.mei, now=NOW)
    assert await kinds_of(room.id) == [
        "motion-submit",
        "motion-invite",
        "motion-sign",
        "motion-unsign",
        "motion-sign",
    ]
    await motions.file_motion(room.id, by=room.qiao, now=NOW)
    for act in (motions.sign, motions.unsign):
        with pytest.raises(MotionMovedOn):
            await act(room.id, by=room.mei, now=NOW)
    assert (await room.now()).signed_count == 1
    assert await motions.first_fault() is None


@pytest.mark.parametrize("who", ["nobody", "yue", "he", "qiao"])
async def test_only_colleagues_are_asked(room, who: str) -> None:
    await room.submitted()
    chosen = [] if who == "nobody" else [getattr(room, who).account_id]
    with pytest.raises(Invalid) as refused:
        await motions.invite(room.id, chosen, by=room.he, now=NOW)
    assert refused.value.field == "signer"
    assert await MotionSigner.count() == 0


async def test_colleagues_are_the_other_members_of_the_organisation_by_name(room) -> None:
    assert [one.name for one in await motions.colleagues(room.he)] == ["mei"]
    assert await motions.colleagues(room.yue) == []


async def test_many_taps_on_sign_are_one_signature(room) -> None:
    await motions.save_motion(room.id, msgspec.structs.replace(NEW, is_open=True), by=room.he)
    await room.submitted()
    await asyncio.gather(*(motions.sign(room.id, by=room.mei, now=NOW) for _ in range(20)))
    assert await MotionSigner.count() == 1
    assert (await kinds_of(room.id)).count("motion-sign") == 1


@pytest.mark.parametrize("motion_id", [0, -1, 99, 2**31, 10**30])
async def test_an_unknown_motion_is_not_found(room, motion_id: int) -> None:
    for look in (motions.motion_for(motion_id, room.he), motions.motion_by_id(motion_id)):
        with pytest.raises(NoSuchMotion):
            await look
