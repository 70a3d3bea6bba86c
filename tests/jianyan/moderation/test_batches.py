import pytest

import builders
import cast
from jianyan import moderation, suggestions, topics, trail
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.moderation import Act, Briefings, HoldsBlockedWord, InOtherHands, Verdict
from jianyan.screening import Level
from jianyan.suggestions import AlreadySettled, NoSuchSuggestion, SuggestionState
from jianyan.suggestions.tables import ScreeningHit

DECLINE = Verdict(act=Act.DECLINE, reason="off_topic")


async def states(trackings: list[str]) -> list[str]:
    return [(await suggestions.by_tracking(tracking)).state.value for tracking in trackings]


async def test_one_decision_reaches_all_and_each_has_its_own_record(send: builders.Send) -> None:
    sent = await send(3) + await send(2, category="收发班次")
    wei = await builders.make_person()
    outcome = await moderation.decide_all(sent, DECLINE, by=wei, now=builders.NOW, briefings=Briefings())
    assert (outcome.decided, outcome.left) == (sent, [])
    assert await states(sent) == ["declined"] * 5
    for tracking in sent:
        acts = await trail.history(tracking)
        assert [act.kind for act in acts] == ["submit", "decide"]
        [decision] = await moderation.decisions_on((await suggestions.by_tracking(tracking)).id)
        assert (decision.batch, decision.reason and decision.reason.code) == (outcome.batch, "off_topic")
    [summary] = await trail.history(f"batch-{outcome.batch}")
    assert (summary.kind, summary.data["count"], summary.data["act"]) == ("batch", 5, "decline")
    assert await moderation.first_fault() is None
    assert await trail.first_fault() is None


async def test_to_approve_without_a_category_files_each_where_its_sender_put_it(send: builders.Send) -> None:
    filed, unsure = await send(1, category="收发班次"), await send(1)
    wei = await builders.make_person()
    approve = Verdict(act=Act.APPROVE)
    outcome = await moderation.decide_all(
        filed + unsure, approve, by=wei, now=builders.NOW, briefings=Briefings()
    )
    assert outcome.decided == filed
    assert [(one.tracking, one.refusal.field) for one in outcome.left] == [(unsure[0], "category")]
    found = await suggestions.by_tracking(filed[0])
    assert (found.state, found.category) == (SuggestionState.PUBLISHED, "收发班次")


async def test_one_category_for_all_overrules_what_was_chosen(send: builders.Send) -> None:
    sent = await send(1, category="收发班次") + await send(1)
    wei = await builders.make_person()
    drawer = (await topics.topic_by_slug("buses-first")).categories[0]
    approve = Verdict(act=Act.APPROVE, category_id=drawer.id)
    await moderation.decide_all(sent, approve, by=wei, now=builders.NOW, briefings=Briefings())
    assert [(await suggestions.by_tracking(one)).category for one in sent] == [drawer.name] * 2


async def test_what_others_hold_or_have_settled_is_left_alone(send: builders.Send) -> None:
    held, settled, free = await send(3)
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    await moderation.take([(await suggestions.by_tracking(held)).id], by=zhu, now=builders.NOW)
    await moderation.decide(settled, DECLINE, by=zhu, now=builders.NOW)
    outcome = await moderation.decide_all(
        [held, settled, free], DECLINE, by=wei, now=builders.NOW, briefings=Briefings()
    )
    assert outcome.decided == [free]
    assert [(one.tracking, type(one.refusal)) for one in outcome.left] == [
        (held, InOtherHands),
        (settled, AlreadySettled),
    ]
    assert await states([held]) == ["waiting"]


async def test_what_holds_a_blocked_word_is_declined_but_never_approved_in_a_batch(
    send: builders.Send,
) -> None:
    blocked, noted = await send(2, category="收发班次")
    await _found(blocked, Level.BLOCK)
    await _found(noted, Level.HOLD)
    wei = await builders.make_person()
    approve = Verdict(act=Act.APPROVE)
    outcome = await moderation.decide_all(
        [blocked, noted], approve, by=wei, now=builders.NOW, briefings=Briefings()
    )
    assert outcome.decided == [noted]
    assert [(one.tracking, type(one.refusal)) for one in outcome.left] == [(blocked, HoldsBlockedWord)]
    outcome = await moderation.decide_all([blocked], DECLINE, by=wei, now=builders.NOW, briefings=Briefings())
    assert outcome.decided == [blocked]


async def _found(tracking: str, level: Level) -> None:
    one = await suggestions.by_tracking(tracking)
    hit = {
        ScreeningHit.field: "body",
        ScreeningHit.start: 0,
        ScreeningHit.length: 2,
        ScreeningHit.word: "发票",
    }
    hit |= {ScreeningHit.kind: "word", ScreeningHit.level: level.value}
    async with transaction():
        await ScreeningHit.insert(
            ScreeningHit({ScreeningHit.suggestion: one.id, ScreeningHit.received_on: one.received_on, **hit})
        )


async def test_a_batch_is_taken_back_as_a_whole(send: builders.Send) -> None:
    sent = await send(3)
    wei = await builders.make_person()
    outcome = await moderation.decide_all(sent, DECLINE, by=wei, now=builders.NOW, briefings=Briefings())
    undo = Verdict(act=Act.UNDO)
    again = await moderation.decide_all(
        outcome.decided, undo, by=wei, now=builders.NOW, briefings=Briefings()
    )
    assert again.decided == sent
    assert await states(sent) == ["waiting"] * 3
    assert await moderation.first_fault() is None


@pytest.mark.parametrize("verdict", [Verdict(act=Act.DECLINE), Verdict(act=Act.DECLINE, reason="why not")])
async def test_a_batch_without_a_known_reason_is_refused_as_a_whole(
    send: builders.Send, verdict: Verdict
) -> None:
    sent = await send(2)
    wei = await builders.make_person()
    with pytest.raises(Invalid) as refused:
        await moderation.decide_all(sent, verdict, by=wei, now=builders.NOW, briefings=Briefings())
    assert refused.value.field == "reason"
    assert await states(sent) == ["waiting"] * 2


@pytest.mark.parametrize("count", [0, 501])
async def test_a_batch_has_1_to_500_cards(send: builders.Send, count: int) -> None:
    [tracking] = await send(1)
    wei = await builders.make_person()
    with pytest.raises(Invalid):
        await moderation.decide_all(
            [tracking] * count, DECLINE, by=wei, now=builders.NOW, briefings=Briefings()
        )
    with pytest.raises(NoSuchSuggestion):
        await moderation.decide_all(
            ["00000000000000"], DECLINE, by=wei, now=builders.NOW, briefings=Briefings()
        )
