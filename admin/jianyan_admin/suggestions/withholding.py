"""What came with a suggestion, and whether the public is shown each of it."""

from litestar import post, route
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from jianyan import moderation, suggestions
from jianyan.accounts import OFFICE_ROLES
from jianyan.clock import now
from jianyan.errors import Invalid
from jianyan.forms import one
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, page, person_of
from jianyan_admin.paths import leave_for, own_path
from jianyan_admin.suggestions.page import detail_page

_OFFICE = only(*OFFICE_ROLES)


@route("/suggestions/{tracking:str}/files", http_method=READ, name="admin_files", opt=_OFFICE)
async def files(request: Request, tracking: FromPath[str], back: FromQuery[str] = "") -> Response:
    """Give what came with a suggestion, each file with a form that withholds it or shows it again."""
    found = await suggestions.by_tracking(tracking)
    return page(
        request,
        "suggestions/_files.html",
        one=found,
        files=await suggestions.sent_files(found.id),
        back=own_path(back),
        plays=False,
    )


@post(
    "/photos/{photo:str}/withhold",
    name="admin_file_withhold",
    status_code=200,
    opt=_OFFICE,
    request_max_body_size=16 * 1024,
)
async def withhold(request: Request, runtime: Running, photo: FromPath[str]) -> Response:
    """Withhold a photo or voice note, or with `answer=show` show it again."""
    fields, by = await fields_of(request), person_of(request)
    is_shown = one(fields, "answer") == "show"
    try:
        if is_shown:
            file = await moderation.show_again(photo, by=by, now=now())
        else:
            file = await moderation.withhold(photo, one(fields, "reason"), by=by, now=now())
    except Invalid as refusal:
        tracking = (await suggestions.sent_file(photo)).tracking
        return await detail_page(request, runtime, tracking, refusal=refusal)
    page_of = request.app.route_reverse("admin_suggestion", tracking=file.tracking)
    return leave_for(own_path(one(fields, "back") or page_of))


handlers: list[ControllerRouterHandler] = [files, withhold]
