"""What became of suggestions: figures and published answers of a topic, narrowed as somebody asks."""

from urllib.parse import urlencode

import msgspec
from litestar import HttpMethod, route
from litestar.params import FromPath, FromQuery

from jianyan import campaigns, cases
from jianyan.cases import Adoption, AnswerFilter, Result
from jianyan.clock import now
from jianyan.runtime import Runtime
from jianyan.site.answers import page
from jianyan.site.browse import public_topic
from jianyan.site.ways import WORDS
from jianyan.tallies import Answering
from jianyan.topics import TopicDetail
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Request, Response, Running

_READ = [HttpMethod.GET, HttpMethod.HEAD]
_FRESH = {"Cache-Control": "public, max-age=5"}
_MOST = 10
_WORDS_MOST = 60
_NUMBER_MOST = 9


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the address asks for, as it is sent; empty: for nothing."""

    words: str = ""
    category: str = ""
    department: str = ""
    adoption: str = ""
    result: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is asked for."""
        return self != Asked()

    def filter(self, placement_id: int | None) -> AnswerFilter:
        """Give what it narrows the answers to; what cannot be read counts as not asked."""
        return AnswerFilter(
            placement_id=placement_id,
            category_id=_number(self.category),
            department_id=_number(self.department),
            adoption=next((each for each in Adoption if each == self.adoption), None),
            result=next((each for each in Result if each == self.result), None),
            words=self.words,
        )


@route("/t/{slug:str}/answers", http_method=_READ, name="outcomes", opt=PUBLIC)
async def outcomes_page(
    request: Request,
    runtime: Running,
    slug: FromPath[str],
    before: FromQuery[int | None] = None,
    at: FromQuery[str | None] = None,
) -> Response:
    """Show what became of a topic's suggestions, or of those made at one placement."""
    topic = await public_topic(slug)
    placement = await campaigns.placement_by_code(at) if at else None
    asked = _asked(request)
    is_whole = placement is None and before is None and not asked.is_narrowed
    narrowed = asked.filter(placement.id if placement else None)
    found = await cases.latest_answers(
        topic.id, words=runtime.words, zone=runtime.zone, most=_MOST, before=before, asked=narrowed
    )
    return page(
        request,
        "outcomes.html",
        headers=_FRESH,
        topic=topic,
        placement=placement,
        asked=asked,
        departments=await cases.answering_departments(topic.id),
        count=await _count(topic.id, asked, narrowed),
        answering=await _counted(runtime, topic) if is_whole else None,
        answers=found.answers,
        older=_address(request, found.older) if found.older else None,
        case_words=WORDS,
    )


async def _counted(runtime: Runtime, topic: TopicDetail) -> Answering:
    """Give the figures that the topic's page and the console show, too; of a large topic some seconds old."""
    return (await runtime.boards.of(topic, now=now())).answering


async def _count(topic_id: int, asked: Asked, narrowed: AnswerFilter) -> int | None:
    """Count what is left; not by words, which may stand where the title is masked."""
    if not asked.is_narrowed or asked.words:
        return None
    return await cases.count_of_answers(topic_id, narrowed)


def _asked(request: Request) -> Asked:
    given = request.query_params
    named = {name: given.get(name, "").strip()[:_WORDS_MOST] for name in Asked.__struct_fields__}
    return Asked(**named)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _NUMBER_MOST
    return int(text) if is_number else None


def _address(request: Request, before: int) -> str:
    """Give the query of the page that follows."""
    asked = {name: value for name, value in request.query_params.items() if value and name != "before"}
    return urlencode({"before": before, **asked})
