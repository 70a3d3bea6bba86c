"""Template texts of one's own organisation, with which replies begin."""

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import cases
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.web.exchange import Request, Response
from jianyan_admin.cases.desk import DESKS
from jianyan_admin.desk import desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of

_BODY = 64 * 1024


@route("/cases/templates", http_method=READ, name="admin_reply_templates", opt=DESKS)
async def listing(request: Request) -> Response:
    """List the template texts with a form for one more."""
    return await _page(request)


@post("/cases/templates", name="admin_reply_template_add", opt=DESKS, request_max_body_size=_BODY)
async def add(request: Request) -> Response:
    """Keep one more."""
    fields = await fields_of(request)
    title, text = one(fields, "title"), one(fields, "text")
    try:
        await cases.add_reply_template(title, text, by=person_of(request), now=now())
    except Invalid as refusal:
        return await _page(request, sent=fields, refusal=refusal)
    return done(request, "admin_reply_templates", "reply-template-saved")


@route("/cases/templates/{reply_template_id:int}", http_method=READ, name="admin_reply_template", opt=DESKS)
async def edit(request: Request, reply_template_id: FromPath[int]) -> Response:
    """Show one with its form."""
    return await _edit_page(request, reply_template_id)


@post(
    "/cases/templates/{reply_template_id:int}",
    name="admin_reply_template_save",
    opt=DESKS,
    request_max_body_size=_BODY,
)
async def save(request: Request, reply_template_id: FromPath[int]) -> Response:
    """Give one other words."""
    fields = await fields_of(request)
    title, text = one(fields, "title"), one(fields, "text")
    try:
        await cases.save_reply_template(reply_template_id, title, text, by=person_of(request), now=now())
    except Invalid as refusal:
        return await _edit_page(request, reply_template_id, sent=fields, refusal=refusal)
    return done(request, "admin_reply_templates", "reply-template-saved")


@post(
    "/cases/templates/{reply_template_id:int}/delete",
    name="admin_reply_template_delete",
    opt=DESKS,
    request_max_body_size=_BODY,
)
async def delete(request: Request, reply_template_id: FromPath[int]) -> Response:
    """Delete one."""
    await cases.delete_reply_template(reply_template_id, by=person_of(request), now=now())
    return done(request, "admin_reply_templates", "reply-template-deleted")


async def _page(request: Request, *, sent: Fields | None = None, refusal: Refusal | None = None) -> Response:
    return desk_page(
        request,
        "cases/templates.html",
        nav="cases",
        refusal=refusal,
        templates=await cases.reply_templates(person_of(request)),
        title=one(sent or {}, "title"),
        text=one(sent or {}, "text"),
        **_BOUNDS,
    )


async def _edit_page(
    request: Request, template_id: int, *, sent: Fields | None = None, refusal: Refusal | None = None
) -> Response:
    found = await cases.reply_template(template_id, by=person_of(request))
    return desk_page(
        request,
        "cases/template.html",
        nav="cases",
        refusal=refusal,
        found=found,
        title=one(sent, "title") if sent else found.title,
        text=one(sent, "text") if sent else found.text,
        **_BOUNDS,
    )


_BOUNDS = {"title_most": cases.TEMPLATE_TITLE_MOST, "text_most": cases.REPLY_MOST}

handlers: list[ControllerRouterHandler] = [listing, add, edit, save, delete]
