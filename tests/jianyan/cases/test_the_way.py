import builders
from cities import LONG, City, later
from jianyan import cases, trail
from jianyan.cases import (
    Adoption,
    CaseState,
    NewRating,
    Result,
    Satisfaction,
)

ZONE = builders.SHANGHAI


async def kinds_of(case_id: int) -> list[str]:
    return [act.kind for act in await trail.history(f"case-{case_id}")]


async def test_a_case_goes_from_the_office_to_its_author_and_is_closed(city: City) -> None:
    case_id = await city.answered()
    found = await city.seen(case_id)
    assert (found.summary.state, found.summary.result, found.summary.adoption) == (
        CaseState.ANSWERED,
        Result.SOLVED,
        Adoption.ADOPTED,
    )
    assert found.text == LONG
    assert found.replies[0].text == "自下月起末班车延至22点。"
    rating = NewRating(is_solved=True, satisfaction=Satisfaction.SATISFIED)
    to = await cases.rate(case_id, found.suggestion_id, rating, now=later(1), zone=ZONE)
    assert to is CaseState.CLOSED
    expected = ["assigned", "claimed", "replied", "answered", "rated", "closed"]
    assert [step.kind.value for step in (await city.seen(case_id)).steps] == expected
    assert await kinds_of(case_id) == [f"case-{kind}" for kind in expected]
    assert await trail.first_fault() is None
