import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

import builders
from jianyan import campaigns, db, exports, moderation, suggestions, tallies, topics, trail
from jianyan.keys import KeyRing
from jianyan.suggestions import NewSuggestion, Source, SuggestionState
from jianyan.tallies import Tally
from jianyan.topics import NoSuchTopic, QuestionKind, TopicDetail

pytestmark = pytest.mark.usefixtures("database")


async def two_places() -> TopicDetail:
    topic = await builders.make_topic()
    await builders.make_placement(name="五里牌站")
    await builders.make_placement(name="火车站")
    return topic


async def tally(slug: str = "buses-first") -> Tally:
    return await tallies.for_topic(slug, now=builders.NOW)


def names(topic: TopicDetail) -> dict[int | None, str | None]:
    return {None: None, **{category.id: category.name for category in topic.categories}}


async def test_the_tally_equals_a_count_in_plain_python(crowd: Callable[..., Any]) -> None:
    topic = await two_places()
    await crowd(await builders.make_topic("another", questions=[]), 30, seed=1)
    sent: list[NewSuggestion] = await crowd(topic, 700)
    counted = await tally()
    codes = {place.id: place.code for place in await campaigns.placements_of(topic.id)}
    assert counted.received == 700
    assert counted.states == {
        state.value: sum(one.state is state for one in sent) for state in SuggestionState
    }
    assert counted.sources == {source.value: sum(one.source is source for one in sent) for source in Source}
    assert [(one.id, one.count) for one in counted.categories] == [
        (category.id, sum(one.category_id == category.id for one in sent)) for category in topic.categories
    ]
    for drawer in counted.categories:
        assert drawer.states == {
            state.value: sum(one.category_id == drawer.id and one.state is state for one in sent)
            for state in SuggestionState
        }
    assert counted.uncategorised == sum(one.category_id is None for one in sent)
    assert counted.uncategorised_states == {
        state.value: sum(one.category_id is None and one.state is state for one in sent)
        for state in SuggestionState
    }
    assert {place.code: place.count for place in counted.placements} == Counter(
        codes.get(one.placement_id) for one in sent
    )
    assert {day.date: day.count for day in counted.days if day.count} == Counter(
        one.received_on for one in sent
    )
    assert counted.trail_size == await trail.size()
    assert counted.first_gap() is None


async def test_the_answers_equal_a_count_in_plain_python(crowd: Callable[..., Any]) -> None:
    topic = await two_places()
    sent: list[NewSuggestion] = await crowd(topic, 300)
    voices = [one for one in sent if one.state not in {SuggestionState.DECLINED, SuggestionState.WITHDRAWN}]
    for question, asked in zip((await tally()).questions, topic.questions, strict=True):
        given = [answer for one in voices for answer in one.answers if answer.question_id == question.id]
        people = sum(any(answer.question_id == question.id for answer in one.answers) for one in voices)
        ratings = [answer.rating for answer in given if answer.rating]
        assert (question.id, question.kind, question.text) == (asked.id, asked.kind, asked.text)
        assert question.answered == people
        assert {option.id: option.count for option in question.options} == Counter(
            answer.option_id for answer in given if answer.option_id
        )
        if question.kind is QuestionKind.RATING:
            assert question.mean == pytest.approx(sum(ratings) / len(ratings))
            assert question.distribution == {str(points): ratings.count(points) for points in range(1, 6)}
        else:
            assert (question.mean, question.distribution) == (None, {})


async def test_the_cells_are_the_cube_and_add_up_to_the_whole(crowd: Callable[..., Any]) -> None:
    topic = await two_places()
    sent: list[NewSuggestion] = await crowd(topic, 500)
    codes = {place.id: place.code for place in await campaigns.placements_of(topic.id)}
    counted, cells = await tallies.with_cells(topic, now=builders.NOW)
    assert sum(cell.count for cell in cells) == counted.received == 500
    expected = Counter(
        (
            names(topic)[one.category_id],
            codes.get(one.placement_id),
            one.received_on,
            one.state.value,
            one.source.value,
        )
        for one in sent
    )
    found = {(cell.category, cell.code, cell.day, cell.state, cell.source): cell.count for cell in cells}
    assert found == expected
    assert len(found) == len(cells)
    assert cells == await tallies.cells(topic.id)


