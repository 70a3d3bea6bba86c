import asyncio

import pytest

import builders
from jianyan import proposals, trail
from jianyan.keys import KeyRing
from jianyan.proposals import NoSuchProposal, SupportOver
from jianyan.proposals.tables import Support


async def support(proposal_id: int, visitor: str, keys: KeyRing) -> bool:
    return await proposals.support(proposal_id, visitor, keys=keys, now=builders.NOW)


async def withdraw(proposal_id: int, visitor: str, keys: KeyRing) -> bool:
    return await proposals.withdraw_support(proposal_id, visitor, keys=keys, now=builders.NOW)


async def test_a_browser_counts_once_and_another_one_as_well(proposed, keys) -> None:
    await proposed.examined()
    lan, mei = proposals.new_visitor(), proposals.new_visitor()
    said = [await support(proposed.id, who, keys) for who in (lan, lan, mei)]
    assert said == [True, False, True]
    assert (await proposed.now()).supporters == 2
    assert await proposals.first_fault() is None


async def test_a_hundred_at_once_with_one_cookie_are_one(proposed, keys) -> None:
    await proposed.examined()
    lan = proposals.new_visitor()
    said = await asyncio.gather(*(support(proposed.id, lan, keys) for _ in range(100)))
    assert sum(said) == 1
    assert await Support.count() == 1
    assert [act.kind for act in await trail.acts(most=500)].count("support") == 1


async def test_support_is_taken_back_and_given_again(proposed, keys) -> None:
    await proposed.examined()
    lan = proposals.new_visitor()
    await support(proposed.id, lan, keys)
    assert [await withdraw(proposed.id, lan, keys) for _ in range(2)] == [True, False]
    assert not await proposals.supports(proposed.id, lan, keys=keys)
    assert await support(proposed.id, lan, keys)
    assert (await proposed.now()).supporters == 1
    assert await proposals.first_fault() is None


async def test_nobody_can_take_anothers_support_back(proposed, keys) -> None:
    await proposed.examined()
    await support(proposed.id, proposals.new_visitor(), keys)
    assert not await withdraw(proposed.id, proposals.new_visitor(), keys)
    assert (await proposed.now()).supporters == 1


async def test_what_is_kept_names_nobody_and_ties_no_two_proposals_together(proposed, keys) -> None:
    other = await proposals.propose("另一件", "也问一问。", by=proposed.he, now=builders.NOW)
    await proposals.examine_proposal(other, "另一件", "也问一问。", by=proposed.qiao, now=builders.NOW)
    await proposed.examined()
    lan = proposals.new_visitor()
    for proposal_id in (proposed.id, other):
        assert await support(proposal_id, lan, keys)
    rows = await Support.select()
    assert len({row["visitor_hash"] for row in rows}) == 2
    assert lan not in str(rows)
    assert lan not in str(await trail.acts(most=100))


async def test_support_counts_on_after_the_secret_is_rotated(proposed, keys) -> None:
    await proposed.examined()
    lan = proposals.new_visitor()
    await support(proposed.id, lan, keys)
    rotated = KeyRing({"0ddba115": b"another secret of thirty-two byt", **keys.by_id})
    assert not await support(proposed.id, lan, rotated)
    assert await withdraw(proposed.id, lan, rotated)


async def test_only_what_is_open_is_supported(proposed, keys) -> None:
    lan = proposals.new_visitor()
    for act in (support, withdraw):
        with pytest.raises(SupportOver):
            await act(proposed.id, lan, keys)
        with pytest.raises(NoSuchProposal):
            await act(99, lan, keys)
    await proposed.examined()
    await support(proposed.id, lan, keys)
    await proposed.decided(accepted=False)
    with pytest.raises(SupportOver):
        await withdraw(proposed.id, lan, keys)
    assert (await proposed.now()).supporters == 1


@pytest.mark.parametrize("sent", ["", "x" * 32, "A" * 32, "a" * 31, "a" * 33, "٣" * 32])
def test_a_cookie_that_is_not_ours_is_known(sent: str) -> None:
    assert not proposals.is_visitor(sent)
    assert proposals.is_visitor(proposals.new_visitor())
