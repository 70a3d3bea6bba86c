"""The counts as the database groups them: a fixed number of queries, whatever there is to count."""

from datetime import date
from typing import Any

import msgspec
from piccolo.query.functions import Count

from jianyan import trail
from jianyan.campaigns import PlacementDetail, placements_of
from jianyan.campaigns.tables import Placement
from jianyan.categories.tables import Category
from jianyan.suggestions import SuggestionState
from jianyan.suggestions.tables import Answer, Suggestion
from jianyan.topics import CategoryDetail, QuestionDetail, TopicDetail, categories_of, questions_of

Row = dict[str, Any]
UNCOUNTED = (SuggestionState.DECLINED, SuggestionState.WITHDRAWN)
"""States whose answers to questions are left out."""
_COUNT = Count(alias="count")
# Counted in the order of one index, then added up: sorting a million rows would take ten times as long.
_BY_CATEGORY = """
SELECT category, state, source, CAST(SUM(cell) AS BIGINT) AS "count" FROM (
    SELECT source, placement, category, state, COUNT(*) AS cell FROM suggestion
    WHERE topic = {} GROUP BY source, placement, category, state
) AS cells GROUP BY category, state, source
"""
_BY_PLACEMENT = """
SELECT placement, CAST(SUM(cell) AS BIGINT) AS "count", CAST(SUM(shown) AS BIGINT) AS published FROM (
    SELECT source, placement, COUNT(*) AS cell,
        SUM(CASE WHEN state IN ('published', 'merged') THEN 1 ELSE 0 END) AS shown
    FROM suggestion WHERE topic = {} GROUP BY source, placement
) AS cells GROUP BY placement
"""


class Place(msgspec.Struct, frozen=True):
    """What a tally says of a placement."""

    code: str
    name: str
    line: str
    kind: str


class Groups(msgspec.Struct, frozen=True, kw_only=True):
    """All that a tally of one topic is added up from."""

    topic: TopicDetail
    trail_size: int
    received: int
    categories: list[CategoryDetail]
    """All the topic ever offered, in their order."""
    names: dict[int, str]
    """Id → name of every category that is offered or held."""
    places: dict[int, Place]
    """Id → placement, in order, for all that are the topic's or that something came from."""
    questions: list[QuestionDetail]
    by_category: list[Row]
    """`category, state, source, count`."""
    by_placement: list[Row]
    """`placement, count, published`; merged ones count as published."""
    by_day: list[tuple[date, int]]
    by_answer: list[Row]
    """`question, option, rating, count`."""
    by_question: dict[int, int]


async def groups_of(topic: TopicDetail) -> Groups:
    """Read the counts of a topic; the caller holds the snapshot."""
    by_category = await Suggestion.raw(_BY_CATEGORY, topic.id)
    by_placement = await Suggestion.raw(_BY_PLACEMENT, topic.id)
    categories = await categories_of(topic.id, offered_only=False)
    return Groups(
        topic=topic,
        trail_size=await trail.size(),
        received=int(await Suggestion.count().where(Suggestion.topic == topic.id)),
        categories=categories,
        names=await _names(categories, {row["category"] for row in by_category}),
        places=await _places(topic.id, {row["placement"] for row in by_placement}),
        questions=await questions_of(topic.id, asked_only=False),
        by_category=by_category,
        by_placement=by_placement,
        by_day=await days_of(topic.id),
        by_answer=await _by_answer(topic.id),
        by_question=await answered_questions(topic.id, left_out=UNCOUNTED),
    )


async def days_of(topic_id: int) -> list[tuple[date, int]]:
    """Give the days on which something came, in order, with how many."""
    rows = await _grouped(topic_id, Suggestion.received_on)
    return sorted((row["received_on"], row["count"]) for row in rows)


async def cells_between(topic_id: int, first: date, last: date) -> list[Row]:
    """Give `category, placement, received_on, state, source, count` for the days from first to last."""
    by = (
        Suggestion.received_on,
        Suggestion.category,
        Suggestion.placement,
        Suggestion.state,
        Suggestion.source,
    )
    within = (Suggestion.received_on >= first) & (Suggestion.received_on <= last)
    return await (
        Suggestion.select(*by, _COUNT)
        .where((Suggestion.topic == topic_id) & within)
        .group_by(*by)
        .order_by(*by)
    )


async def answered_questions(topic_id: int, *, left_out: tuple[SuggestionState, ...] = ()) -> dict[int, int]:
    """Give question id → how many suggestions of a topic answer it, without those in the states left out."""
    distinct = Count(distinct=[Answer.suggestion], alias="count")
    rows = (
        await Answer.select(Answer.question, distinct)
        .where(_answers_counted(topic_id, left_out))
        .group_by(Answer.question)
    )
    return {row["question"]: row["count"] for row in rows}


async def places_and_names(topic_id: int) -> tuple[dict[int, Place], dict[int, str]]:
    """Give id → placement and id → category name for all that a topic has or received something under."""
    by_placement = await _grouped(topic_id, Suggestion.placement)
    by_category = await _grouped(topic_id, Suggestion.category)
    categories = await categories_of(topic_id, offered_only=False)
    names = await _names(categories, {row["category"] for row in by_category})
    return await _places(topic_id, {row["placement"] for row in by_placement}), names


async def _grouped(topic_id: int, *by: Any) -> list[Row]:
    return await Suggestion.select(*by, _COUNT).where(Suggestion.topic == topic_id).group_by(*by)


async def _by_answer(topic_id: int) -> list[Row]:
    by = (Answer.question, Answer.option, Answer.rating)
    distinct = Count(distinct=[Answer.suggestion], alias="count")
    return await Answer.select(*by, distinct).where(_answers_counted(topic_id, UNCOUNTED)).group_by(*by)


def _answers_counted(topic_id: int, left_out: tuple[SuggestionState, ...]) -> Any:
    where = Answer.question.topic == topic_id
    if left_out:
        where = where & Answer.suggestion.state.not_in([state.value for state in left_out])
    return where


async def _names(categories: list[CategoryDetail], held: set[int | None]) -> dict[int, str]:
    names = {category.id: category.name for category in categories}
    strays = [category for category in held if category is not None and category not in names]
    if strays:
        rows = await Category.select().where(Category.id.is_in(strays)).order_by(Category.id)
        names |= {row["id"]: row["name"] for row in rows}
    return names


async def _places(topic_id: int, held: set[int | None]) -> dict[int, Place]:
    """Retargeted codes stand in another topic by now, yet what came from them before stays here."""
    places = {place.id: _place(place) for place in await placements_of(topic_id)}
    strays = [placement for placement in held if placement is not None and placement not in places]
    if strays:
        columns = (Placement.id, Placement.code, Placement.name, Placement.line, Placement.kind)
        rows = await Placement.select(*columns).where(Placement.id.is_in(strays)).order_by(Placement.id)
        places |= {row["id"]: Place(row["code"], row["name"], row["line"], row["kind"]) for row in rows}
    return places


def _place(placement: PlacementDetail) -> Place:
    return Place(placement.code, placement.name, placement.line, placement.kind.value)
