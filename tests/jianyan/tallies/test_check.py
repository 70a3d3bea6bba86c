from collections.abc import Callable
from typing import Any

import pytest

import builders
from jianyan import db, tallies
from jianyan.keys import KeyRing
from jianyan.suggestions.tables import Answer, Suggestion
from jianyan.topics import TopicDetail

pytestmark = pytest.mark.usefixtures("database")


async def submitted(keys: KeyRing, topic: TopicDetail, **answers: list[str]) -> str:
    code = await builders.make_placement()
    received, _ = await builders.submit(keys, code, category="收发班次", answers=answers)
    return received.tracking


async def change(tracking: str, **columns: object) -> None:
    async with db.transaction():
        await Suggestion.update(dict(columns)).where(Suggestion.tracking == tracking)


async def test_the_check_finds_nothing_in_what_the_verbs_wrote(crowd: Callable[..., Any]) -> None:
    assert await tallies.first_fault() is None
    await crowd(await builders.make_topic(), 300)
    await crowd(await builders.make_topic("another"), 100, seed=2)
    assert await tallies.first_fault() is None


async def test_an_unknown_state_is_named(keys: KeyRing) -> None:
    tracking = await submitted(keys, await builders.make_topic())
    await change(tracking, state="lost")
    assert await tallies.first_fault() == f"suggestion {tracking}: state 'lost' is not known"
    assert (await tallies.for_topic("buses-first", now=builders.NOW)).first_gap() == (
        "states add up to 0, received are 1"
    )


async def test_an_unknown_source_is_named(keys: KeyRing) -> None:
    tracking = await submitted(keys, await builders.make_topic())
    await change(tracking, source="rumour")
    assert await tallies.first_fault() == f"suggestion {tracking}: source 'rumour' is not known"


@pytest.mark.parametrize("column", ["category", "chosen"])
async def test_a_category_of_another_topic_is_named(keys: KeyRing, column: str) -> None:
    other = await builders.make_topic("another", categories=["绿地", "水质"])
    tracking = await submitted(keys, await builders.make_topic())
    await change(tracking, **{column: other.categories[0].id})
    assert await tallies.first_fault() == f"suggestion {tracking}: its category is not one of its topic"


async def test_a_category_of_another_topic_is_still_counted(keys: KeyRing) -> None:
    other = await builders.make_topic("another", categories=["绿地", "水质"])
    await change(await submitted(keys, await builders.make_topic()), category=other.categories[0].id)
    counted, cells = await tallies.with_cells("buses-first", now=builders.NOW)
    assert [(one.name, one.count) for one in counted.categories if one.count] == [("绿地", 1)]
    assert [cell.category for cell in cells] == ["绿地"]
    assert counted.first_gap() is None


@pytest.mark.parametrize(
    ("asked", "answer", "wrong"),
    [
        (0, "4", {"rating": 6}),
        (0, "4", {"rating": 0}),
        (0, "4", {"rating": None}),
        (1, "option", {"option": None}),
        (1, "option", {"option": "elsewhere"}),
        (3, "准点", {"rating": 3}),
        (3, "准点", {"question": "elsewhere"}),
    ],
)
async def test_an_answer_that_its_question_does_not_take_is_named(
    keys: KeyRing, asked: int, answer: str, wrong: dict[str, Any]
) -> None:
    other = await builders.make_topic("another")
    topic = await builders.make_topic()
    question = topic.questions[asked]
    sent = str(question.options[0].id) if answer == "option" else answer
    tracking = await submitted(keys, topic, **{f"q_{question.id}": [sent]})
    assert await tallies.first_fault() is None
    strange = {"option": other.questions[1].options[0].id, "question": other.questions[3].id}
    async with db.transaction():
        await Answer.update(
            {name: strange[name] if value == "elsewhere" else value for name, value in wrong.items()}
        ).where(Answer.question == question.id)
    found = await tallies.first_fault()
    assert found is not None
    assert found.startswith(f"suggestion {tracking}: its answer does not fit question ")


async def test_a_question_answered_twice_is_named(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    question = topic.questions[0]
    tracking = await submitted(keys, topic, **{f"q_{question.id}": ["4"]})
    row = await Suggestion.select(Suggestion.id).where(Suggestion.tracking == tracking).first()
    assert row is not None
    async with db.transaction():
        await Answer.insert(Answer(suggestion=row["id"], question=question.id, rating=2))
    assert await tallies.first_fault() == f"suggestion {tracking}: it answers question {question.id} twice"


async def test_parts_that_do_not_add_up_are_named() -> None:
    await builders.make_topic()
    counted = await tallies.for_topic("buses-first", now=builders.NOW)
    counted.days.append(tallies.DayTally(builders.NOW.date(), 1))
    assert counted.first_gap() == "days add up to 1, received are 0"
