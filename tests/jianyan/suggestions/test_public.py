from datetime import timedelta

import pytest

import builders
from jianyan import suggestions
from jianyan.screening import Level, Word, Words
from jianyan.suggestions import (
    NewSuggestion,
    PublishedFilter,
    Source,
    SuggestionState,
    new_tracking,
    submit_many,
)
from jianyan.topics import TopicDetail

EVER = PublishedFilter(since=builders.NOW - timedelta(days=1), until=builders.NOW)
WORDS = Words([Word("黑话", Level.MASK)])


@pytest.fixture
async def topic(database: str) -> TopicDetail:
    return await builders.make_topic()


async def send(topic: TopicDetail, *bodies: str, **changes: object) -> list[str]:
    """Let these texts arrive in one moment, and give their numbers."""
    facts = {
        "topic_id": topic.id,
        "source": Source.IMPORT,
        "state": SuggestionState.PUBLISHED,
        "received_at": builders.NOW,
        "received_on": builders.NOW.date(),
        **changes,
    }
    sent = [NewSuggestion(tracking=new_tracking(), body=body, **facts) for body in bodies]  # type: ignore[arg-type]
    await submit_many(sent, now=builders.NOW)
    return [one.tracking for one in sent]


async def numbers(asked: PublishedFilter = EVER, *, most: int = 9, leaving_out: int = 0) -> list[str]:
    found = await suggestions.published(
        asked, words=WORDS, most=most, leaving_out=leaving_out, letters_most=99
    )
    return [one.tracking for one in found]


async def test_pages_of_what_came_in_one_moment_do_not_overlap(topic: TopicDetail) -> None:
    sent = await send(topic, *(f"第 {number} 封" for number in range(7)))
    pages = [await numbers(most=3, leaving_out=start) for start in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [one for page in pages for one in page] == sent[::-1]


async def test_only_what_is_published_in_the_time_is_listed(topic: TopicDetail) -> None:
    first, second = topic.categories[:2]
    (here,) = await send(topic, "这里", category_id=first.id)
    (there,) = await send(topic, "那里", category_id=second.id)
    (nowhere,) = await send(topic, "没有类别")
    await send(topic, "以前", received_at=EVER.since - timedelta(seconds=1))
    await send(topic, "以后", received_at=EVER.until + timedelta(seconds=1))
    for state in set(SuggestionState) - {SuggestionState.PUBLISHED}:
        await send(topic, "没有公开", state=state)
    assert set(await numbers()) == {here, there, nowhere}

    async def of(*services: tuple[int, int | None]) -> set[str]:
        asked = PublishedFilter(since=EVER.since, until=EVER.until, services=services)
        return set(await numbers(asked))

    assert await of((topic.id, first.id)) == {here}
    assert await of((topic.id, first.id), (topic.id, None)) == {here, nowhere}
    assert await of((topic.id + 1, first.id)) == set()


@pytest.mark.parametrize("state", list(SuggestionState))
async def test_a_text_is_read_by_its_number_only_where_it_is_published(
    topic: TopicDetail, state: SuggestionState
) -> None:
    sent = await send(topic, "司机说黑话。", title="黑话", state=state)
    (one,) = await suggestions.by_trackings([*sent, "0000000000000A"], words=WORDS, letters_most=99)
    is_public = state is SuggestionState.PUBLISHED
    assert (one.title, one.body) == (("**", "司机说**。") if is_public else (None, None))
    assert await suggestions.by_trackings([], words=WORDS, letters_most=99) == []


async def test_nothing_personal_shows_where_a_text_is_cut(topic: TopicDetail) -> None:
    await send(topic, "电" * 94 + "13800138000")
    (one,) = await suggestions.published(EVER, words=WORDS, most=9, letters_most=99)
    assert len(one.body or "") == 99
    assert "1380" not in (one.body or "")
