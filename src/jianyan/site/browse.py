"""What anybody may read: open topics, a topic with its tally and suggestions, the privacy notice."""

from datetime import date

from litestar import HttpMethod, MediaType, route
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from jianyan import (
    campaigns,
    cases,
    charts,
    exports,
    moderation,
    proposals,
    reports,
    suggestions,
    tallies,
    topics,
)
from jianyan.clock import now
from jianyan.i18n import N_, say
from jianyan.site.answers import page
from jianyan.site.handlings import Handlings
from jianyan.site.tally_files import TallyFiles
from jianyan.site.ways import WORDS
from jianyan.tallies import Handling, Tally
from jianyan.topics import SOURCE_SENTENCES, NoSuchTopic, TopicDetail, TopicState
from jianyan.web.access import AS_IT_IS, PUBLIC
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of

_READ = [HttpMethod.GET, HttpMethod.HEAD]
_PUBLISHED_MOST = 20
_ANSWERS_MOST = 3
_FRESH = {"Cache-Control": "public, max-age=5"}


@route("/", http_method=_READ, name="home", opt=PUBLIC)
async def home(request: Request) -> Response:
    """Show the open topics, and those that are over."""
    at = now()
    published = await topics.published_topics()
    open_ones = await topics.open_topics(now=at)
    open_ids = {topic.id for topic in open_ones}
    over = [topic for topic in published if topic.id not in open_ids and topic.opens_at <= at]
    coming = [topic for topic in published if topic.id not in open_ids and topic.opens_at > at]
    return page(
        request,
        "home.html",
        headers=_FRESH,
        open_topics=open_ones,
        over=over,
        coming=coming,
        supportable=await proposals.count_open(),
        source_sentences=SOURCE_SENTENCES,
    )


@route("/t/{slug:str}", http_method=_READ, name="topic", opt=PUBLIC)
async def topic_page(
    request: Request,
    runtime: Running,
    slug: FromPath[str],
    before: FromQuery[int | None] = None,
) -> Response:
    """Show a topic: what is asked, how to take part, what came so far."""
    topic = await public_topic(slug)
    board, language = await runtime.boards.of(topic, now=now()), language_of(request)
    published = await suggestions.latest_published(
        topic.id, words=runtime.words, most=_PUBLISHED_MOST + 1, before=before
    )
    link = await campaigns.topic_link(topic.id)
    latest = await cases.latest_answers(topic.id, words=runtime.words, zone=runtime.zone, most=_ANSWERS_MOST)
    return page(
        request,
        "topic.html",
        headers=_FRESH,
        topic=topic,
        source_sentences=SOURCE_SENTENCES,
        tally=board.tally,
        answering=board.answering,
        way=tallies.way_told(board, language),
        spans=tallies.spans_told(board.answering.all.times, language),
        unheard=tallies.unheard_told(board.unheard, language),
        handling=await _handling(request, slug),
        reason_sentences=await _reason_sentences(topic.id),
        chart=_chart(board.tally, language),
        days=charts.folded(_days(board.tally)),
        days_chart=_days_chart(board.tally, language),
        reports=await reports.published_reports(topic.id),
        answers=latest.answers,
        case_words=WORDS,
        published=published[:_PUBLISHED_MOST],
        photos=await suggestions.citizens_photos_of([one.id for one in published[:_PUBLISHED_MOST]]),
        older=published[_PUBLISHED_MOST - 1].id if len(published) > _PUBLISHED_MOST else None,
        is_first_page=before is None,
        link=link if topic.is_open(now()) else None,
    )


async def _reason_sentences(topic_id: int) -> dict[str, str]:
    reasons = (*moderation.BUILT_IN.reasons, *(await moderation.rules_of(topic_id)).reasons)
    return {reason.code: reason.sentence for reason in reasons}


@route("/t/{slug:str}/tally.json", http_method=_READ, name="tally_json", opt=PUBLIC)
async def tally_json(request: Request, runtime: Running, slug: FromPath[str]) -> Response:
    """Give the tally as open data."""
    board = await runtime.boards.of(await public_topic(slug), now=now())
    content = exports.tally_json(board.tally, await _handling(request, slug))
    return Response(content, media_type=MediaType.JSON, headers=_FRESH)


@route("/t/{slug:str}/tally.csv", http_method=_READ, name="tally_csv", opt={**PUBLIC, AS_IT_IS: True})
async def tally_csv(request: Request, slug: FromPath[str]) -> Response:
    """Give the tally as a table that Excel opens."""
    files: TallyFiles = request.app.state.tally_files
    made = await files.of(await public_topic(slug), language=language_of(request), now=now())
    headers = {
        **_FRESH,
        "Content-Disposition": f'attachment; filename="{slug}-tally.csv"',
        "Content-Length": str(made.size),
    }
    return Stream(made.pieces(), media_type="text/csv; charset=utf-8", headers=headers)


@route("/privacy", http_method=_READ, name="privacy", opt=PUBLIC)
async def privacy(request: Request) -> Response:
    """Say who keeps what, why, how long, and how to have it erased."""
    return page(request, "privacy.html", headers=_FRESH)


@route("/robots.txt", http_method=_READ, name="robots", opt=PUBLIC)
async def robots() -> Response:
    """Ask crawlers to leave forms and the console alone."""
    lines = ["User-agent: *", "Disallow: /s/", "Disallow: /S/", "Disallow: /receipt", "Disallow: /admin", ""]
    return Response("\n".join(lines), media_type=MediaType.TEXT)


async def public_topic(slug: str) -> TopicDetail:
    """Give a topic that is or was public.

    Raises:
        NoSuchTopic: there is none of that slug, or it is a draft.
    """
    topic = await topics.topic_by_slug(slug)
    if topic.state is TopicState.DRAFT:
        raise NoSuchTopic
    return topic


async def _handling(request: Request, slug: str) -> Handling:
    handlings: Handlings = request.app.state.handlings
    return await handlings.of(slug, now=now())


def _chart(tally: Tally, language: str) -> str:
    return charts.bar_chart(
        [charts.Bar(category.name, category.count) for category in tally.categories],
        name="categories",
        title=say(language, N_("Suggestions by category")),
        description=say(language, N_("The same numbers stand in the table below.")),
    )


def _days_chart(tally: Tally, language: str) -> str:
    return charts.column_chart(
        _days(tally),
        name="days",
        title=say(language, N_("Suggestions by day")),
        description=say(language, N_("The same numbers stand in the table below.")),
    )


def _days(tally: Tally) -> list[tuple[date, int]]:
    return [(day.date, day.count) for day in tally.days]
