"""Services: the categories of the topics that are open, and the questions that each asks."""

from datetime import datetime

from litestar import route
from litestar.params import FromPath, FromQuery

from jianyan import topics
from jianyan.api.answers import READ, ROOT, answer, check_jurisdiction, named, paths
from jianyan.api.formats import Content
from jianyan.clock import now
from jianyan.errors import Gone, NotFound
from jianyan.i18n import N_, say
from jianyan.topics import (
    RATING_MOST,
    CategoryDetail,
    NoSuchTopic,
    QuestionDetail,
    QuestionKind,
    TopicDetail,
    TopicState,
)
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of

_DATATYPES = {
    QuestionKind.SINGLE: "singlevaluelist",
    QuestionKind.MULTIPLE: "multivaluelist",
    QuestionKind.RATING: "singlevaluelist",
    QuestionKind.TEXT: "text",
}
_EXPLAINED = {
    QuestionKind.SINGLE: N_("One of the values."),
    QuestionKind.MULTIPLE: N_("Any of the values."),
    QuestionKind.RATING: N_("1 is worst, 5 is best."),
    QuestionKind.TEXT: N_("At most 500 characters."),
}


class NoSuchService(NotFound):
    """No category of a public topic has this code."""

    sentence = N_("There is no service with this service_code.")


class ServiceOver(Gone):
    """The topic takes nothing any more."""

    sentence = N_("This service takes no requests any more: its topic is closed.")


@route(paths("services"), http_method=READ, name="open311_services", opt=PUBLIC)
async def listed(request: Request, runtime: Running, jurisdiction_id: FromQuery[str] = "") -> Response:
    """List the services."""
    check_jurisdiction(runtime, jurisdiction_id)
    open_ones = [await topics.topic_by_id(topic.id) for topic in await topics.open_topics(now=now())]
    content = [_service(topic, category) for topic in open_ones for category in topic.categories]
    return answer(request, content, "services")


@route(f"{ROOT}/services/{{service:str}}", http_method=READ, name="open311_service", opt=PUBLIC)
async def defined(
    request: Request, runtime: Running, service: FromPath[str], jurisdiction_id: FromQuery[str] = ""
) -> Response:
    """Give what a service asks beside the text."""
    code = named(service)
    check_jurisdiction(runtime, jurisdiction_id)
    topic, _ = await open_service(code, at=now())
    language = language_of(request)
    asked = [_attribute(each, order, language) for order, each in enumerate(topic.questions, start=1)]
    content: Content = {"service_code": code, "attributes": asked}
    return answer(request, content, "service_definition")


def code_of(slug: str, category_id: int | None) -> str:
    """Give the service_code of a topic's category; None: its slug, for what is filed nowhere."""
    return slug if category_id is None else f"{slug}.{category_id}"


async def open_service(code: str, *, at: datetime) -> tuple[TopicDetail, CategoryDetail]:
    """Give the topic and category of a service that takes requests.

    Raises:
        NoSuchService: there is none, or its topic has not begun yet.
        ServiceOver: its topic is closed.
    """
    topic, category = await begun_service(code, at=at)
    if not topic.is_open(at):
        raise ServiceOver
    return topic, category


async def begun_service(code: str, *, at: datetime) -> tuple[TopicDetail, CategoryDetail]:
    """Give the topic and category of a service that takes requests, or has taken them.

    Raises:
        NoSuchService: there is none, or its topic has not begun yet.
    """
    slug, _, number = code.rpartition(".")
    try:
        topic = await topics.topic_by_slug(slug)
    except NoSuchTopic as unknown:
        raise NoSuchService from unknown
    category = next((one for one in topic.categories if str(one.id) == number), None)
    if category is None or topic.state is TopicState.DRAFT or at < topic.opens_at:
        raise NoSuchService
    return topic, category


def _service(topic: TopicDetail, category: CategoryDetail) -> Content:
    return {
        "service_code": code_of(topic.slug, category.id),
        "service_name": category.name,
        "description": topic.invitation or topic.title,
        "metadata": bool(topic.questions),
        "type": "realtime",
        "keywords": ", ".join(topic.organisers),
        "group": topic.title,
    }


def _attribute(question: QuestionDetail, order: int, language: str) -> Content:
    values: list[Content] = [{"key": str(one.id), "name": one.label} for one in question.options]
    if question.kind is QuestionKind.RATING:
        values = [{"key": str(points), "name": str(points)} for points in range(1, RATING_MOST + 1)]
    return {
        "variable": True,
        "code": f"q_{question.id}",
        "datatype": _DATATYPES[question.kind],
        "required": question.required,
        "datatype_description": say(language, _EXPLAINED[question.kind]),
        "order": order,
        "description": question.text,
        "values": values,
    }
