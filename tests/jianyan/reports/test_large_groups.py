"""A report says of all suggestions how many say the same, however many there are."""

import builders
from jianyan import reports, suggestions
from jianyan.db import transaction
from jianyan.documents import Paragraph, Quote
from jianyan.groups.tables import GroupMember
from jianyan.suggestions import NewSuggestion, Source, SuggestionState
from jianyan.suggestions.tables import Suggestion
from jianyan.topics import TopicDetail

_AT_ONCE = 500


def letter(topic: TopicDetail, place: int = 0) -> NewSuggestion:
    return NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=topic.id,
        body="末班车太早了。",
        source=Source.IMPORT,
        received_at=builders.NOW,
        received_on=builders.NOW.date(),
        state=SuggestionState.PUBLISHED,
        category_id=topic.categories[place].id,
    )


async def send(topic: TopicDetail, count: int, place: int = 0) -> list[int]:
    for start in range(0, count, _AT_ONCE):
        batch = [letter(topic, place) for _ in range(min(count - start, _AT_ONCE))]
        await suggestions.submit_many(batch, now=builders.NOW)
    rows = await Suggestion.select(Suggestion.id).order_by(Suggestion.id, ascending=False).limit(count)
    return sorted(row["id"] for row in rows)


async def put_together(topic: TopicDetail, ids: list[int]) -> None:
    rows = [GroupMember(suggestion=at, topic=topic.id, first=ids[0], likeness=1.0) for at in ids]
    async with transaction():
        for start in range(0, len(rows), _AT_ONCE):
            await GroupMember.insert(*rows[start : start + _AT_ONCE])


async def test_of_2500_that_say_the_same_all_are_counted_and_of_every_group(database: str) -> None:
    topic = await builders.make_topic()
    await put_together(topic, await send(topic, 2_500))
    pairs = await send(topic, 2 * 120)
    for at in range(0, len(pairs), 2):
        await put_together(topic, pairs[at : at + 2])
    report = await builders.freeze()
    assert report.beside.group_counts == [(topic.categories[0].id, [2_500, *[2] * 120])]
    assert report.voices[0].group_count == 2_500
    said = reports.composed(report).blocks
    assert [
        one
        for one in said
        if isinstance(one, Paragraph) and "意见相同的有121组，条数较多的依次为2500、2" in one.text
    ]
    assert [one for one in said if isinstance(one, Quote) and one.source.endswith("相同意见 2500 条")]


async def test_the_groups_of_a_small_category_speak_beside_120_larger_ones_of_another(database: str) -> None:
    topic = await builders.make_topic()
    triples = await send(topic, 3 * 120)
    for at in range(0, len(triples), 3):
        await put_together(topic, triples[at : at + 3])
    await send(topic, 1, place=1)  # came first, and nobody says the same
    await put_together(topic, await send(topic, 2, place=1))
    report = await builders.freeze()
    small = [voice for voice in report.voices if voice.category_id == topic.categories[1].id]
    assert [voice.group_count for voice in small] == [2, 1, 1]
    large = [voice for voice in report.voices if voice.category_id == topic.categories[0].id]
    assert [voice.group_count for voice in large] == [3, 3, 3]
