import asyncio
from datetime import timedelta

import pytest

import builders
import cast
from jianyan import moderation, suggestions
from jianyan.moderation import LEASE, Act, InOtherHands, Verdict
from jianyan.moderation.tables import Lease
from jianyan.suggestions import SuggestionState

HOLD = Verdict(act=Act.HOLD)


async def ids_of(trackings: list[str]) -> list[int]:
    return [(await suggestions.by_tracking(tracking)).id for tracking in trackings]


async def test_a_card_is_in_the_hands_of_whoever_took_it_first(send: builders.Send) -> None:
    ids = await ids_of(await send(3))
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    assert await moderation.take(ids[:2], by=wei, now=builders.NOW) == set(ids[:2])
    assert await moderation.take(ids, by=zhu, now=builders.NOW) == {ids[2]}
    assert await moderation.take(ids, by=wei, now=builders.NOW + timedelta(minutes=1)) == set(ids[:2])


async def test_a_lease_that_is_over_is_taken_over_and_one_that_was_renewed_is_not(
    send: builders.Send,
) -> None:
    ids = await ids_of(await send(2))
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    await moderation.take(ids, by=wei, now=builders.NOW)
    await moderation.take(ids[:1], by=wei, now=builders.NOW + LEASE / 2)
    assert await moderation.take(ids, by=zhu, now=builders.NOW + LEASE) == {ids[1]}
    assert await moderation.take(ids, by=wei, now=builders.NOW + LEASE) == {ids[0]}


async def test_whoever_lets_go_leaves_the_cards_to_others(send: builders.Send) -> None:
    ids = await ids_of(await send(1))
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    await moderation.take(ids, by=wei, now=builders.NOW)
    await moderation.let_go(by=wei)
    assert await moderation.take(ids, by=zhu, now=builders.NOW) == set(ids)


async def test_nobody_decides_on_what_somebody_else_has_in_hand(send: builders.Send) -> None:
    [tracking] = await send(1)
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    await moderation.take(await ids_of([tracking]), by=wei, now=builders.NOW)
    with pytest.raises(InOtherHands) as refused:
        await moderation.decide(tracking, HOLD, by=zhu, now=builders.NOW)
    assert (refused.value.state, refused.value.values) == (SuggestionState.WAITING, {"name": "wei"})
    assert (await moderation.decide(tracking, HOLD, by=wei, now=builders.NOW)).state is SuggestionState.HELD


async def test_the_lease_counts_at_the_moment_of_the_decision_and_not_of_the_reading(
    send: builders.Send,
) -> None:
    [tracking] = await send(1)
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    [card] = await moderation.cards_of([tracking], now=builders.NOW)
    briefing = await moderation.Briefings().of(card.suggestion.topic_id, version=card.version)
    await moderation.take([card.suggestion.id], by=wei, now=builders.NOW)
    with pytest.raises(InOtherHands):
        await moderation.decide_on(card, HOLD, briefing=briefing, by=zhu, now=builders.NOW)
    assert (await suggestions.by_tracking(tracking)).state is SuggestionState.WAITING


async def test_of_many_who_reach_for_one_card_one_has_it(send: builders.Send) -> None:
    ids = await ids_of(await send(1))
    people = [await builders.make_person(f"person{count}@jianyan.example") for count in range(8)]
    hands = await asyncio.gather(*(moderation.take(ids, by=one, now=builders.NOW) for one in people))
    assert sorted(len(hand) for hand in hands) == [0] * 7 + [1]


async def test_leases_that_are_over_are_forgotten(send: builders.Send) -> None:
    ids = await ids_of(await send(2))
    wei = await builders.make_person(cast.WEI)
    await moderation.take(ids[:1], by=wei, now=builders.NOW)
    await moderation.take(ids[1:], by=wei, now=builders.NOW + timedelta(minutes=3))
    await moderation.forget_leases(now=builders.NOW + LEASE)
    assert [row["suggestion"] for row in await Lease.select(Lease.suggestion)] == ids[1:]
