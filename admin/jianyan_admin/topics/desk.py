"""Topics at the staff's desk: list, add, edit, preview, publish, close, copy."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import campaigns, db, suggestions, topics
from jianyan.accounts import Person
from jianyan.clock import now
from jianyan.errors import Conflict, InvalidFields, Refusal
from jianyan.forms import one
from jianyan.suggestions import SuggestionState
from jianyan.topics import NewTopic, TopicState, TopicSummary
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.topics.forms import (
    TopicForm,
    blank_form,
    checked_slug,
    checked_topic,
    form_of,
    sent_form,
)

FORM_BYTES_MOST = 256 * 1024
_ALL = list(SuggestionState)
_WAITING = [SuggestionState.WAITING, SuggestionState.HELD]


class TopicRow(msgspec.Struct, frozen=True, kw_only=True):
    """A topic in the staff's list."""

    topic: TopicSummary
    received: int
    waiting: int
    """Not decided yet, held ones included."""


@route("/topics", http_method=READ, name="admin_topics", opt=STAFF)
async def topic_list(request: Request) -> Response:
    """List all topics, drafts too."""
    async with db.snapshot():
        rows = [await _row(topic) for topic in await topics.all_topics()]
    return desk_page(request, "topics/list.html", nav="topics", rows=rows)


@route("/topics/new", http_method=READ, name="admin_topic_new", opt=STAFF)
async def new_topic(request: Request, runtime: Running) -> Response:
    """Show an empty form."""
    return _form_page(request, blank_form(now=now(), zone=runtime.settings.zone))


@post("/topics/new", name="admin_topic_add", opt=STAFF, request_max_body_size=FORM_BYTES_MOST)
async def add_topic(request: Request, runtime: Running) -> Response:
    """Add a draft, with its campaign and the link of its page."""
    form = sent_form(await fields_of(request))
    try:
        new = checked_topic(form, now=now(), zone=runtime.settings.zone)
        await campaigns.announce(new, by=person_of(request).actor, now=now())
    except (InvalidFields, Conflict) as refusal:
        return _form_page(request, form, refusal=refusal)
    return done(request, "admin_topic_preview", "topic-added", slug=new.slug)


@route("/topics/{slug:str}/edit", http_method=READ, name="admin_topic_edit", opt=STAFF)
async def edit_topic(request: Request, runtime: Running, slug: FromPath[str]) -> Response:
    """Show the form with what the topic says now."""
    topic = await topics.topic_by_slug(slug)
    return _form_page(request, form_of(topics.as_new(topic), runtime.settings.zone), topic=topic)


@post("/topics/{slug:str}/edit", name="admin_topic_save", opt=STAFF, request_max_body_size=FORM_BYTES_MOST)
async def save_topic(request: Request, runtime: Running, slug: FromPath[str]) -> Response:
    """Replace what the topic says."""
    topic = await topics.topic_by_slug(slug)
    form = sent_form(await fields_of(request))
    try:
        new = checked_topic(form, now=topic.opens_at, zone=runtime.settings.zone)
        await topics.save_topic(slug, new, by=person_of(request).actor, now=now())
    except (InvalidFields, Conflict) as refusal:
        return _form_page(request, form, topic=topic, refusal=refusal)
    return done(request, "admin_topic_preview", "topic-saved", slug=new.slug)


@route("/topics/{slug:str}/preview", http_method=READ, name="admin_topic_preview", opt=STAFF)
async def preview_topic(request: Request, slug: FromPath[str]) -> Response:
    """Show the citizens' form as it will look, and where it can be opened once published."""
    topic = await topics.topic_by_slug(slug)
    link = await campaigns.topic_link(topic.id)
    return desk_page(request, "topics/preview.html", nav="topics", topic=topic, link=link)


@post("/topics/{slug:str}/publish", name="admin_topic_publish", opt=STAFF)
async def publish_topic(request: Request, slug: FromPath[str]) -> Response:
    """Make a topic public."""
    await topics.publish_topic(slug, by=person_of(request).actor, now=now())
    return done(request, "admin_topics", "topic-published")


@post("/topics/{slug:str}/close", name="admin_topic_close", opt=STAFF)
async def close_topic(request: Request, slug: FromPath[str]) -> Response:
    """End a topic now."""
    await topics.close_topic(slug, by=person_of(request).actor, now=now())
    return done(request, "admin_topics", "topic-closed")


@route("/topics/{slug:str}/copy", http_method=READ, name="admin_topic_copy", opt=STAFF)
async def copy_form(request: Request, slug: FromPath[str]) -> Response:
    """Ask for the address of the copy."""
    topic = await topics.topic_by_slug(slug)
    return desk_page(request, "topics/copy.html", nav="topics", topic=topic, slug=f"{slug[:57]}-2")


@post("/topics/{slug:str}/copy", name="admin_topic_copy_send", opt=STAFF)
async def copy_topic(request: Request, slug: FromPath[str]) -> Response:
    """Add a draft with the same content under another address."""
    topic = await topics.topic_by_slug(slug)
    to = one(await fields_of(request), "slug").strip()
    try:
        new = await _copied(slug, to, by=person_of(request))
        await campaigns.announce(new, by=person_of(request).actor, now=now())
    except (InvalidFields, Conflict) as refusal:
        return desk_page(request, "topics/copy.html", nav="topics", refusal=refusal, topic=topic, slug=to)
    return done(request, "admin_topic_edit", "topic-copied", slug=to)


async def _copied(slug: str, to: str, *, by: Person) -> NewTopic:
    problems = checked_slug(to)
    if problems:
        raise InvalidFields(problems)
    return await topics.copy_topic(slug, to=to, by=by.actor, now=now())


async def _row(topic: TopicSummary) -> TopicRow:
    return TopicRow(
        topic=topic,
        received=await suggestions.count_in_state(topic.id, _ALL),
        waiting=await suggestions.count_in_state(topic.id, _WAITING),
    )


def _form_page(
    request: Request, form: TopicForm, *, topic: TopicSummary | None = None, refusal: Refusal | None = None
) -> Response:
    return desk_page(
        request,
        "topics/form.html",
        nav="topics",
        refusal=refusal,
        form=form,
        topic=topic,
        is_public=topic is not None and topic.state is not TopicState.DRAFT,
    )


handlers: list[ControllerRouterHandler] = [
    topic_list,
    new_topic,
    add_topic,
    edit_topic,
    save_topic,
    preview_topic,
    publish_topic,
    close_topic,
    copy_form,
    copy_topic,
]
