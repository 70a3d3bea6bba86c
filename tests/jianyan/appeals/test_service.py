import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

import builders
from jianyan import appeals, moderation, suggestions, tallies, trail
from jianyan.appeals import (
    AppealedAlready,
    AppealTooLate,
    EnoughFacts,
    NotAppealable,
    NotChangeable,
    TextErased,
)
from jianyan.errors import Invalid
from jianyan.moderation import Act
from jianyan.suggestions import NoSuchSuggestion, SuggestionState

WHY = "这条说的就是公交，请再看一次。"
FACTS = "是晚上十点以后的末班车。"


async def appeal(tracking: str, text: str = WHY, *, days: float = 1) -> appeals.AppealDetail:
    now = builders.NOW + timedelta(days=days)
    return await appeals.appeal(tracking, text, by=None, now=now, zone=builders.SHANGHAI)


async def add_facts(tracking: str, text: str = FACTS) -> None:
    await appeals.add_facts(tracking, text, by=None, now=builders.NOW)


async def withdraw(tracking: str) -> SuggestionState:
    return (await appeals.withdraw(tracking, by=None, now=builders.NOW)).state


async def kinds_of(tracking: str) -> list[str]:
    return [act.kind for act in await trail.history(tracking)]


async def choices_of(tracking: str, *, days: float = 0) -> appeals.Choices:
    now = builders.NOW + timedelta(days=days)
    return await appeals.choices_of(await suggestions.by_tracking(tracking), now=now)


async def assert_sound() -> None:
    for fault in (suggestions.first_fault, moderation.first_fault, appeals.first_fault, tallies.first_fault):
        assert await fault() is None
    assert await trail.first_fault() is None


async def test_lan_appeals_and_is_told_by_when_it_is_answered(declined: Any) -> None:
    raised = await appeal(declined.tracking)
    assert raised.text == WHY
    assert raised.due_on == date(2026, 7, 9)
    assert (raised.declined_by, raised.reason and raised.reason.code) == ("wei", "off_topic")
    assert raised.outcome is None
    act = (await trail.history(declined.tracking))[-1]
    assert (act.kind, act.actor, act.data) == ("appeal", None, {"due": "2026-07-09"})
    await assert_sound()


async def test_the_day_of_the_answer_is_counted_in_the_towns_time(declined: Any) -> None:
    late = builders.NOW.replace(hour=16)  # half past midnight in Shanghai, and still the first in London
    raised = await appeals.appeal(declined.tracking, WHY, by=None, now=late, zone=builders.SHANGHAI)
    assert raised.due_on == date(2026, 7, 9)


async def test_the_same_appeal_twice_is_one(declined: Any) -> None:
    first = await appeal(declined.tracking)
    assert await appeal(declined.tracking, f"  {WHY}\r\n", days=40) == first
    assert (await kinds_of(declined.tracking)).count("appeal") == 1


async def test_a_second_appeal_with_other_words_is_refused(declined: Any) -> None:
    await appeal(declined.tracking)
    with pytest.raises(AppealedAlready):
        await appeal(declined.tracking, "再说一次。")
    await assert_sound()


async def test_what_is_not_declined_cannot_be_appealed(waiting: Any) -> None:
    with pytest.raises(NotAppealable):
        await appeal(waiting.tracking)
    await waiting.decided(Act.APPROVE)
    with pytest.raises(NotAppealable):
        await appeal(waiting.tracking)
    assert not (await choices_of(waiting.tracking)).appeal
    with pytest.raises(NoSuchSuggestion):
        await appeal("00000000000000")


async def test_thirty_days_after_the_decline_it_is_too_late(declined: Any) -> None:
    assert (await choices_of(declined.tracking, days=30)).appeal
    assert not (await choices_of(declined.tracking, days=30.01)).appeal
    with pytest.raises(AppealTooLate):
        await appeal(declined.tracking, days=30.01)
    assert (await appeal(declined.tracking, days=30)).text == WHY


@pytest.mark.parametrize(
    ("text", "part"), [("", "Please write why"), (" \n", "why"), ("字" * 1_001, "too long")]
)
async def test_an_appeal_without_a_reason_or_with_too_much_of_it_is_refused(
    declined: Any, text: str, part: str
) -> None:
    with pytest.raises(Invalid, match=part) as refused:
        await appeal(declined.tracking, text)
    assert refused.value.field == "appeal"
    assert (await appeal(declined.tracking, "字" * 1_000)).text == "字" * 1_000


