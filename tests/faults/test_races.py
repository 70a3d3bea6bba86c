"""Many who reach for the same thing in the same moment: one gets it, and everybody else is told.

Moderators decide on a card, departments claim a case.
"""

import asyncio

import msgspec
import pytest

import builders
from cities import NOW, City, make_city
from faults.installation import IS_LONG
from jianyan import accounts, cases, moderation, suggestions, trail
from jianyan.accounts import OrganisationKind, Person
from jianyan.cases import ClaimedAlready, StepKind
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Briefings, Verdict
from jianyan.suggestions import AlreadySettled, SuggestionState

ROUNDS = 500 if IS_LONG else 25
DEPARTMENTS = 200 if IS_LONG else 20


async def people(count: int) -> list[Person]:
    return [await builders.make_person(f"moderator{number}@jianyan.example") for number in range(count)]


@pytest.mark.parametrize("count", [2, 8])
@pytest.mark.parametrize("takes_first", [False, True], ids=["straight", "lease first"])
async def test_one_card_gets_one_decision_however_many_reach_for_it(
    database: str, keys: KeyRing, count: int, takes_first: bool
) -> None:
    topic = await builders.make_topic()
    code = await builders.make_placement()
    moderators, briefings = await people(count), Briefings()
    verdicts = [
        Verdict(act=Act.APPROVE, category_id=topic.categories[0].id),
        Verdict(act=Act.DECLINE, reason="off_topic"),
    ]

    async def reach(by: Person, tracking: str, card_id: int, verdict: Verdict) -> SuggestionState:
        if takes_first:
            await moderation.take([card_id], by=by, now=builders.NOW)
        return (
            await moderation.decide(tracking, verdict, by=by, now=builders.NOW, briefings=briefings)
        ).state

    for turn in range(ROUNDS):
        received, _ = await builders.submit(keys, code, f"第{turn}条建议")
        tracking = received.tracking
        card_id = (await suggestions.by_tracking(tracking)).id
        outcomes = await asyncio.gather(
            *(
                reach(by, tracking, card_id, verdicts[(turn + place) % 2])
                for place, by in enumerate(moderators)
            ),
            return_exceptions=True,
        )
        [decided] = [outcome for outcome in outcomes if isinstance(outcome, SuggestionState)]
        assert sum(isinstance(outcome, AlreadySettled) for outcome in outcomes) == count - 1, outcomes
        [kept] = await moderation.decisions_on(card_id)
        assert kept.to_state == decided == (await suggestions.by_tracking(tracking)).state
    assert await moderation.first_fault() is None
    assert await trail.first_fault() is None


async def departments(city: City, count: int) -> list[Person]:
    """Give people of so many departments below the city of Bo's."""
    own = await accounts.organisation_by_id(city.transport)
    found = []
    for number in range(count):
        added = await accounts.add_organisation_below(
            own.parent, f"第{number}局", kind=OrganisationKind.DEPARTMENT, by=None, now=NOW
        )
        scope = (await accounts.organisation_by_id(added)).scope
        found.append(msgspec.structs.replace(city.bo, scope=scope))
    return found


async def test_one_case_gets_one_lead_however_many_departments_claim_it_at_once(
    database: str, keys: KeyRing
) -> None:
    city = await make_city(keys)
    people = await departments(city, DEPARTMENTS)
    case_id = await city.hand_over()
    outcomes = await asyncio.gather(
        *(cases.claim(case_id, by=by, now=NOW, zone=builders.SHANGHAI) for by in people),
        return_exceptions=True,
    )
    [winner] = [by for by, outcome in zip(people, outcomes, strict=True) if outcome is None]
    assert sum(isinstance(one, ClaimedAlready) for one in outcomes) == DEPARTMENTS - 1, outcomes
    found = await city.seen(case_id)
    assert found.summary.lead_id == winner.scope.organisation
    assert [step.kind for step in found.steps] == [StepKind.OFFERED, StepKind.CLAIMED]
    assert await trail.first_fault() is None
