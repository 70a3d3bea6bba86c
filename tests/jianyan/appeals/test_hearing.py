import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

import builders
import cast
from jianyan import appeals, moderation, suggestions, trail
from jianyan.appeals import HeardAlready, NoSuchAppeal, Outcome, OwnDecision
from jianyan.errors import Invalid
from jianyan.moderation import Act
from jianyan.suggestions import AlreadySettled, SuggestionState

NOTE = "经复核，与议题有关，重新办理。"


@pytest.fixture
async def appealed(declined: Any) -> Any:
    """Let Lan object to Wei's decline."""
    now = builders.NOW + timedelta(days=1)
    await appeals.appeal(declined.tracking, "请再看一次。", by=None, now=now, zone=builders.SHANGHAI)
    return declined


async def hear(
    case: Any, outcome: Outcome = Outcome.OVERTURN, *, by: Any = None, note: str = NOTE
) -> appeals.AppealDetail:
    now = builders.NOW + timedelta(days=2)
    return await appeals.hear(case.tracking, outcome, note, by=by or case.zhu, now=now)


async def state_of(case: Any) -> SuggestionState:
    return (await suggestions.by_tracking(case.tracking)).state


async def test_zhu_overturns_and_it_waits_again(appealed: Any) -> None:
    answered = await hear(appealed)
    assert (answered.outcome, answered.note, answered.heard_by) == (Outcome.OVERTURN, NOTE, "zhu")
    assert await state_of(appealed) is SuggestionState.WAITING
    acts = await trail.history(appealed.tracking)
    assert [act.kind for act in acts] == ["submit", "decide", "appeal", "decide", "hear"]
    assert acts[-1].data == {"outcome": "overturn"}
    assert acts[-1].actor == appealed.zhu.trail_id
    assert await moderation.first_fault() is None
    assert await appeals.first_fault() is None
    await appealed.decided(Act.APPROVE)
    assert await state_of(appealed) is SuggestionState.PUBLISHED


async def test_zhu_upholds_and_it_stays_declined(appealed: Any) -> None:
    assert (await hear(appealed, Outcome.UPHOLD)).outcome is Outcome.UPHOLD
    assert await state_of(appealed) is SuggestionState.DECLINED
    assert await moderation.first_fault() is None
    assert await appeals.first_fault() is None


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_wei_who_declined_does_not_hear_the_appeal(appealed: Any, outcome: Outcome) -> None:
    with pytest.raises(OwnDecision, match="Another moderator"):
        await hear(appealed, outcome, by=appealed.wei)
    assert await state_of(appealed) is SuggestionState.DECLINED
    assert (await appeals.waiting_on(date(2026, 7, 2))).count == 1


async def test_whoever_declined_it_once_before_does_not_hear_it_either(appealed: Any) -> None:
    await appealed.decided(Act.UNDO)
    await appealed.decided(Act.DECLINE, by=appealed.zhu)
    for person in (appealed.wei, appealed.zhu):
        with pytest.raises(OwnDecision):
            await hear(appealed, by=person)
    ada = await builders.make_person(cast.ADA)
    assert (await hear(appealed, by=ada)).heard_by == "ada"


async def test_the_same_answer_twice_is_one_and_another_is_refused(appealed: Any) -> None:
    first = await hear(appealed)
    assert await hear(appealed) == first
    qiao = await builders.make_person(cast.QIAO)
    for change in ({"note": "别的话"}, {"outcome": Outcome.UPHOLD}, {"by": qiao}):
        with pytest.raises(HeardAlready):
            await hear(appealed, **change)
    assert [act.kind for act in await trail.history(appealed.tracking)].count("hear") == 1


async def test_two_who_answer_at_once_give_one_answer(appealed: Any) -> None:
    qiao = await builders.make_person(cast.QIAO)
    answers = [hear(appealed), hear(appealed, Outcome.UPHOLD, by=qiao)]
    outcomes = await asyncio.gather(*answers, return_exceptions=True)
    assert sum(isinstance(one, HeardAlready) for one in outcomes) == 1
    assert await appeals.first_fault() is None
    assert await moderation.first_fault() is None


async def test_a_decline_that_was_taken_back_needs_no_answer(appealed: Any) -> None:
    await appealed.decided(Act.UNDO)
    assert (await appeals.waiting_on(date(2027, 1, 1))).count == 0
    assert await appeals.awaiting(most=10) == []
    with pytest.raises(AlreadySettled):
        await hear(appealed)


async def test_without_an_appeal_or_a_note_nothing_is_heard(declined: Any) -> None:
    with pytest.raises(NoSuchAppeal):
        await hear(declined)
    with pytest.raises(Invalid, match="what the sender is told") as refused:
        await hear(declined, note=" ")
    assert refused.value.field == "note"


async def test_an_appeal_is_late_on_the_day_after_its_day(appealed: Any) -> None:
    due_on = date(2026, 7, 9)
    assert await appeals.waiting_on(due_on) == appeals.Waiting(1, 0)
    assert await appeals.waiting_on(due_on + timedelta(days=1)) == appeals.Waiting(1, 1)
    listed = await appeals.awaiting(most=10)
    assert [one.tracking for one in listed] == [appealed.tracking]
    assert await appeals.awaiting(most=10, after=listed[0].id) == []
    await hear(appealed, Outcome.UPHOLD)
    assert await appeals.waiting_on(due_on + timedelta(days=1)) == appeals.Waiting(0, 0)
    assert [one.tracking for one in await appeals.heard(most=10, before=1_000)] == [appealed.tracking]
    assert await appeals.heard(most=10, before=listed[0].id) == []
