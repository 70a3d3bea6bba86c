"""Adding, editing, publishing and closing topics."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import msgspec
from piccolo.columns import Column

from jianyan import trail
from jianyan.accounts import add_organisation, current_scope
from jianyan.categories import add_categories
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, InvalidFields, Refusal
from jianyan.i18n import N_
from jianyan.topics.queries import questions_of, topic_by_slug
from jianyan.topics.schemas import NewQuestion, NewTopic, QuestionDetail, TopicDetail
from jianyan.topics.states import QuestionKind, TopicState
from jianyan.topics.tables import Option, Organiser, Question, Topic, TopicCategory

_FORM_LIVES = timedelta(hours=24)
_CATEGORIES_FEWEST, _CATEGORIES_MOST = 2, 30
_QUESTIONS_MOST = 10
_OPTIONS_FEWEST, _OPTIONS_MOST = 2, 20
_CHOICES = {QuestionKind.SINGLE, QuestionKind.MULTIPLE}


class SlugTaken(Conflict):
    """Another topic has this slug."""

    sentence = N_("Another topic has this address already.")


class InnerTopic(Conflict):
    """The topic gathers what members write for the office alone."""

    sentence = N_("This gathers what members write for the office alone. It is never made public.")


class NotADraft(Conflict):
    """The topic is public already."""

    sentence = N_("This topic is public already.")


async def add_topic(new: NewTopic, *, by: trail.Actor | None, now: datetime) -> int:
    """Add a draft with its categories, questions and organisers, and give its id.

    It belongs to the organisation of the current scope, and without one to the whole installation.

    Raises:
        InvalidFields: counts, names or dates are not as NewTopic says.
        SlugTaken: the slug is in use.
    """
    _check(new)
    async with transaction():
        if await Topic.exists().where(Topic.slug == new.slug):
            raise SlugTaken(field="slug")
        return await add_row(new, owner=current_scope().organisation, by=by, now=now)


async def add_row(
    new: NewTopic, *, owner: int | None, by: trail.Actor | None, now: datetime, inner: bool = False
) -> int:
    """Add a checked draft in the caller's transaction, and give its id; `inner` as the table says."""
    state = TopicState.DRAFT.value
    topic = Topic(slug=new.slug, owner=owner, state=state, inner=inner, created_at=now, **_facts(new))
    topic.texts_from = now if new.texts_authors else None
    topic_id = int((await Topic.insert(topic))[0]["id"])
    await _link(topic_id, new)
    await _record("topic-add", topic_id, by=by, now=now, data={"slug": new.slug})
    return topic_id


async def save_topic(slug: str, new: NewTopic, *, by: trail.Actor | None, now: datetime) -> None:
    """Replace what a topic says. Categories and questions that go are taken out of use, not deleted.

    Raises:
        InvalidFields: counts, names or dates are not as NewTopic says.
        SlugTaken: the new slug is in use.
        NoSuchTopic: there is none of that slug.
    """
    _check(new)
    async with transaction():
        topic = await topic_by_slug(slug)
        if new.slug != slug and await Topic.exists().where(Topic.slug == new.slug):
            raise SlugTaken(field="slug")
        if new.slug != slug and topic.state is not TopicState.DRAFT:
            raise NotADraft(N_("A public topic keeps its address: it is printed and shared."), field="slug")
        change: dict[Column | str, Any] = {"slug": new.slug, **_facts(new)}  # type: ignore[dict-item]
        change[Topic.texts_from] = _texts_from(topic, new, now)
        await Topic.update(change).where(Topic.id == topic.id)
        await _link(topic.id, new)
        edited = trail.changes(msgspec.structs.asdict(as_new(topic)), msgspec.structs.asdict(new))
        await _record("topic-edit", topic.id, by=by, now=now, data=edited)


