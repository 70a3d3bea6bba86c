import asyncio
from datetime import timedelta

import pytest

import builders
from jianyan import db, moderation, suggestions, tallies, topics, trail
from jianyan.accounts import Person
from jianyan.errors import Refusal
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Counted, NotMergeable, OthersMergedInto, Reason, Verdict
from jianyan.moderation.tables import Merge
from jianyan.suggestions import AlreadySettled, NoSuchSuggestion, SuggestionState

LATER = builders.NOW + timedelta(minutes=1)


@pytest.fixture
async def wei(database: str) -> Person:
    """Give Wei, who moderates."""
    return await builders.make_person()


@pytest.fixture
async def waiting(database: str, keys: KeyRing) -> list[str]:
    """Give the numbers of four suggestions that wait."""
    await builders.make_topic()
    code = await builders.make_placement()
    return [(await builders.submit(keys, code, f"末班车太早，{n}"))[0].tracking for n in range(4)]


async def merge(tracking: str, into: str, by: Person) -> suggestions.SuggestionDetail:
    return await moderation.merge(tracking, into=into, by=by, now=LATER)


async def undo(tracking: str, by: Person) -> suggestions.SuggestionDetail:
    return await moderation.decide(tracking, Verdict(act=Act.UNDO), by=by, now=LATER)


async def counted(tracking: str) -> Counted | None:
    return await moderation.merged_into((await suggestions.by_tracking(tracking)).id)


async def test_merged_suggestions_are_counted_with_the_one_they_were_merged_into(
    waiting: list[str], wei: Person
) -> None:
    head, one, other, _ = waiting
    assert (await merge(one, head, wei)).state is SuggestionState.MERGED
    assert await counted(one) == Counted(head, SuggestionState.WAITING, 2)
    await merge(other, head, wei)
    assert await counted(one) == await counted(other) == Counted(head, SuggestionState.WAITING, 3)
    assert await counted(head) is None
    assert await moderation.merged_count((await suggestions.by_tracking(head)).id) == 2
    assert await moderation.first_fault() is None


async def test_undoing_splits_it_off_and_it_can_be_merged_elsewhere(waiting: list[str], wei: Person) -> None:
    head, one, other, another = waiting
    await merge(one, head, wei)
    await merge(other, head, wei)
    assert (await undo(one, wei)).state is SuggestionState.WAITING
    assert await counted(one) is None
    assert await counted(other) == Counted(head, SuggestionState.WAITING, 2)
    assert (await merge(one, another, wei)).state is SuggestionState.MERGED
    assert await moderation.first_fault() is None


async def test_each_merge_and_split_leaves_a_decision_and_an_act_that_says_into_what(
    waiting: list[str], wei: Person
) -> None:
    head, one, *_ = waiting
    await merge(one, head, wei)
    await undo(one, wei)
    found = await suggestions.by_tracking(one)
    decisions = await moderation.decisions_on(found.id)
    assert [(each.kind, each.from_state, each.to_state) for each in decisions] == [
        ("merge", "waiting", "merged"),
        ("undo", "merged", "waiting"),
    ]
    assert [act.kind for act in await trail.history(one)] == ["submit", "decide", "decide"]
    leaves = [leaf async for page in trail.subjects_of("decide") for _, _, leaf in page]
    assert [leaf["data"].get("into") for leaf in leaves] == [head, None]
    assert await trail.first_fault() is None


async def test_a_published_one_can_be_merged_and_a_decided_one_cannot(
    waiting: list[str], wei: Person
) -> None:
    head, published, declined, held = waiting
    drawer = (await topics.categories_of((await suggestions.by_tracking(head)).topic_id))[0].id
    await moderation.decide(published, Verdict(act=Act.APPROVE, category_id=drawer), by=wei, now=LATER)
    assert (await merge(published, head, wei)).category_id == drawer
    await moderation.decide(held, Verdict(act=Act.HOLD), by=wei, now=LATER)
    assert (await merge(held, head, wei)).state is SuggestionState.MERGED
    await moderation.decide(declined, Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC), by=wei, now=LATER)
    for settled in (declined, held):
        with pytest.raises(AlreadySettled):
            await merge(settled, head, wei)
    assert await moderation.first_fault() is None


async def test_it_goes_only_into_another_open_one_of_its_topic(
    waiting: list[str], wei: Person, keys: KeyRing
) -> None:
    head, one, declined, last = waiting
    await builders.make_topic("other-topic")
    elsewhere, _ = await builders.submit(keys, await builders.make_placement("other-topic"), "别的议题")
    await moderation.decide(declined, Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC), by=wei, now=LATER)
    await merge(one, head, wei)
    for into in (last, elsewhere.tracking, declined, one):
        with pytest.raises(NotMergeable):
            await merge(last, into, wei)
    with pytest.raises(OthersMergedInto):
        await merge(head, last, wei)
    with pytest.raises(NoSuchSuggestion):
        await merge(last, "23456789ABCDEF", wei)
    assert await Merge.count() == 1


async def test_a_decision_alone_merges_nothing(waiting: list[str], wei: Person) -> None:
    with pytest.raises(Refusal, match="choose what to do"):
        await moderation.decide(waiting[0], Verdict(act=Act.MERGE), by=wei, now=LATER)


async def test_a_whole_group_is_merged_but_for_what_is_settled_or_has_others(
    waiting: list[str], wei: Person
) -> None:
    head, one, follower, settled = waiting
    await merge(follower, one, wei)
    await moderation.decide(settled, Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC), by=wei, now=LATER)
    assert await moderation.merge_all(waiting, into=head, by=wei, now=LATER) == 0
    await undo(follower, wei)
    assert await moderation.merge_all(waiting, into=head, by=wei, now=LATER) == 2
    assert await moderation.merge_all(waiting, into=head, by=wei, now=LATER) == 0
    assert await counted(one) == Counted(head, SuggestionState.WAITING, 3)


async def test_two_who_merge_each_into_the_other_at_once_make_one_merge(
    waiting: list[str], wei: Person
) -> None:
    for first, second in (waiting[:2], waiting[2:]):
        done = await asyncio.gather(
            merge(first, second, wei), merge(second, first, wei), return_exceptions=True
        )
        assert sorted(isinstance(each, Refusal) for each in done) == [False, True]
    assert await Merge.count() == 2
    assert await moderation.first_fault() is None


async def test_the_tally_still_adds_up(waiting: list[str], wei: Person) -> None:
    head, one, *_ = waiting
    await merge(one, head, wei)
    topic = await topics.topic_by_slug("buses-first")
    tally = await tallies.for_topic(topic, now=LATER)
    assert (tally.received, tally.states["merged"], tally.states["waiting"]) == (4, 1, 3)
    assert await tallies.first_fault() is None


async def test_a_merge_without_its_row_is_found(waiting: list[str], wei: Person) -> None:
    head, one, other, _ = waiting
    await merge(one, head, wei)
    row = await Merge.select().first()
    assert row is not None
    async with db.transaction():
        await Merge.delete(force=True)
    assert (await moderation.first_fault() or "").startswith("merge: 0 rows")
    itself = Merge(suggestion=row["suggestion"], into=row["suggestion"], by=row["by"], at=LATER)
    async with db.transaction():
        await Merge.insert(itself)
    assert "merged into a merged one" in (await moderation.first_fault() or "")
    assert await counted(other) is None
