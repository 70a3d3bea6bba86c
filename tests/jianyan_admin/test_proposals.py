import html
import re

import pytest

import builders
import cast
from jianyan import proposals, topics
from jianyan.proposals import ProposalState
from jianyan.topics import TopicSource, TopicState

TITLE, TEXT = "公园里多放些长椅", "老人走一走要歇脚，希望沿湖每百米有一处。"
FORM = {
    "slug": "park-benches",
    "title": "公园里哪里该放长椅？",
    "invitation": "请告诉我们。",
    "opens_at": "2026-07-01T09:00",
    "closes_at": "2026-07-08T18:00",
    "categories": "湖边\n广场",
}


async def proposed() -> int:
    he = await builders.make_person(cast.HE)
    return await proposals.propose(TITLE, TEXT, by=he, now=builders.NOW)


async def state_of(proposal_id: int) -> ProposalState:
    return (await proposals.proposal_by_id(proposal_id)).state


async def examined(qiao) -> int:
    proposal_id = await proposed()
    await qiao.send(f"/admin/proposals/{proposal_id}/examine", {"title": TITLE, "text": TEXT, "note": ""})
    return proposal_id


async def accepted(qiao) -> int:
    proposal_id = await examined(qiao)
    await qiao.send(f"/admin/proposals/{proposal_id}/decide", {"decision": "accept", "reason": "问的人多。"})
    return proposal_id


async def test_the_list_leads_to_the_form_with_what_the_member_wrote(qiao) -> None:
    proposal_id = await proposed()
    assert f'href="/admin/proposals/{proposal_id}"' in (await qiao.see("/admin/proposals")).text
    page = await qiao.see(f"/admin/proposals/{proposal_id}")
    assert re.search(rf'<input id="title"[^>]* value="{TITLE}"', page.text)
    assert TEXT in page.text


async def test_an_examined_proposal_is_open_to_support_as_it_was_amended(qiao) -> None:
    proposal_id = await proposed()
    sent = {"title": "哪里该放长椅？", "text": "请大家说说。", "note": "先问园林局"}
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/examine", sent)
    assert answer.status_code == 303
    found = await proposals.proposal_by_id(proposal_id)
    assert (found.state, found.shown_title, found.note) == (
        ProposalState.EXAMINED,
        "哪里该放长椅？",
        "先问园林局",
    )
    page = html.unescape((await qiao.see(f"/admin/proposals/{proposal_id}")).text)
    assert all(text in page for text in (TITLE, TEXT, *sent.values()))


async def test_a_refused_examination_keeps_what_was_typed(qiao) -> None:
    proposal_id = await proposed()
    sent = {"title": "", "text": "只字未改", "note": "记一笔"}
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/examine", sent)
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert "只字未改" in answer.text
    assert "记一笔" in answer.text
    assert await state_of(proposal_id) is ProposalState.PROPOSED


async def test_an_accepted_proposal_becomes_a_public_topic_of_the_members(qiao) -> None:
    proposal_id = await accepted(qiao)
    page = await qiao.see(f"/admin/proposals/{proposal_id}")
    assert '<option value="recommended" selected>' in page.text
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/publish", {**FORM, "source": "recommended"})
    assert answer.status_code == 303
    topic = await topics.topic_by_slug("park-benches")
    assert (topic.title, topic.state, topic.source) == (
        FORM["title"],
        TopicState.PUBLISHED,
        TopicSource.RECOMMENDED,
    )
    found = await proposals.proposal_by_id(proposal_id)
    assert (found.state, found.topic_slug, found.title) == (ProposalState.PUBLISHED, "park-benches", TITLE)


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"title": ""}, "title", 422),
        ({"categories": "一个"}, "categories", 422),
        ({"source": "rumour"}, "source", 422),
        ({"slug": "taken"}, "slug", 409),
    ],
)
async def test_a_refused_amendment_keeps_what_was_typed_and_publishes_nothing(
    qiao, changes: dict[str, str], field: str, status: int
) -> None:
    await builders.make_topic("taken")
    proposal_id = await accepted(qiao)
    form = {**FORM, "invitation": "只字未改", **changes}
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/publish", form)
    assert answer.status_code == status
    assert f'id="{field}-error"' in answer.text
    assert "只字未改" in answer.text
    assert await state_of(proposal_id) is ProposalState.ACCEPTED
    assert [topic.slug for topic in await topics.all_topics()] == ["taken"]


async def test_declining_needs_a_reason_that_the_member_reads(qiao) -> None:
    proposal_id = await examined(qiao)
    path = f"/admin/proposals/{proposal_id}/decide"
    for reason in (" ", "长" * 501):
        refused = await qiao.send(path, {"decision": "decline", "reason": reason})
        assert refused.status_code == 422
        assert 'id="reason-error"' in refused.text
        assert reason in refused.text
    assert await state_of(proposal_id) is ProposalState.EXAMINED
    answer = await qiao.send(path, {"decision": "decline", "reason": "湖边已在施工"})
    assert answer.status_code == 303
    found = await proposals.proposal_by_id(proposal_id)
    assert (found.state, found.reason) == (ProposalState.DECLINED, "湖边已在施工")
    assert "湖边已在施工" in html.unescape((await qiao.see(f"/admin/proposals/{proposal_id}")).text)


async def test_a_decision_is_one_of_two(qiao) -> None:
    proposal_id = await examined(qiao)
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/decide", {"reason": "问的人多。"})
    assert answer.status_code == 422
    assert 'id="decision-error"' in answer.text
    assert "问的人多。" in answer.text
    assert await state_of(proposal_id) is ProposalState.EXAMINED


@pytest.mark.parametrize("act", ["examine", "decide", "publish"])
async def test_no_step_is_taken_after_the_end(qiao, act: str) -> None:
    proposal_id = await examined(qiao)
    sent = {"decision": "decline", "reason": "湖边已在施工"}
    await qiao.send(f"/admin/proposals/{proposal_id}/decide", sent)
    form = {**FORM, "text": TEXT, "decision": "accept", "reason": "再来一次"}
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/{act}", form)
    assert answer.status_code == 409
    assert (await proposals.proposal_by_id(proposal_id)).reason == "湖边已在施工"
    assert await topics.all_topics() == []


async def test_the_list_is_filtered_by_state(qiao) -> None:
    await proposed()
    assert TITLE in (await qiao.see("/admin/proposals", state="proposed")).text
    assert TITLE not in (await qiao.see("/admin/proposals", state="declined")).text


async def test_an_unknown_proposal_is_not_found(qiao) -> None:
    assert (await qiao.see("/admin/proposals/999")).status_code == 404
    for act in ("examine", "decide"):
        assert (await qiao.send(f"/admin/proposals/999/{act}", {"reason": "无"})).status_code == 404
    assert (await qiao.send("/admin/proposals/999/publish", FORM)).status_code == 404
