"""Reports at the staff's desk: freeze, write, preview, publish, verify, take away."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import jobs, reports, suggestions, telling, topics
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import LANGUAGES, N_
from jianyan.jobs import JobKind, NewJob
from jianyan.reports import FIGURES, ReportDetail, ReportTexts, Verification
from jianyan.suggestions import SuggestionState
from jianyan.topics import TopicDetail
from jianyan.web.documents import laid_out
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan.web.report_files import FORMS, form_of
from jianyan_admin.desk import READERS, STAFF, attachment, desk_page, done
from jianyan_admin.exports import WAITED_FOR_MOST
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, is_htmx, live_session, page, person_of, told
from jianyan_admin.report_forms import checked_form, sent_template, sent_texts
from jianyan_admin.verdicts import changed_figures

_FORM_BYTES = 128 * 1024
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


@route("/reports/{report:str}", http_method=READ, name="admin_report", opt=STAFF)
async def edit_report(request: Request, report: FromPath[str]) -> Response:
    """Show the typed parts beside the document that they become."""
    found = await reports.report_by_slug(report)
    return await _edit_page(request, found, found.texts)


@post("/reports/{report:str}", name="admin_report_save", opt=STAFF, request_max_body_size=_FORM_BYTES)
async def save_report(request: Request, report: FromPath[str]) -> Response:
    """Keep the typed parts and the layout."""
    found, fields = await reports.report_by_slug(report), await fields_of(request)
    try:
        texts, template = checked_form(fields), sent_template(fields)
        await reports.save_texts(report, texts, template=template, by=person_of(request).actor, now=now())
    except (Invalid, Conflict) as refusal:
        chosen = one(fields, "template")
        return await _edit_page(request, found, sent_texts(fields), template=chosen, refusal=refusal)
    return done(request, "admin_report", "report-saved", report=report)


@route("/reports/{report:str}/preview", http_method=READ, name="admin_report_preview", opt=READERS)
async def preview_report(request: Request, report: FromPath[str]) -> Response:
    """Show a report as its readers will see it, as it is kept."""
    found = await reports.report_by_slug(report)
    return _preview_page(request, found)


@post(
    "/reports/{report:str}/preview", name="admin_report_draft", opt=STAFF, request_max_body_size=_FORM_BYTES
)
async def preview_draft(request: Request, report: FromPath[str]) -> Response:
    """Show a report with texts that are not kept yet; htmx gets the document alone."""
    found = await reports.report_by_slug(report)
    draft = msgspec.structs.replace(found, texts=sent_texts(await fields_of(request)))
    if draft.texts.language not in LANGUAGES:
        draft = found
    if is_htmx(request):
        return page(request, "reports/_document.html", layout=laid_out(reports.composed(draft)))
    return _preview_page(request, draft)


@post("/reports/{report:str}/publish", name="admin_report_publish", opt=STAFF, request_max_body_size=_BODY)
async def publish_report(request: Request, report: FromPath[str], runtime: Running) -> Response:
    """Make a report public, if its figures still hold, and tell who wants to know."""
    at = now()
    try:
        async with transaction():
            published = await reports.publish_report(report, by=person_of(request).actor, now=at)
            if published.published_at == at:
                await telling.report_published(
                    published, keys=runtime.keys, settings=runtime.settings, now=at
                )
    except Conflict as refusal:
        found = await reports.report_by_slug(report)
        return await _edit_page(request, found, found.texts, refusal=refusal)
    return done(request, "admin_report", "report-published", report=report)


@post(
    "/reports/{report:str}/unpublish", name="admin_report_unpublish", opt=STAFF, request_max_body_size=_BODY
)
async def unpublish_report(request: Request, report: FromPath[str]) -> Response:
    """Take a report back; it is a draft again."""
    await reports.unpublish_report(report, by=person_of(request).actor, now=now())
    return done(request, "admin_report", "report-unpublished", report=report)


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


@post("/reports/{report:str}/download", name="admin_report_download", opt=STAFF, request_max_body_size=_BODY)
async def download_report(request: Request, report: FromPath[str]) -> Response:
    """Give a report as a file; that it was taken is kept on record."""
    found, wanted = await reports.report_by_slug(report), one(await fields_of(request), "form")
    try:
        form = form_of(wanted)
    except Invalid as refusal:
        return await _edit_page(request, found, found.texts, refusal=refusal)
    content = await form.make(found)
    await reports.record_export(found, wanted, by=person_of(request).actor, now=now())
    headers = attachment(f"{found.title}.{wanted}", plain=f"{found.slug}.{wanted}")
    return Response(content, media_type=form.media_type, headers=headers)


async def _list_page(request: Request, *, refusal: Refusal | None = None) -> Response:
    return desk_page(
        request,
        "reports/list.html",
        nav="reports",
        refusal=refusal,
        reports=await reports.reports_in_scope(),
        topics=await topics.all_topics(),
    )


async def _edit_page(
    request: Request,
    report: ReportDetail,
    texts: ReportTexts,
    *,
    template: str | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Show the form.

    Args:
        request: of the form.
        report: as it is kept.
        texts: as they were typed.
        template: the number that was chosen; None: as it is kept.
        refusal: why the form comes back.
    """
    drawn = msgspec.structs.replace(report, texts=texts) if texts.language in LANGUAGES else report
    return desk_page(
        request,
        "reports/edit.html",
        nav="reports",
        refusal=refusal,
        report=report,
        texts=texts,
        templates=await reports.templates_for(report),
        chosen=str(report.template_id or "") if template is None else template,
        figures={name: told(request, word) for name, word in FIGURES.items()},
        forms_offered=list(FORMS),
        layout=laid_out(reports.composed(drawn)),
    )


def _preview_page(request: Request, report: ReportDetail) -> Response:
    layout = laid_out(reports.composed(report))
    return desk_page(request, "reports/preview.html", nav="reports", report=report, layout=layout)


def verified_page(request: Request, report: ReportDetail, found: Verification | None) -> Response:
    """Show what came of computing a report's figures again; None: that has still to be asked for."""
    changes = changed_figures(request, report, found) if found else []
    return desk_page(
        request, "reports/verification.html", nav="reports", report=report, found=found, changes=changes
    )


handlers: list[ControllerRouterHandler] = [
    report_list,
    freeze,
    edit_report,
    save_report,
    preview_report,
    preview_draft,
    publish_report,
    unpublish_report,
    verify_report,
    verify_by_job,
    download_report,
]
