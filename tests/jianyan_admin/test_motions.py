import html

import pytest

import builders
import cast
from jianyan import db, motions, suggestions
from jianyan.accounts import Person
from jianyan.accounts.tables import Session
from jianyan.motions import MotionState, NewMotion
from jianyan.suggestions import SuggestionState

NOW = builders.NOW
NEW = NewMotion(title="关于增开夜间公交的提案", text="夜班工人回不了家。", sector="医药卫生界", year="2026")


@pytest.fixture
async def he(app) -> Person:
    """Give He, who writes motions."""
    return await builders.make_person(cast.HE)


async def submitted(he: Person, title: str = NEW.title) -> int:
    new = NewMotion(title=title, text=NEW.text, sector=NEW.sector, year=NEW.year)
    motion_id = await motions.draft_motion(new, by=he, now=NOW)
    await motions.submit_motion(motion_id, by=he, now=NOW)
    return motion_id


async def state_of(motion_id: int) -> MotionState:
    return (await motions.motion_by_id(motion_id)).state


async def test_the_list_leads_to_a_motion_and_is_filtered_by_state(qiao, he) -> None:
    assert "这里还没有提案" in (await qiao.see("/admin/motions", lang="zh-CN")).text
    motion_id = await submitted(he)
    await motions.draft_motion(NewMotion(title="只是草稿", text="还没写完。", year="2026"), by=he, now=NOW)
    listed = (await qiao.see("/admin/motions")).text
    assert f'href="/admin/motions/{motion_id}"' in listed
    assert "只是草稿" not in listed
    assert NEW.title in (await qiao.see("/admin/motions", state="submitted")).text
    assert NEW.title not in (await qiao.see("/admin/motions", state="filed")).text
    page = (await qiao.see(f"/admin/motions/{motion_id}")).text
    assert all(text in page for text in (NEW.title, NEW.text, NEW.sector))


async def test_a_motion_is_erased_from_its_page_and_nothing_is_done_with_it_any_more(qiao, he) -> None:
    waiting, filed = await submitted(he), await submitted(he, "关于站台灯光的提案")
    assert (await qiao.send(f"/admin/motions/{filed}/file")).status_code == 303
    for motion_id in (waiting, filed):
        path = f"/admin/motions/{motion_id}"
        assert f'action="{path}/erase"' in (await qiao.see(path)).text
        assert (await qiao.send(f"{path}/erase")).status_code == 303
        page = (await qiao.see(path, lang="en")).text
        assert "The title was erased." in page
        assert NEW.text not in page
        assert 'method="post" class="card"' not in page
    assert [await state_of(one) for one in (waiting, filed)] == [MotionState.WITHDRAWN, MotionState.FILED]
    assert (await qiao.send(f"/admin/motions/{filed}/hand-over", {"lead": "whoever"})).status_code == 410
    assert (await qiao.send(f"/admin/motions/{waiting}/file")).status_code == 409


async def test_a_motion_is_not_erased_without_a_fresh_proof(qiao, he) -> None:
    path = f"/admin/motions/{await submitted(he)}"
    async with db.transaction():
        await Session.update({Session.proved_at: None}, force=True)
    assert (await qiao.send(f"{path}/erase")).status_code == 403
    assert NEW.text in (await qiao.see(path)).text
    assert (await qiao.send(f"{path}/erase", {"proof": cast.PASSWORD})).status_code == 303
    assert NEW.text not in (await qiao.see(path)).text


async def test_a_motion_is_filed_under_its_number_and_handed_over(qiao, he) -> None:
    motion_id = await submitted(he)
    path = f"/admin/motions/{motion_id}"
    assert (await qiao.send(f"{path}/file")).status_code == 303
    assert "0001" in (await qiao.see(path)).text
    assert (await qiao.send(f"{path}/file")).status_code == 409
    refused = await qiao.send(f"{path}/hand-over", {"lead": "987654", "note": "请尽快"})
    assert refused.status_code == 422
    assert 'id="lead-error"' in refused.text
    assert "请尽快" in refused.text, "what was typed comes back"
    handed = await qiao.send(f"{path}/hand-over", {"lead": "whoever"})
    assert handed.status_code == 303
    case_id = handed.headers["location"].partition("?")[0].rpartition("/")[2]
    assert f"<dd>{case_id} · " in (await qiao.see(path)).text
    assert NEW.title in (await qiao.see(f"/admin/cases/{case_id}")).text
    assert await state_of(motion_id) is MotionState.HANDED_OVER


async def test_not_filing_needs_a_reason_and_may_leave_a_note_in_the_queue(qiao, wei, he) -> None:
    motion_id = await submitted(he)
    path = f"/admin/motions/{motion_id}"
    refused = await qiao.send(f"{path}/decline", {"reason": "长" * 501, "as_note": "1"})
    assert refused.status_code == 422
    assert "长" * 501 in refused.text
    assert 'name="as_note" value="1" checked' in refused.text
    sent = {"reason": "不属于提案范围。", "as_note": "1"}
    assert (await qiao.send(f"{path}/decline", sent)).status_code == 303
    [note] = await suggestions.in_state(None, list(SuggestionState), most=5)
    assert f'href="/admin/suggestions/{note.tracking}"' in (await qiao.see(path)).text
    queue = html.unescape((await wei.see("/admin/queue")).text)
    assert NEW.title in queue
    assert "Social-conditions note" in queue or "社情民意信息" in queue


async def test_a_motion_is_merged_into_another_one(qiao, he) -> None:
    first, second = await submitted(he), await submitted(he, "关于末班车的提案")
    path = f"/admin/motions/{first}"
    assert f'<option value="{second}">' in (await qiao.see(path)).text
    for into in ("", "x", "999", str(first)):
        refused = await qiao.send(f"{path}/merge", {"into": into})
        assert refused.status_code in {409, 422}
        assert 'id="into-error"' in refused.text
    assert (await qiao.send(f"{path}/merge", {"into": str(second)})).status_code == 303
    assert await state_of(first) is MotionState.MERGED
    assert NEW.title in (await qiao.see(f"/admin/motions/{second}")).text


async def test_a_moderator_has_no_desk_for_motions(wei, he) -> None:
    motion_id = await submitted(he)
    assert (await wei.see("/admin/motions")).status_code == 403
    assert (await wei.send(f"/admin/motions/{motion_id}/file")).status_code == 403
    assert await state_of(motion_id) is MotionState.SUBMITTED


async def test_an_unknown_motion_is_not_found(qiao) -> None:
    assert (await qiao.see("/admin/motions/999")).status_code == 404
    for act in ("file", "decline", "merge", "hand-over"):
        assert (await qiao.send(f"/admin/motions/999/{act}", {"reason": "无"})).status_code == 404
