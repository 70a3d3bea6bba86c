"""Every topic of the demo stands as content.json says, with a past that could have been."""

from collections import Counter
from datetime import timedelta

import pytest

import builders
from jianyan import (
    appeals,
    campaigns,
    cases,
    clients,
    demo,
    groups,
    moderation,
    motions,
    proposals,
    suggestions,
    tallies,
    topics,
    trail,
)
from jianyan.appeals import Outcome
from jianyan.demo import OtherSecret, people
from jianyan.demo.content import DemoSuggestion, DemoTopic
from jianyan.invariants import check_invariants
from jianyan.keys import KeyRing
from jianyan.motions import MotionState
from jianyan.suggestions import SuggestionState
from jianyan.topics import TopicState

pytestmark = pytest.mark.usefixtures("database")


async def test_the_topics_stand_as_they_are_written_and_have_a_past(keys: KeyRing) -> None:
    await demo.fill(keys, zone=builders.SHANGHAI, now=builders.NOW)
    for topic in demo.content().topics:
        await look_at(topic)
    acts = await trail.acts(most=10_000)
    kinds = Counter(act.kind for act in acts)
    assert kinds["refile"] >= 3
    assert sum(act.data.get("act") == "undo" for act in acts) >= 3
    assert kinds["topic-close"] == 1
    states = Counter(one.state.value for one in await proposals.proposals())
    assert states == {"proposed": 1, "examined": 1, "declined": 1}
    assert len({act.minute.date() for act in acts}) > 30
    assert max(act.minute for act in acts) <= builders.NOW


def stands(written: DemoSuggestion) -> str:
    """Give the state in the end: an overturned decline waits again."""
    overturned = written.appeal is not None and written.appeal.outcome is Outcome.OVERTURN
    return "waiting" if overturned else written.state.value


async def test_every_page_of_the_console_has_something_to_show(keys: KeyRing) -> None:
    await demo.fill(keys, zone=builders.SHANGHAI, now=builders.NOW)
    topic = await topics.topic_by_slug("buses-first")
    assert len(await appeals.awaiting(most=9)) == 2
    record = await moderation.proposal_record(topic.id)
    assert record.accepted > 40
    assert record.overruled > 40
    while await groups.gather(topic.id, groups.Gatherings("a"), now=builders.NOW):
        pass
    found = await groups.groups_of(topic.id, since=builders.NOW - timedelta(days=30))
    assert sorted(len(group.members) for group in found)[-2:] == [3, 4]


async def look_at(written: DemoTopic) -> None:
    """Compare a topic with what is written down of it."""
    topic = await topics.topic_by_slug(written.slug)
    tally = await tallies.for_topic(topic, now=builders.NOW)
    states = Counter(stands(one) for one in written.suggestions)
    assert {state: count for state, count in tally.states.items() if count} == dict(states)
    filed = Counter(one.filed for one in written.suggestions if one.state is SuggestionState.PUBLISHED)
    assert {one.name: one.states["published"] for one in tally.categories if one.states["published"]} == filed
    assert len([one for one in tally.placements if one.kind == "place"]) == len(written.placements)
    assert (topic.state is TopicState.CLOSED) is (written.closes_in_days < 0)
    received = {one.code: one.count for one in tally.placements}
    scans = await campaigns.scans_of(topic.id)
    places = await campaigns.placements_of(topic.id, kind=campaigns.PlacementKind.PLACE)
    assert all(scans.get(place.id, 0) >= received[place.code] for place in places)
    rows = [one for page in [page async for page in suggestions.pages(topic.id)] for one in page]
    assert max(row.received_at for row in rows) <= builders.NOW


async def test_accounts_made_with_another_secret_are_told_apart(keys: KeyRing) -> None:
    await people.add_people(keys, now=builders.NOW)
    with pytest.raises(OtherSecret):
        await people.add_people(KeyRing({"0a0a0a0a": bytes(range(32))}), now=builders.NOW)


async def test_a_motion_gathers_signatures_one_is_answered_and_one_was_not_filed(keys: KeyRing) -> None:
    for _ in range(2):
        await demo.fill(keys, zone=builders.SHANGHAI, now=builders.NOW)
    by_state = {one.state: one for one in await motions.motions()}
    assert set(by_state) == {MotionState.SUBMITTED, MotionState.HANDED_OVER, MotionState.NOT_FILED}
    assert [by_state[state].signed_count for state in by_state if state is not MotionState.NOT_FILED]
    declined = await motions.motion_by_id(by_state[MotionState.NOT_FILED].id)
    assert declined.reason
    assert declined.note
    answered = await motions.motion_by_id(by_state[MotionState.HANDED_OVER].id)
    case = await cases.case_by_id(int(answered.handover or 0), by=None)
    assert case.replies[0].published_at is not None
    assert [one.name for one in await clients.api_clients()] == ["12345 热线系统（演示）"]
    assert [one.fault for one in await check_invariants(keys) if one.fault] == []
