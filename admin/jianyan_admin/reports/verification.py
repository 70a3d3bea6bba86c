"""A report's figures, computed again: at once, or by a worker where the trail is long."""

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import jobs, reports
from jianyan.clock import now
from jianyan.i18n import N_
from jianyan.jobs import JobKind, NewJob
from jianyan.reports import ReportDetail, Verification
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import language_of
from jianyan_admin.desk import READERS, STAFF, desk_page, done
from jianyan_admin.exports import WAITED_FOR_MOST
from jianyan_admin.page import READ, live_session, told
from jianyan_admin.reports.verdicts import changed_figures

_BODY = 16 * 1024


@route("/reports/{report:str}/verification", http_method=READ, name="admin_report_verify", opt=READERS)
async def verify_report(request: Request, report: FromPath[str]) -> Response:
    """Compute a report's figures again from the trail and show what came of it; offer that of a long one."""
    found = await reports.report_by_slug(report)
    if found.trail_size > WAITED_FOR_MOST:
        return verified_page(request, found, None)
    return verified_page(request, found, await reports.verify(report))


@post(
    "/reports/{report:str}/verification",
    name="admin_report_verify_ask",
    opt=STAFF,
    request_max_body_size=_BODY,
)
async def verify_by_job(request: Request, report: FromPath[str]) -> Response:
    """Let a worker compute a report's figures again, and lead to where it shows how far it has come."""
    found = await reports.report_by_slug(report)
    new = NewJob(
        kind=JobKind.VERIFY,
        parameters={"report": found.slug},
        topic_id=found.content.topic,
        language=language_of(request),
        file_name=told(request, N_("Verification · %(title)s")) % {"title": found.title},
        media_type="",
        total_count=found.trail_size,
    )
    await jobs.ask(new, by=live_session(request), now=now())
    return done(request, "admin_jobs", "verify-asked")


def verified_page(request: Request, report: ReportDetail, found: Verification | None) -> Response:
    """Show what came of computing a report's figures again; None: that has still to be asked for."""
    changes = changed_figures(request, report, found) if found else []
    return desk_page(
        request, "reports/verification.html", nav="reports", report=report, found=found, changes=changes
    )


handlers: list[ControllerRouterHandler] = [verify_report, verify_by_job]
