"""Moderators who decide on the same card in the same moment: one decision, and everybody else is told."""

import asyncio

import pytest

import builders
from faults.installation import IS_LONG
from jianyan import moderation, suggestions, trail
from jianyan.accounts import Person
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Briefings, Verdict
from jianyan.suggestions import AlreadySettled, SuggestionState

ROUNDS = 500 if IS_LONG else 25


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
