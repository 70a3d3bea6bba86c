from datetime import timedelta

import builders
from jianyan import suggestions
from jianyan.groups import GroupDetail, Member, Message
from jianyan.reports.voices import LETTERS_MOST, VOICES_MOST, chosen_voices, representatives
from jianyan.screening import Entry, Level, Words
from jianyan.suggestions import NewSuggestion, Source, SuggestionState
from jianyan.suggestions.tables import Suggestion
from jianyan.topics import TopicDetail


def letter(topic: TopicDetail, body: str, likes: int | None = None, **more: object) -> NewSuggestion:
    facts: dict[str, object] = {"state": SuggestionState.PUBLISHED, "source": Source.IMPORT, **more}
    return NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=topic.id,
        body=body,
        received_at=builders.NOW,
        received_on=builders.NOW.date(),
        category_id=topic.categories[0].id,
        like_count=likes,
        **facts,  # type: ignore[arg-type]
    )


async def sent(*letters: NewSuggestion) -> list[int]:
    await suggestions.submit_many(letters, now=builders.NOW)
    rows = await Suggestion.select(Suggestion.id).order_by(Suggestion.id)
    return [row["id"] for row in rows]


def group(*members: tuple[int, str, str]) -> GroupDetail:
    return GroupDetail(
        first=members[0][0],
        count=len(members),
        members=[
            Member(
                tracking=f"N{number}",
                state=state,
                likeness=1.0,
                message=Message(number=number, title="", body=body, at=builders.NOW + timedelta(number)),
            )
            for number, state, body in members
        ],
    )


async def voices(topic: TopicDetail, words: Words = builders.NO_WORDS) -> list[str]:
    found = await chosen_voices(topic.id, [topic.categories[0].id, None], [], words=words)
    return [str(voice.text) for voice in found]


async def test_likes_come_before_arrival_and_three_are_enough(database: str) -> None:
    topic = await builders.make_topic()
    await sent(letter(topic, "一"), letter(topic, "二", 3), letter(topic, "三", 9), letter(topic, "四"))
    assert await voices(topic) == ["三", "二", "一"]
    assert VOICES_MOST == 3


async def test_the_largest_group_comes_first_with_how_many_say_the_same(database: str) -> None:
    topic = await builders.make_topic()
    ids = await sent(letter(topic, "赞多", 99), letter(topic, "末班车太早"), letter(topic, "末班车太早了"))
    same = group((ids[1], "published", "末班车太早"), (ids[2], "published", "末班车太早了"))
    found = await chosen_voices(topic.id, [topic.categories[0].id], [same], words=builders.NO_WORDS)
    assert [voice.group_count for voice in found] == [2, 1, 1]
    assert str(found[0].text).startswith("末班车太早")
    assert len({voice.tracking for voice in found}) == 3


def test_only_a_published_member_speaks_for_a_group_of_two_and_more() -> None:
    waiting = group((1, "waiting", "末班车太早了些"), (2, "published", "末班车太早"))
    assert representatives([waiting]) == {2: 2}
    assert (
        representatives([group((3, "waiting", "一"), (4, "held", "二")), group((5, "published", "三"))]) == {}
    )


async def test_what_is_not_published_or_erased_is_never_quoted(database: str) -> None:
    topic = await builders.make_topic()
    states = [state for state in SuggestionState if state is not SuggestionState.PUBLISHED]
    letters = [letter(topic, state.value, 50, state=state) for state in states]
    gone = letter(topic, "已删")
    await sent(*letters, gone)
    await suggestions.erase(gone.tracking, by=None, now=builders.NOW)
    assert await voices(topic) == []


async def test_a_voice_is_masked_before_it_is_cut(database: str) -> None:
    topic = await builders.make_topic()
    words = Words([Entry(text="黑话", level=Level.MASK, allowed=(), note="").word])
    long = "好" * (LETTERS_MOST - 6) + "13800138000" + "好" * 50
    await sent(letter(topic, long, 2), letter(topic, "第一行\n说黑话", 1))
    first, second = await voices(topic, words)
    assert len(first) == LETTERS_MOST
    assert first.endswith("138**…")
    assert second == "第一行 说**"
