"""What a member wants to be told by e-mail."""

import msgspec
from litestar import get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jianyan import notices
from jianyan.accounts import Role
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.notices import KINDS_OF_MEMBERS, TITLES, NoticeKind
from jianyan.site.answers import NO_STORE, page
from jianyan.web.access import only
from jianyan.web.bodies import read_fields
from jianyan.web.exchange import Member, Request, Response
from jianyan.web.sessions import check_form

_MEMBER = only(Role.MEMBER)
_WORDS = {NoticeKind.CASE_FOR_OFFICE: N_("A case that you supervise is overdue")}
"""What stands for members in place of the title, which speaks to an office."""


@get("/notices", name="my_notices", opt=_MEMBER)
async def my_notices(request: Request, member: Member) -> Response:
    """Show what the member is told."""
    return page(
        request,
        "wishes.html",
        headers=NO_STORE,
        member=member,
        chosen=(await notices.own_wishes(member.person)).kinds,
        offered=[(kind.value, _WORDS.get(kind, TITLES[kind])) for kind in KINDS_OF_MEMBERS],
    )


@post("/notices", name="my_notices_save", opt=_MEMBER, request_max_body_size=16 * 1024)
async def save(request: Request, member: Member) -> Response:
    """Keep what the member wants to be told from now on; quiet hours stay as they are."""
    fields = read_fields(await request.body(), request.headers.get("content-type", ""))
    check_form(member, one(fields, "csrf_token"))
    wishes = await notices.own_wishes(member.person)
    kinds = notices.kinds_of(fields.get("kinds", []), KINDS_OF_MEMBERS)
    await notices.save_wishes(msgspec.structs.replace(wishes, kinds=kinds), by=member.person)
    return Redirect("/me", status_code=303, headers=NO_STORE)


handlers: list[ControllerRouterHandler] = [my_notices, save]
