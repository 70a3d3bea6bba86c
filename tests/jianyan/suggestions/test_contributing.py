"""Micro-suggestions and notes: what is taken, what is kept, what the trail says of it."""

import msgspec
import pytest

import builders
import cast
from jianyan import suggestions, topics, trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import InvalidFields
from jianyan.keys import KeyRing
from jianyan.suggestions import Contribution, MicroDraft, NewSuggestion, NoteDraft, Source, Spot, tokens
from jianyan.suggestions.tables import Suggestion, SuggestionSpot
from jianyan.topics import TopicDetail

NOW = builders.NOW
MICRO = MicroDraft(body="井盖响了一夜。", place="文化路 27 号门口", lat="28.20001", lon="112.9")
NOTE = NoteDraft(title="夜班工人返程难", body="十点以后没有车。")


async def send(new: NewSuggestion) -> str:
    [outcome] = await suggestions.submit_many([new], now=NOW)
    assert not isinstance(outcome, Exception)
    return outcome.tracking


def composed(
    draft: MicroDraft | NoteDraft, he: Person, topic: TopicDetail, keys: KeyRing, *, chosen: bool = True
) -> NewSuggestion:
    code = f"M{he.account_id:07d}"
    facts = {
        "topic": topic if chosen else None,
        "token": tokens.read(keys, tokens.issue(keys, code, now=NOW), code=code, now=NOW),
        "account_id": he.account_id,
        "by": he.actor,
        "zone": builders.SHANGHAI,
        "now": NOW,
    }
    if isinstance(draft, MicroDraft):
        return suggestions.compose_micro(draft, photos=[], **facts)  # type: ignore[arg-type]
    return suggestions.compose_note(draft, photos=[], **facts)  # type: ignore[arg-type]


@pytest.fixture
async def he(database: str) -> Person:
    """Give He, who is a member."""
    return await builders.make_person(cast.HE)


async def test_a_micro_suggestion_keeps_its_place_and_the_leaf_says_its_kind(he, keys) -> None:
    tracking = await send(composed(MICRO, he, await builders.make_topic(), keys))
    found = await suggestions.by_tracking(tracking)
    assert (found.kind, found.source, found.category_id) == (Contribution.MICRO, Source.MEMBER, None)
    assert await suggestions.spot_of(found.id) == Spot("文化路 27 号门口", 28.2, 112.9)
    [act] = await trail.history(tracking)
    assert (act.data["contribution"], act.actor) == ("micro", he.trail_id)
    assert "文化路" not in str(act)
    assert await suggestions.first_fault() is None


async def test_a_citizens_leaf_says_nothing_of_a_kind(he, keys) -> None:
    await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement())
    [act] = await trail.history(received.tracking)
    assert set(act.data) == {"state", "source", "category", "answers", "day"}
    assert (await suggestions.by_tracking(received.tracking)).kind is Contribution.SUGGESTION
    assert await suggestions.first_fault() is None


async def test_a_note_belongs_to_a_topic_that_is_never_public(he, keys) -> None:
    topic = await topics.inner_topic(he.scope.organisation, now=NOW)
    category = topic.categories[1]
    draft = msgspec.structs.replace(NOTE, category=str(category.id))
    found = await suggestions.by_tracking(await send(composed(draft, he, topic, keys)))
    assert (found.kind, found.title, found.category) == (Contribution.NOTE, NOTE.title, category.name)
    assert await topics.published_topics() == []
    with pytest.raises(topics.InnerTopic):
        await topics.publish_topic(topic.slug, by=None, now=NOW)
    assert await suggestions.first_fault() is None


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (MicroDraft(), ["body", "place"]),
        (msgspec.structs.replace(MICRO, place="长" * 121), ["place"]),
        (msgspec.structs.replace(MICRO, lat="x"), ["lat"]),
        (msgspec.structs.replace(MICRO, lat="91"), ["lat"]),
        (msgspec.structs.replace(MICRO, lon=""), ["lat"]),
        (msgspec.structs.replace(MICRO, lat="nan"), ["lat"]),
        (msgspec.structs.replace(MICRO, lon="inf"), ["lat"]),
        (NoteDraft(), ["title", "body"]),
        (msgspec.structs.replace(NOTE, body="长" * 5_001), ["body"]),
        (msgspec.structs.replace(NOTE, category="999"), ["category"]),
    ],
)
async def test_a_field_that_cannot_be_taken_is_named(he, keys, draft, fields: list[str]) -> None:
    with pytest.raises(InvalidFields) as refused:
        composed(draft, he, await builders.make_topic(), keys)
    assert [problem.field for problem in refused.value.problems] == fields


async def test_a_form_without_a_topic_names_all_that_is_missing_at_once(he, keys) -> None:
    topic = await builders.make_topic()
    with pytest.raises(InvalidFields) as refused:
        composed(MicroDraft(), he, topic, keys, chosen=False)
    assert [problem.field for problem in refused.value.problems] == ["body", "place", "topic"]


async def test_the_position_is_the_devices_or_none(he, keys) -> None:
    new = composed(msgspec.structs.replace(MICRO, lat="", lon=""), he, await builders.make_topic(), keys)
    found = await suggestions.by_tracking(await send(new))
    assert await suggestions.spot_of(found.id) == Spot("文化路 27 号门口")
    assert await suggestions.first_fault() is None


async def test_an_erased_micro_suggestion_forgets_where_it_was(he, keys) -> None:
    tracking = await send(composed(MICRO, he, await builders.make_topic(), keys))
    await suggestions.erase(tracking, by=None, now=NOW)
    assert await suggestions.spot_of((await suggestions.by_tracking(tracking)).id) is None
    assert "文化路" not in str(await SuggestionSpot.select())
    assert await suggestions.first_fault() is None


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE suggestion_spot SET place = 'x'", "its spot is not the one that was recorded"),
        ("UPDATE suggestion_spot SET lat = 1.5", "its spot is not the one that was recorded"),
        ("DELETE FROM suggestion_spot", "its texts are not those that were recorded"),
        ("UPDATE suggestion SET kind = 'suggestion'", "its kind is not as recorded"),
        ("UPDATE suggestion SET kind = kind", "None"),
    ],
)
async def test_a_change_by_hand_is_named(he, keys, statement: str, fault: str) -> None:
    await send(composed(MICRO, he, await builders.make_topic(), keys))
    async with transaction():
        await Suggestion.raw(statement)
    assert fault in str(await suggestions.first_fault())
