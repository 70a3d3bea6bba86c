"""Reading topics."""

from datetime import datetime
from typing import Any

from jianyan.accounts import belongs
from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.topics.schemas import CategoryDetail, OptionDetail, QuestionDetail, TopicDetail, TopicSummary
from jianyan.topics.states import QuestionKind, TopicSource, TopicState
from jianyan.topics.tables import Option, Organiser, Question, Topic, TopicCategory

_SUMMARY = (
    Topic.id,
    Topic.slug,
    Topic.title,
    Topic.state,
    Topic.opens_at,
    Topic.closes_at,
    Topic.source,
    Topic.inner,
)


class NoSuchTopic(NotFound):
    """There is no topic of that slug."""

    sentence = N_("There is no topic at this address.")


async def open_topics(*, now: datetime) -> list[TopicSummary]:
    """List the topics that take suggestions at `now`, the next to close first."""
    topics = [topic for topic in await published_topics() if topic.is_open(now)]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(topics, key=lambda topic: topic.closes_at or far)


async def published_topics() -> list[TopicSummary]:
    """List every topic that is or was public, the newest first."""
    return await _summaries(Topic.state != TopicState.DRAFT.value)


async def all_topics() -> list[TopicSummary]:
    """List every topic of the current scope, drafts too, the newest first."""
    return await _summaries(Topic.id > 0)


def topic_ids() -> Any:
    """Give the query for the ids of the topics of the current scope, to be part of another one."""
    return Topic.select(Topic.id).where(_found())


def _found() -> Any:
    return belongs(Topic.owner, shared=True)


async def _summaries(where: Any) -> list[TopicSummary]:
    query = Topic.select(*_SUMMARY).where(where & _found())
    rows = await query.order_by(Topic.opens_at, Topic.id, ascending=False)
    return [TopicSummary(**_read(row)) for row in rows]


async def topic_by_slug(slug: str) -> TopicDetail:
    """Give a topic with its organisers, categories and questions.

    Raises:
        NoSuchTopic: the current scope has none of that slug.
    """
    return await _detail(Topic.slug == slug)


async def topic_by_id(topic_id: int) -> TopicDetail:
    """Give a topic with its organisers, categories and questions.

    Raises:
        NoSuchTopic: the current scope has none of that id.
    """
    return await _detail(Topic.id == topic_id)


_BESIDE = (Topic.invitation, Topic.takes_files, Topic.texts_from)


async def _detail(where: Any) -> TopicDetail:
    row = await Topic.select(*_SUMMARY, *_BESIDE).where(where & _found()).first()
    if row is None:
        raise NoSuchTopic
    return TopicDetail(
        **_read(row),
        organisers=await _organisers(row["id"]),
        categories=await categories_of(row["id"]),
        questions=await questions_of(row["id"]),
    )


def _read(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "state": TopicState(row["state"]), "source": TopicSource(row["source"])}


async def _organisers(topic_id: int) -> list[str]:
    rows = (
        await Organiser.select(Organiser.organisation.name.as_alias("name"))
        .where(Organiser.topic == topic_id)
        .order_by(Organiser.position)
    )
    return [row["name"] for row in rows]


async def categories_of(topic_id: int, *, offered_only: bool = True) -> list[CategoryDetail]:
    """List a topic's drawers in their order; with `offered_only` False also those out of use."""
    query = TopicCategory.select(
        TopicCategory.category.as_alias("id"), TopicCategory.category.name.as_alias("name")
    ).where(TopicCategory.topic == topic_id)
    if offered_only:
        query = query.where(TopicCategory.offered == True)  # noqa: E712 - Piccolo's operator
    return [CategoryDetail(row["id"], row["name"]) for row in await query.order_by(TopicCategory.position)]


async def questions_of(topic_id: int, *, asked_only: bool = True) -> list[QuestionDetail]:
    """List a topic's questions in their order; with `asked_only` False also those out of use."""
    query = Question.select().where(Question.topic == topic_id)
    if asked_only:
        query = query.where(Question.asked == True)  # noqa: E712 - Piccolo's operator
    rows = await query.order_by(Question.position)
    options = await _options([row["id"] for row in rows])
    return [
        QuestionDetail(
            id=row["id"],
            text=row["text"],
            kind=QuestionKind(row["kind"]),
            required=row["required"],
            options=options.get(row["id"], []),
        )
        for row in rows
    ]


async def _options(question_ids: list[int]) -> dict[int, list[OptionDetail]]:
    if not question_ids:
        return {}
    rows = await Option.select().where(Option.question.is_in(question_ids)).order_by(Option.position)
    options: dict[int, list[OptionDetail]] = {}
    for row in rows:
        options.setdefault(row["question"], []).append(OptionDetail(row["id"], row["label"]))
    return options


async def owner_of(topic_id: int) -> int | None:
    """Give the id of the organisation that a topic belongs to; None: to the whole installation."""
    row = await Topic.select(Topic.owner).where(Topic.id == topic_id).first()
    return row["owner"] if row else None
