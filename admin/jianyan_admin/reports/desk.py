"""Reports at the staff's desk: the list, and freezing the figures of a new one."""

from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import jobs, reports, suggestions, topics
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.jobs import JobKind, NewJob
from jianyan.suggestions import SuggestionState
from jianyan.topics import TopicDetail
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import READERS, STAFF, desk_page, done
from jianyan_admin.exports import WAITED_FOR_MOST
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, live_session, person_of, told

_BODY = 16 * 1024


@route("/reports", http_method=READ, name="admin_reports", opt=READERS)
async def report_list(request: Request) -> Response:
    """List all reports, drafts too."""
    return await _list_page(request)


@post("/reports/freeze", name="admin_report_freeze", opt=STAFF, request_max_body_size=_BODY)
async def freeze(request: Request, runtime: Running) -> Response:
    """Freeze a topic's figures as they stand and begin a report about them."""
    topic = await topics.topic_by_slug(one(await fields_of(request), "topic"))
    count = await suggestions.count_in_state(topic.id, list(SuggestionState))
    if count > WAITED_FOR_MOST:
        return await _freeze_by_job(request, topic, count)
    try:
        report = await reports.freeze(
            topic.slug,
            words=runtime.words,
            zone=runtime.settings.zone,
            by=person_of(request).actor,
            now=now(),
            language=language_of(request),
        )
    except (Invalid, Conflict) as refusal:
        return await _list_page(request, refusal=refusal)
    return done(request, "admin_report", "report-frozen", report=report.slug)


async def _freeze_by_job(request: Request, topic: TopicDetail, count: int) -> Response:
    """Let a worker freeze a large topic's figures, and lead to where it shows how far it has come."""
    by = person_of(request).actor
    new = NewJob(
        kind=JobKind.FREEZE,
        parameters={"actor": by.id, "role": by.role},
        topic_id=topic.id,
        language=language_of(request),
        file_name=told(request, N_("Report · %(title)s")) % {"title": topic.title},
        media_type="",
        total_count=count,
    )
    await jobs.ask(new, by=live_session(request), now=now())
    return done(request, "admin_jobs", "freeze-asked")


async def _list_page(request: Request, *, refusal: Refusal | None = None) -> Response:
    return desk_page(
        request,
        "reports/list.html",
        nav="reports",
        refusal=refusal,
        reports=await reports.reports_in_scope(),
        topics=await topics.all_topics(),
    )


handlers: list[ControllerRouterHandler] = [report_list, freeze]
