import html
import re

import pytest

import builders
import cast
from jianyan import proposals, topics, trail
from jianyan.proposals import ProposalState
from jianyan.topics import TopicState

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


async def test_the_list_leads_to_the_form_with_what_the_member_wrote(qiao) -> None:
    proposal_id = await proposed()
    assert f'href="/admin/proposals/{proposal_id}"' in (await qiao.see("/admin/proposals")).text
    page = await qiao.see(f"/admin/proposals/{proposal_id}")
    assert re.search(rf'<input id="title"[^>]* value="{TITLE}"', page.text)
    assert TEXT in page.text


async def test_an_amended_proposal_becomes_a_public_topic(qiao) -> None:
    proposal_id = await proposed()
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/publish", FORM)
    assert answer.status_code == 303
    topic = await topics.topic_by_slug("park-benches")
    assert (topic.title, topic.state) == (FORM["title"], TopicState.PUBLISHED)
    found = await proposals.proposal_by_id(proposal_id)
    assert (found.state, found.topic_slug, found.title) == (ProposalState.PUBLISHED, "park-benches", TITLE)
    assert [act.kind for act in await trail.history(f"proposal-{proposal_id}")] == ["propose", "examine"]


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"title": ""}, "title", 422),
        ({"categories": "一个"}, "categories", 422),
        ({"slug": "taken"}, "slug", 409),
    ],
)
async def test_a_refused_amendment_keeps_what_was_typed_and_publishes_nothing(
    qiao, changes: dict[str, str], field: str, status: int
) -> None:
    await builders.make_topic("taken")
    proposal_id = await proposed()
    form = {**FORM, "invitation": "只字未改", **changes}
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/publish", form)
    assert answer.status_code == status
    assert f'id="{field}-error"' in answer.text
    assert "只字未改" in answer.text
    assert await state_of(proposal_id) is ProposalState.PROPOSED
    assert [topic.slug for topic in await topics.all_topics()] == ["taken"]


async def test_declining_needs_a_reason_that_the_member_reads(qiao) -> None:
    proposal_id = await proposed()
    empty = await qiao.send(f"/admin/proposals/{proposal_id}/decline", {"reason": " "})
    assert empty.status_code == 422
    assert 'id="reason-error"' in empty.text
    long = await qiao.send(f"/admin/proposals/{proposal_id}/decline", {"reason": "长" * 501})
    assert long.status_code == 422
    assert "长" * 501 in long.text
    assert await state_of(proposal_id) is ProposalState.PROPOSED
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/decline", {"reason": "湖边已在施工"})
    assert answer.status_code == 303
    found = await proposals.proposal_by_id(proposal_id)
    assert (found.state, found.reason) == (ProposalState.DECLINED, "湖边已在施工")
    assert "湖边已在施工" in html.unescape((await qiao.see(f"/admin/proposals/{proposal_id}")).text)


@pytest.mark.parametrize("act", ["publish", "decline"])
async def test_a_proposal_is_examined_once(qiao, act: str) -> None:
    proposal_id = await proposed()
    await qiao.send(f"/admin/proposals/{proposal_id}/decline", {"reason": "湖边已在施工"})
    answer = await qiao.send(f"/admin/proposals/{proposal_id}/{act}", {**FORM, "reason": "再来一次"})
    assert answer.status_code == 409
    assert (await proposals.proposal_by_id(proposal_id)).reason == "湖边已在施工"
    assert await topics.all_topics() == []


async def test_the_list_is_filtered_by_state(qiao) -> None:
    await proposed()
    assert TITLE in (await qiao.see("/admin/proposals", state="proposed")).text
    assert TITLE not in (await qiao.see("/admin/proposals", state="declined")).text


async def test_an_unknown_proposal_is_not_found(qiao) -> None:
    assert (await qiao.see("/admin/proposals/999")).status_code == 404
    assert (await qiao.send("/admin/proposals/999/decline", {"reason": "无"})).status_code == 404
    assert (await qiao.send("/admin/proposals/999/publish", FORM)).status_code == 404
