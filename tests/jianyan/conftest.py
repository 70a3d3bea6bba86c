"""Qiao in her session, a topic with three suggestions, and a crowd that sends all kinds of them."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

import builders
import cast
from jianyan import campaigns, suggestions
from jianyan.accounts import SignedIn
from jianyan.keys import KeyRing
from jianyan.suggestions import NewAnswer, NewSuggestion, Source, SuggestionState
from jianyan.topics import QuestionKind, TopicDetail

Crowd = Callable[..., Awaitable[list[NewSuggestion]]]


@pytest.fixture
async def qiao(database: str) -> SignedIn:
    """Give the session of Qiao, who is staff."""
    await builders.make_account(cast.QIAO)
    return await builders.make_session(cast.QIAO)


@pytest.fixture
async def topic_id(qiao: SignedIn, keys: KeyRing) -> int:
    """Give the id of a topic with three suggestions, each with a telephone number."""
    topic = await builders.make_topic()
    code = await builders.make_placement()
    for body in ("=1+1 末班车太早", "加一个站台", "车太挤"):
        await builders.submit(keys, code, body, phone=cast.LAN_PHONE)
    return topic.id


@pytest.fixture
def crowd() -> Crowd:
    """Give a function that lets so many people suggest something, at random but the same each time."""

    async def send(topic: TopicDetail, count: int, *, seed: int = 7) -> list[NewSuggestion]:
        chance = random.Random(seed)
        places = [place.id for place in await campaigns.placements_of(topic.id)]
        sent = [one_of_the_crowd(topic, places, chance) for _ in range(count)]
        for start in range(0, count, 400):
            outcomes = await suggestions.submit_many(sent[start : start + 400], now=builders.NOW)
            assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        return sent

    return send


def one_of_the_crowd(topic: TopicDetail, places: list[int], chance: random.Random) -> NewSuggestion:
    day = builders.NOW + timedelta(days=chance.choice([0, 0, 1, 2, 5]))
    return NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=topic.id,
        body=chance.choice(["末班车太早。", "=1+1", "站牌看不清\n字太小", "＋加车"]),
        source=chance.choice(list(Source)),
        received_at=day,
        received_on=day.astimezone(builders.SHANGHAI).date(),
        state=chance.choice(list(SuggestionState)),
        placement_id=chance.choice([*places, None]),
        category_id=chance.choice([None, *(category.id for category in topic.categories)]),
        answers=answers(topic, chance),
        like_count=chance.choice([None, 0, 12]),
    )


def answers(topic: TopicDetail, chance: random.Random) -> list[NewAnswer]:
    given: list[NewAnswer] = []
    for question in topic.questions:
        if chance.random() < 0.4:
            continue
        ids = [option.id for option in question.options]
        match question.kind:
            case QuestionKind.RATING:
                given.append(NewAnswer(question_id=question.id, rating=chance.randint(1, 5)))
            case QuestionKind.TEXT:
                given.append(NewAnswer(question_id=question.id, text="准点"))
            case QuestionKind.SINGLE:
                given.append(NewAnswer(question_id=question.id, option_id=chance.choice(ids)))
            case QuestionKind.MULTIPLE:
                chosen = chance.sample(ids, chance.randint(1, len(ids)))
                given += [NewAnswer(question_id=question.id, option_id=option) for option in chosen]
    return given