async def publish_topic(slug: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Make a topic public; from its opening time on it takes suggestions.

    Raises:
        NoSuchTopic: there is none of that slug.
        InnerTopic: it is never made public.
    """
    await _move(slug, TopicState.PUBLISHED, by=by, now=now)


async def close_topic(slug: str, *, by: trail.Actor | None, now: datetime) -> None:
    """End a topic now; its codes lead to its results from then on."""
    await _move(slug, TopicState.CLOSED, by=by, now=now)


async def copy_topic(slug: str, *, to: str, by: trail.Actor | None, now: datetime) -> NewTopic:
    """Give a topic's content under another slug, opening now and without an end, ready to be added.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    return msgspec.structs.replace(as_new(await topic_by_slug(slug)), slug=to, opens_at=now, closes_at=None)


def as_new(topic: TopicDetail) -> NewTopic:
    """Give a topic's content as it would be typed in."""
    questions = [
        NewQuestion(text=q.text, kind=q.kind, required=q.required, options=[o.label for o in q.options])
        for q in topic.questions
    ]
    return NewTopic(
        slug=topic.slug,
        title=topic.title,
        invitation=topic.invitation,
        organisers=topic.organisers,
        categories=[category.name for category in topic.categories],
        questions=questions,
        opens_at=topic.opens_at,
        closes_at=topic.closes_at,
        source=topic.source,
        takes_files=topic.takes_files,
        texts_authors=topic.texts_authors,
    )


async def _move(slug: str, state: TopicState, *, by: trail.Actor | None, now: datetime) -> None:
    async with transaction():
        topic = await topic_by_slug(slug)
        if topic.state is state:
            return
        if topic.inner:
            raise InnerTopic
        change: dict[Column | str, Any] = {"state": state.value}
        if state is TopicState.CLOSED and (topic.closes_at is None or now < topic.closes_at):
            change["closes_at"] = now
        if topic.state is TopicState.CLOSED and topic.closes_at and topic.closes_at <= now:
            change["closes_at"] = None
        await Topic.update(change).where(Topic.id == topic.id)
        data = {"from": topic.state.value, "to": state.value}
        await _record(
            f"topic-{'publish' if state is TopicState.PUBLISHED else 'close'}",
            topic.id,
            by=by,
            now=now,
            data=data,
        )


def _texts_from(topic: TopicDetail, new: NewTopic, now: datetime) -> datetime | None:
    """Give from when on authors are told by SMS: a form that is open already does not say so."""
    if not new.texts_authors:
        return None
    return topic.texts_from or (now if topic.state is TopicState.DRAFT else now + _FORM_LIVES)


def _facts(new: NewTopic) -> dict[str, Any]:
    return {
        "title": new.title,
        "invitation": new.invitation,
        "opens_at": new.opens_at,
        "closes_at": new.closes_at,
        "source": new.source.value,
        "takes_files": new.takes_files,
    }


async def _link(topic_id: int, new: NewTopic) -> None:
    await Organiser.delete().where(Organiser.topic == topic_id)
    for position, name in enumerate(new.organisers):
        organisation = await add_organisation(name)
        await Organiser.insert(Organiser(topic=topic_id, organisation=organisation, position=position))
    await _link_categories(topic_id, new.categories)
    await _link_questions(topic_id, new.questions)


async def _link_categories(topic_id: int, names: list[str]) -> None:
    ids = await add_categories(names)
    known = {
        row["category"]: row["id"]
        for row in await TopicCategory.select(TopicCategory.id, TopicCategory.category).where(
            TopicCategory.topic == topic_id
        )
    }
    await TopicCategory.update({"offered": False}).where(TopicCategory.topic == topic_id)
    for position, category in enumerate(ids.values()):
        if category in known:
            await TopicCategory.update({"offered": True, "position": position}).where(
                TopicCategory.id == known[category]
            )
        else:
            await TopicCategory.insert(TopicCategory(topic=topic_id, category=category, position=position))


async def _link_questions(topic_id: int, wanted: list[NewQuestion]) -> None:
    known = {_identity(question): question.id for question in await questions_of(topic_id, asked_only=False)}
    await Question.update({"asked": False}).where(Question.topic == topic_id)
    for position, new in enumerate(wanted):
        question_id = known.get(_identity(new))
        if question_id is not None:
            await Question.update({"asked": True, "position": position, "required": new.required}).where(
                Question.id == question_id
            )
        else:
            await _add_question(topic_id, new, position)


def _identity(question: NewQuestion | QuestionDetail) -> tuple[str, str, tuple[str, ...]]:
    labels = tuple(option if isinstance(option, str) else option.label for option in question.options)
    return question.text, question.kind.value, labels


async def _add_question(topic_id: int, new: NewQuestion, position: int) -> None:
    question = Question(
        topic=topic_id, position=position, text=new.text, kind=new.kind.value, required=new.required
    )
    question_id = (await Question.insert(question))[0]["id"]
    options = [
        Option(question=question_id, position=place, label=label) for place, label in enumerate(new.options)
    ]
    if options:
        await Option.insert(*options)


def _check(new: NewTopic) -> None:
    problems: list[Refusal] = []
    if not _CATEGORIES_FEWEST <= len(new.categories) <= _CATEGORIES_MOST:
        problems.append(Invalid(N_("A topic has 2 to 30 categories."), field="categories"))
    twice = [name for name, count in Counter(new.categories).items() if count > 1]
    if twice:
        problems.append(Invalid(N_("“%(name)s” stands twice."), field="categories", name=twice[0]))
    if new.closes_at is not None and new.closes_at <= new.opens_at:
        problems.append(Invalid(N_("A topic closes after it opens."), field="closes_at"))
    if len(new.questions) > _QUESTIONS_MOST:
        problems.append(Invalid(N_("A topic has at most 10 questions."), field="questions"))
    problems += [problem for question in new.questions for problem in _problems_of(question)]
    if problems:
        raise InvalidFields(problems)


def _problems_of(question: NewQuestion) -> list[Refusal]:
    count = len(question.options)
    if question.kind in _CHOICES and not _OPTIONS_FEWEST <= count <= _OPTIONS_MOST:
        sentence = N_("The question “%(text)s” needs 2 to 20 choices.")
        return [Invalid(sentence, field="questions", text=question.text)]
    if question.kind not in _CHOICES and count:
        return [
            Invalid(N_("The question “%(text)s” takes no choices."), field="questions", text=question.text)
        ]
    if len(set(question.options)) < count:
        return [
            Invalid(
                N_("The question “%(text)s” has the same choice twice."),
                field="questions",
                text=question.text,
            )
        ]
    return []


async def _record(
    kind: str, topic_id: int, *, by: trail.Actor | None, now: datetime, data: dict[str, Any] | None = None
) -> None:
    entry = trail.Entry(kind=kind, subject=f"topic-{topic_id}", actor=by, topic=topic_id, data=data or {})
    await trail.record(entry, at=now)
