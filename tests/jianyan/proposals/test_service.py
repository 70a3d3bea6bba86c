import asyncio
from collections.abc import Awaitable, Callable

import pytest

import builders
from jianyan import proposals, topics, trail
from jianyan.errors import Invalid, InvalidFields
from jianyan.proposals import MovedOn, NoSuchProposal, ProposalState
from jianyan.topics import TopicSource

Act = Callable[..., Awaitable[object]]


async def publish(proposal_id: int, qiao: object) -> int:
    new = builders.new_topic("park-benches", source=TopicSource.RECOMMENDED)
    return await proposals.publish_proposal(proposal_id, new, by=qiao, now=builders.NOW)  # type: ignore[arg-type]


async def test_four_steps_lead_to_a_topic_and_each_is_recorded(proposed) -> None:
    await proposed.examined("哪里该放长椅？", "请大家说说。", "先问园林局")
    await proposed.decided(accepted=True, reason="问的人多。")
    topic_id = await publish(proposed.id, proposed.qiao)
    found, topic = await proposed.now(), await topics.topic_by_id(topic_id)
    assert (found.state, found.topic_slug) == (ProposalState.PUBLISHED, "park-benches")
    assert (found.title, found.shown_title, found.note) == (
        "公园里多放些长椅",
        "哪里该放长椅？",
        "先问园林局",
    )
    assert (found.examiner, found.decider, found.reason) == ("qiao", "qiao", "问的人多。")
    assert found.examined_at == found.decided_at == builders.NOW
    assert topic.source is TopicSource.RECOMMENDED
    acts = await trail.history(f"proposal-{proposed.id}")
    assert [act.kind for act in acts] == ["propose", "examine", "decide-proposal", "publish-proposal"]
    assert [act.actor for act in acts[1:]] == [proposed.qiao.trail_id] * 3
    assert acts[-1].data["topic"] == topic_id


async def test_a_declined_proposal_keeps_its_reason_and_how_many_supported_it(proposed, keys) -> None:
    await proposed.examined()
    await proposals.support(proposed.id, proposals.new_visitor(), keys=keys, now=builders.NOW)
    await proposed.decided(accepted=False, reason="湖边已在施工。")
    assert ((await proposed.now()).state, (await proposed.now()).supporters) == (ProposalState.DECLINED, 1)
    last = (await trail.history(f"proposal-{proposed.id}"))[-1]
    assert last.data == {"from": "examined", "to": "declined", "supporters": 1, "topic": None}


async def test_no_step_is_left_out_and_none_is_taken_twice(proposed) -> None:
    with pytest.raises(MovedOn):
        await proposed.decided(accepted=True)
    with pytest.raises(MovedOn):
        await publish(proposed.id, proposed.qiao)
    await proposed.examined()
    with pytest.raises(MovedOn):
        await proposed.examined()
    with pytest.raises(MovedOn):
        await publish(proposed.id, proposed.qiao)
    await proposed.decided(accepted=False)
    with pytest.raises(MovedOn) as moved:
        await proposed.decided(accepted=True)
    assert moved.value.state is ProposalState.DECLINED
    assert await topics.all_topics() == []


async def test_of_many_who_decide_at_once_one_decides(proposed) -> None:
    await proposed.examined()
    outcomes = await asyncio.gather(
        *(proposed.decided(accepted=bool(turn % 2)) for turn in range(8)), return_exceptions=True
    )
    assert [type(one) for one in outcomes].count(MovedOn) == 7
    acts = await trail.history(f"proposal-{proposed.id}")
    assert [act.kind for act in acts].count("decide-proposal") == 1


@pytest.mark.parametrize(
    ("title", "text", "fields"), [("", "", ["title", "text"]), ("题", "长" * 2_001, ["text"])]
)
async def test_what_cannot_be_shown_is_not_opened(proposed, title: str, text: str, fields: list[str]) -> None:
    with pytest.raises(InvalidFields) as refused:
        await proposed.examined(title, text)
    assert [problem.field for problem in refused.value.problems] == fields
    assert (await proposed.now()).state is ProposalState.PROPOSED


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
async def test_a_decision_needs_a_reason(proposed, reason: str) -> None:
    await proposed.examined()
    with pytest.raises(Invalid) as refused:
        await proposed.decided(accepted=True, reason=reason)
    assert refused.value.field == "reason"
    assert (await proposed.now()).state is ProposalState.EXAMINED


async def test_the_public_reads_what_was_examined_and_nothing_before(proposed) -> None:
    with pytest.raises(NoSuchProposal):
        await proposals.public_proposal(proposed.id)
    assert (await proposals.public_proposals(), await proposals.count_open()) == ([], 0)
    await proposed.examined("哪里该放长椅？", "请大家说说。")
    assert [one.title for one in await proposals.public_proposals()] == ["哪里该放长椅？"]
    assert await proposals.count_open() == 1
    await proposed.decided(accepted=False)
    shown = await proposals.public_proposal(proposed.id)
    assert (shown.is_open, shown.reason) == (False, "问到的人多。")
    assert await proposals.count_open() == 0


@pytest.mark.parametrize("proposal_id", [0, -1, 99, 2**31, 10**30])
async def test_an_unknown_proposal_is_not_found(proposed, proposal_id: int) -> None:
    for read in (proposals.proposal_by_id, proposals.public_proposal):
        with pytest.raises(NoSuchProposal):
            await read(proposal_id)
