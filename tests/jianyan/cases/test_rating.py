from datetime import date

import pytest

import builders
from cities import NOW, City, later
from jianyan import cases
from jianyan.cases import CaseState, NewRating, NotNow, RatedAlready, Satisfaction, StepKind

ZONE = builders.SHANGHAI
BAD = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED, reason="末班车还是九点。")
GOOD = NewRating(is_solved=True, satisfaction=Satisfaction.SATISFIED)


async def rate(city: City, case_id: int, new: NewRating, *, days: float = 1) -> CaseState:
    suggestion_id = (await city.seen(case_id)).suggestion_id
    return await cases.rate(case_id, suggestion_id, new, now=later(days), zone=ZONE)


@pytest.mark.parametrize("satisfaction", [Satisfaction.SATISFIED, Satisfaction.FAIRLY])
async def test_who_is_satisfied_concludes_the_case(city: City, satisfaction: Satisfaction) -> None:
    case_id = await city.answered()
    new = NewRating(is_solved=True, satisfaction=satisfaction)
    assert await rate(city, case_id, new) is CaseState.CLOSED
    assert (await city.seen(case_id)).closed_at == later(1)


async def test_who_is_not_satisfied_gets_one_more_answer_and_not_a_third(city: City) -> None:
    case_id = await city.answered()
    assert await rate(city, case_id, BAD) is CaseState.IN_HAND
    summary = (await city.seen(case_id)).summary
    assert (summary.round, summary.due_on, summary.lead_id) == (2, date(2026, 8, 13), city.transport)
    await city.reply(case_id, "改为22点半。")
    await cases.publish_reply(case_id, by=city.wei, now=later(5))
    assert await rate(city, case_id, BAD, days=6) is CaseState.CLOSED
    found = await city.seen(case_id)
    assert [(one.round, one.reason) for one in found.ratings] == [(1, BAD.reason), (2, BAD.reason)]
    assert [reply.round for reply in found.replies] == [1, 2]


async def test_the_same_rating_again_changes_nothing(city: City) -> None:
    case_id = await city.answered()
    for _ in range(2):
        assert await rate(city, case_id, BAD) is CaseState.IN_HAND
    kinds = [step.kind for step in (await city.seen(case_id)).steps]
    assert kinds.count(StepKind.RATED) == kinds.count(StepKind.REOPENED) == 1
    with pytest.raises(RatedAlready):
        await rate(city, case_id, GOOD)


async def test_nobody_rates_what_is_not_answered(city: City) -> None:
    case_id = await city.replied()
    with pytest.raises(NotNow):
        await rate(city, case_id, GOOD)


async def test_an_answer_is_rated_within_thirty_days_and_closed_after_them(city: City) -> None:
    case_id = await city.answered()
    with pytest.raises(NotNow):
        await rate(city, case_id, GOOD, days=30.5)
    assert await cases.close_unrated(now=later(29)) == 0
    assert await cases.close_unrated(now=later(31)) == 1
    assert await cases.close_unrated(now=later(31)) == 0
    assert await city.state(case_id) is CaseState.CLOSED
    assert (await city.seen(case_id)).summary.answered_at == NOW