@pytest.mark.parametrize("act", [None, Act.HOLD, Act.APPROVE])
async def test_lan_takes_back_what_waits_is_held_or_published(waiting: Any, act: Act | None) -> None:
    before = await waiting.decided(act) if act else await suggestions.by_tracking(waiting.tracking)
    assert (await choices_of(waiting.tracking)).withdraw
    assert await withdraw(waiting.tracking) is SuggestionState.WITHDRAWN
    assert await withdraw(waiting.tracking) is SuggestionState.WITHDRAWN
    acts = [act for act in await trail.history(waiting.tracking) if act.kind == "withdraw"]
    assert [(act.actor, act.data["from"], act.data["to"]) for act in acts] == [
        (None, before.state.value, "withdrawn")
    ]
    assert (await suggestions.by_tracking(waiting.tracking)).category_id == before.category_id
    tally = await tallies.for_topic("buses-first", now=builders.NOW)
    assert (tally.received, tally.states["withdrawn"]) == (1, 1)
    await assert_sound()


async def test_a_declined_one_is_not_taken_back_but_appealed(declined: Any) -> None:
    assert not (await choices_of(declined.tracking)).withdraw
    with pytest.raises(NotChangeable):
        await withdraw(declined.tracking)


async def test_facts_are_added_in_order_and_once_each(waiting: Any) -> None:
    for text in (FACTS, "站牌在桥下。", FACTS):
        await add_facts(waiting.tracking, text)
    found = await suggestions.by_tracking(waiting.tracking)
    added = (await appeals.additions_to([found.id]))[found.id]
    assert [one.text for one in added] == [FACTS, "站牌在桥下。"]
    assert [act.data for act in await trail.history(waiting.tracking)][1:] == [{"number": 1}, {"number": 2}]
    await assert_sound()


async def test_facts_are_added_five_times_at_most(waiting: Any) -> None:
    for number in range(appeals.ADDITIONS_MOST):
        assert (await choices_of(waiting.tracking)).add_facts
        await add_facts(waiting.tracking, f"第 {number} 次")
    assert not (await choices_of(waiting.tracking)).add_facts
    with pytest.raises(EnoughFacts):
        await add_facts(waiting.tracking)
    await add_facts(waiting.tracking, "第 0 次")
    assert (await kinds_of(waiting.tracking)).count("add-facts") == 5


async def test_facts_can_be_added_to_a_declined_one_but_not_to_a_withdrawn_one(waiting: Any) -> None:
    await waiting.decided(Act.DECLINE)
    await add_facts(waiting.tracking)
    await waiting.decided(Act.UNDO)
    await withdraw(waiting.tracking)
    with pytest.raises(NotChangeable):
        await add_facts(waiting.tracking, "还有一点。")
    await assert_sound()


@pytest.mark.parametrize(("text", "part"), [(" ", "what you want to add"), ("字" * 1_001, "too long")])
async def test_empty_or_endless_facts_are_refused(waiting: Any, text: str, part: str) -> None:
    with pytest.raises(Invalid, match=part) as refused:
        await add_facts(waiting.tracking, text)
    assert refused.value.field == "facts"


async def test_nothing_is_written_about_an_erased_suggestion(declined: Any) -> None:
    await suggestions.erase(declined.tracking, by=None, now=builders.NOW)
    with pytest.raises(TextErased):
        await appeal(declined.tracking)
    with pytest.raises(TextErased):
        await add_facts(declined.tracking)
    choices = await choices_of(declined.tracking)
    assert not choices.appeal
    assert not choices.add_facts


async def test_ten_appeals_and_ten_facts_at_once_are_one_of_each(declined: Any) -> None:
    sent = [appeal(declined.tracking) for _ in range(10)]
    raised = await asyncio.gather(*sent, *(add_facts(declined.tracking) for _ in range(10)))
    assert {one.text for one in raised if one} == {WHY}
    acts = await kinds_of(declined.tracking)
    assert (acts.count("appeal"), acts.count("add-facts")) == (1, 1)
    await assert_sound()


async def test_withdrawing_and_deciding_at_once_leave_one_of_them(waiting: Any) -> None:
    outcomes = await asyncio.gather(
        withdraw(waiting.tracking), waiting.decided(Act.DECLINE), return_exceptions=True
    )
    assert sum(isinstance(one, Exception) for one in outcomes) == 1
    await assert_sound()