async def test_cells_read_in_many_spans_of_days_are_the_same(
    crowd: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = await two_places()
    await crowd(topic, 200)
    whole = await tallies.cells(topic.id)
    monkeypatch.setattr("jianyan.tallies.queries._CHUNK", 1)
    assert await tallies.cells(topic.id) == whole


async def test_an_empty_topic_lists_everything_with_nothing_in_it() -> None:
    topic = await two_places()
    counted, cells = await tallies.with_cells(topic, now=builders.NOW)
    assert counted.received == 0
    assert counted.states == dict.fromkeys(
        ["waiting", "held", "published", "declined", "merged", "withdrawn"], 0
    )
    assert [(one.name, one.count, sum(one.states.values())) for one in counted.categories] == [
        ("线路规划", 0, 0),
        ("站点设置", 0, 0),
        ("收发班次", 0, 0),
    ]
    assert [(place.name, place.count) for place in counted.placements] == [
        ("优先发展城市公交", 0),
        ("五里牌站", 0),
        ("火车站", 0),
    ]
    assert counted.days == []
    assert [(one.answered, one.mean) for one in counted.questions] == [(0, None)] * 4
    assert (cells, counted.first_gap()) == ([], None)


async def test_the_json_has_the_form_that_programs_rely_on(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    await builders.submit(keys, code, category="收发班次")
    told = msgspec.json.decode(
        exports.tally_json(*await tallies.with_handling("buses-first", now=builders.NOW))
    )
    assert told["topic"] == "buses-first"
    assert told["as_of"] == "2026-07-01T04:30:00Z"
    assert told["received"] == told["states"]["waiting"] == told["sources"]["citizen"] == 1
    assert told["categories"][2]["name"] == "收发班次"
    assert told["categories"][2]["states"]["waiting"] == 1
    assert told["placements"][1] == {
        "code": code,
        "name": "五里牌站",
        "line": "往火车站方向",
        "kind": "place",
        "count": 1,
    }
    assert told["days"] == [{"date": "2026-07-01", "count": 1}]
    assert set(told["questions"][1]["options"][0]) == {"id", "label", "count"}


async def test_a_topic_that_is_not_there_is_refused() -> None:
    with pytest.raises(NoSuchTopic):
        await tally("nothing-here")


async def test_days_without_suggestions_are_listed_between_the_first_and_the_last(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    for days in (0, 3):
        await builders.submit(keys, code, now=builders.NOW + timedelta(days=days))
    assert [(day.date.day, day.count) for day in (await tally()).days] == [(1, 1), (2, 0), (3, 0), (4, 1)]


async def test_a_category_out_of_use_is_listed_while_something_lies_in_it(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    await builders.submit(keys, code, category="收发班次")
    less = builders.new_topic(categories=["站点设置", "线路规划"])
    await topics.save_topic("buses-first", less, by=None, now=builders.NOW)
    counted = await tally()
    assert [(one.name, one.offered, one.count) for one in counted.categories] == [
        ("站点设置", True, 0),
        ("线路规划", True, 0),
        ("收发班次", False, 1),
    ]
    empty = builders.new_topic(categories=["站点设置", "收发班次"])
    await topics.save_topic("buses-first", empty, by=None, now=builders.NOW)
    assert [one.name for one in (await tally()).categories] == ["站点设置", "收发班次"]


async def test_a_question_out_of_use_is_listed_when_it_was_answered(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    code = await builders.make_placement()
    await builders.submit(keys, code, answers={f"q_{topic.questions[0].id}": ["4"]})
    new = builders.new_topic(questions=[builders.WISH])
    await topics.save_topic("buses-first", new, by=None, now=builders.NOW)
    assert [(one.text, one.answered, one.mean) for one in (await tally()).questions] == [
        (builders.WISH.text, 0, None),
        (builders.SATISFIED.text, 1, 4.0),
    ]


async def test_what_came_from_a_code_stays_with_the_topic_when_the_code_moves_on(keys: KeyRing) -> None:
    await builders.make_topic()
    other = await builders.make_topic("another")
    code = await builders.make_placement()
    await builders.submit(keys, code)
    await campaigns.retarget(code, await campaigns.first_campaign("another"), by=None, now=builders.NOW)
    await builders.submit(keys, code)
    for slug in ("buses-first", other.slug):
        counted = await tally(slug)
        assert [(place.name, place.count) for place in counted.placements if place.code == code] == [
            ("五里牌站", 1)
        ]
        assert counted.first_gap() is None


async def test_the_category_is_the_filed_one_and_before_a_decision_the_chosen_one(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement(), category="收发班次")
    assert [one.count for one in (await tally()).categories] == [0, 0, 1]
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=topic.categories[0].id)
    wei = await builders.make_person()
    await moderation.decide(received.tracking, verdict, by=wei, now=builders.NOW)
    assert [one.count for one in (await tally()).categories] == [1, 0, 0]


async def test_an_erased_suggestion_is_still_counted(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    wish = topic.questions[3].id
    received, _ = await builders.submit(
        keys, await builders.make_placement(), answers={f"q_{wish}": ["准点"]}
    )
    before = await tally()
    await suggestions.erase(received.tracking, by=None, now=builders.NOW)
    after = await tally()
    assert after.questions[3].answered == 1
    assert msgspec.structs.replace(after, trail_size=before.trail_size) == before


async def test_the_parts_add_up_in_every_reading_while_people_write(crowd: Callable[..., Any]) -> None:
    topic = await two_places()
    await crowd(topic, 50)
    done = asyncio.Event()

    async def write() -> None:
        for seed in range(60):
            await crowd(topic, 5, seed=seed)
        done.set()

    async def read() -> list[Tally]:
        readings = []
        while not done.is_set():
            counted, cells = await tallies.with_cells("buses-first", now=builders.NOW)
            assert sum(cell.count for cell in cells) == counted.received
            readings.append(counted)
        return readings

    _, *readers = await asyncio.gather(write(), read(), read())
    readings = [counted for readings in readers for counted in readings]
    assert [counted.first_gap() for counted in readings if counted.first_gap()] == []
    assert len({counted.received for counted in readings}) > 3
    assert (await tally()).received == 350


@pytest.mark.parametrize("placements", [1, 3, 50])
async def test_a_tally_costs_the_same_queries_whatever_there_is_to_count(
    crowd: Callable[..., Any], placements: int
) -> None:
    topic = await builders.make_topic()
    campaign = await campaigns.first_campaign("buses-first")
    new = [campaigns.NewPlacement(name=f"第{number}站") for number in range(placements)]
    await campaigns.add_placements(campaign, new, by=None, now=builders.NOW)
    await crowd(topic, placements)
    with db.measured() as cost:
        await tally()
    assert cost.queries == 16


async def test_nobody_counts_twice_when_choosing_several_answers(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    lines = topic.questions[2]
    chosen = [str(option.id) for option in lines.options]
    await builders.submit(keys, await builders.make_placement(), answers={f"q_{lines.id}": chosen})
    question = (await tally()).questions[2]
    assert question.answered == 1
    assert [option.count for option in question.options] == [1, 1, 1]
