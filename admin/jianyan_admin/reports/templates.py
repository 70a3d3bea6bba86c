"""Offices' own layouts of reports: take one in, see what it asks for, take it away again, retire it."""

import asyncio

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import accounts, reports
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.reports import FIGURES, MARKS, NoSuchTemplate
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import language_of
from jianyan.web.report_files import DOCX_TYPE
from jianyan_admin.desk import STAFF, attachment, desk_page, done
from jianyan_admin.guards import fields_of, files_of
from jianyan_admin.page import NEWEST, READ, person_of, told

# More than a template may have, so that one that is somewhat too large is refused at its field.
_FORM_BYTES = 4 * reports.TEMPLATE_BYTES_MOST
_BODY = 16 * 1024
MARK_WORDS = {
    "title": N_("the report's title"),
    "addressee": N_("to whom it goes"),
    "signed_by": N_("who signs"),
    "signed_on": N_("the day of the signature"),
    "attachments": N_("the titles of the attachments, numbered"),
    "body": N_("the whole text with tables and charts: once, alone in its paragraph"),
    **FIGURES,
}
"""Mark → what is put for it."""


class NoTemplateFile(Invalid):
    """The form came without a file."""

    sentence = N_("Please choose a DOCX file.")


@route("/reports/templates", http_method=READ, name="admin_report_templates", opt=STAFF)
async def template_list(request: Request) -> Response:
    """List the templates, and what a template may ask for."""
    return await _list_page(request)


@post("/reports/templates", name="admin_report_template_add", opt=STAFF, request_max_body_size=_FORM_BYTES)
async def add_template(request: Request) -> Response:
    """Take a template in, or say at its field why not."""
    fields, files = await fields_of(request), await files_of(request)
    name, is_shared = one(fields, "name"), one(fields, "shared") == "on"
    try:
        if "template" not in files:
            raise NoTemplateFile(field="template")
        content = files["template"].content
        added = await reports.add_template(
            name, content, shared=is_shared, by=person_of(request).actor, now=now()
        )
    except (Invalid, Conflict) as refusal:
        return await _list_page(request, name=name, refusal=refusal)
    return done(request, "admin_report_templates", "template-added", query={"added": str(added)})


@post(
    "/reports/templates/{template_id:int}/retire",
    name="admin_report_template_retire",
    opt=STAFF,
    request_max_body_size=_BODY,
)
async def retire_template(request: Request, template_id: FromPath[int]) -> Response:
    """Offer a template no longer."""
    try:
        await reports.retire_template(_known(template_id), by=person_of(request).actor, now=now())
    except Conflict as refusal:
        return await _list_page(request, refusal=refusal)
    return done(request, "admin_report_templates", "template-retired")


@route(
    "/reports/templates/{template_id:int}/file",
    http_method=READ,
    name="admin_report_template_file",
    opt=STAFF,
)
async def download_template(template_id: FromPath[int]) -> Response:
    """Give a template as it came in."""
    name, content = await reports.template_file(_known(template_id))
    return _docx(content, name, plain=f"template-{template_id}")


@route("/reports/templates/example", http_method=READ, name="admin_report_template_example", opt=STAFF)
async def example(request: Request) -> Response:
    """Give a template to begin with, in our own layout."""
    content = await asyncio.to_thread(reports.example_template, language_of(request))
    return _docx(content, told(request, N_("Example of a report template")), plain="template-example")


def _known(template_id: int) -> int:
    """Give a number that a row can have."""
    if not 0 <= template_id <= NEWEST:
        raise NoSuchTemplate
    return template_id


def _docx(content: bytes, name: str, *, plain: str) -> Response:
    headers = attachment(f"{name}.docx", plain=f"{plain}.docx")
    return Response(content, media_type=DOCX_TYPE, headers={**headers, "Cache-Control": "no-store"})


async def _list_page(request: Request, *, name: str = "", refusal: Refusal | None = None) -> Response:
    return desk_page(
        request,
        "reports/templates.html",
        nav="reports",
        refusal=refusal,
        templates=await reports.templates_in_scope(),
        names=await accounts.names_by_trail_id(),
        typed_name=name,
        added=request.query_params.get("added", ""),
        marks=MARKS,
        words={mark: told(request, word) for mark, word in MARK_WORDS.items()},
    )


handlers: list[ControllerRouterHandler] = [
    template_list,
    add_template,
    retire_template,
    download_template,
    example,
]
