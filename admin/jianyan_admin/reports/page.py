"""One report: written, previewed, published, taken away."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import reports, telling
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import LANGUAGES
from jianyan.reports import FIGURES, ReportDetail, ReportTexts
from jianyan.web.documents import laid_out
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.report_files import FORMS, form_of
from jianyan_admin.desk import READERS, STAFF, attachment, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, is_htmx, page, person_of, told
from jianyan_admin.reports.forms import checked_form, sent_template, sent_texts

_FORM_BYTES = 128 * 1024
_BODY = 16 * 1024


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


handlers: list[ControllerRouterHandler] = [
    edit_report,
    save_report,
    preview_report,
    preview_draft,
    publish_report,
    unpublish_report,
    download_report,
]
