import pytest

import builders
from jianyan import db, motions
from jianyan.motions.tables import Motion

FORGED = {
    "state": ("UPDATE motion SET state = 'filed'", "it is filed, recorded as not-filed"),
    "a draft's state": ("UPDATE motion SET state = 'draft'", "it is draft, recorded as not-filed"),
    "number": ("UPDATE motion SET number = 7", "its number is not as recorded"),
    "note": ("UPDATE motion SET note = 'AAAAAAAAAAAAAA'", "its note is not as recorded"),
    "handover": ("UPDATE motion SET handover = 'x'", "its handover is not as recorded"),
    "title": ("UPDATE motion SET title = 'x'", "its title is not the one that was recorded"),
    "text": ("UPDATE motion SET text = 'x'", "its text is not the one that was recorded"),
    "reason": ("UPDATE motion SET reason = 'x'", "its reason is not the one that was recorded"),
    "salt": ("UPDATE motion SET salt = NULL", "its title is gone without a record"),
    "signature": ("UPDATE motion_signer SET state = 'withdrawn'", "its signatures are not as recorded"),
    "row": ("DELETE FROM motion_signer; DELETE FROM motion", "it is recorded, but there is no row"),
    "what the trail does not know": ("UPDATE motion SET sector = 'x'", None),
}


@pytest.mark.parametrize(("statement", "fault"), FORGED.values(), ids=FORGED)
async def test_a_change_by_hand_is_named(room, statement: str, fault: str | None) -> None:
    await room.submitted()
    await motions.invite(room.id, [room.mei.account_id], by=room.he, now=builders.NOW)
    await motions.sign(room.id, by=room.mei, now=builders.NOW)
    await motions.decline_motion(
        room.id, "不属于提案范围。", as_note=False, by=room.qiao, zone=builders.SHANGHAI, now=builders.NOW
    )
    assert await motions.first_fault() is None
    async with db.transaction():
        for each in statement.split("; "):
            await Motion.raw(each)
    found = await motions.first_fault()
    assert found is None if fault is None else fault in str(found)
