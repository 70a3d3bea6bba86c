"""What became of suggestions: figures and published answers of a topic."""

from litestar import HttpMethod, route
from litestar.params import FromPath, FromQuery

from jianyan import campaigns, cases
from jianyan.site.answers import page
from jianyan.site.browse import public_topic
from jianyan.site.ways import WORDS
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Request, Response, Running

_READ = [HttpMethod.GET, HttpMethod.HEAD]
_FRESH = {"Cache-Control": "public, max-age=5"}
_MOST = 10


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
    answers = await cases.latest_answers(
        topic.id,
        words=runtime.words,
        zone=runtime.zone,
        most=_MOST + 1,
        before=before,
        placement_id=placement.id if placement else None,
    )
    return page(
        request,
        "outcomes.html",
        headers=_FRESH,
        topic=topic,
        placement=placement,
        outcomes=await cases.outcomes_of(topic.id),
        answers=answers[:_MOST],
        older=answers[_MOST - 1].id if len(answers) > _MOST else None,
        is_first_page=before is None,
        case_words=WORDS,
    )
