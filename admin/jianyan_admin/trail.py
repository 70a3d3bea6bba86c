"""The record of every act, newest first."""

import msgspec
from litestar import route
from litestar.params import FromQuery

from jianyan import topics, trail
from jianyan.accounts import Role, names_by_trail_id
from jianyan.db import snapshot
from jianyan.trail import Act
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan_admin.page import NEWEST, READ, RowId, page
from jianyan_admin.words import KIND_WORDS, words_of

_PAGE = 100
_ON_SUGGESTIONS = {"submit", "decide", "refile", "erase", "reveal"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One act as a line of the table."""

    act: Act
    who: str | None
    """Name of who acted; None for citizens and the command line."""
    subject: str
    """What was acted on, by its name where it has one."""
    tracking: str | None
    """Number of the suggestion that was acted on, if it was one."""


@route("/trail", http_method=READ, name="admin_trail", opt=only(Role.STAFF, Role.ADMIN))
async def acts(request: Request, kind: FromQuery[str] = "", before: RowId = NEWEST) -> Response:
    """List acts, all or of one kind."""
    kind = kind if kind in KIND_WORDS else ""
    async with snapshot():
        found = await trail.acts(before=before, kind=kind or None, most=_PAGE + 1)
        names = await names_by_trail_id()
        titles = {f"topic-{topic.id}": topic.title for topic in await topics.all_topics()}
        size = await trail.size()
    return page(
        request,
        "trail/list.html",
        nav="trail",
        lines=[_line(act, names, titles) for act in found[:_PAGE]],
        size=size,
        kind=kind,
        before=None if before == NEWEST else before,
        last=found[_PAGE - 1].seq if len(found) > _PAGE else None,
        words=words_of(request),
    )


def _line(act: Act, names: dict[str, str], titles: dict[str, str]) -> Line:
    return Line(
        act=act,
        who=names.get(act.actor, act.actor) if act.actor else None,
        subject=names.get(act.subject) or titles.get(act.subject) or act.subject,
        tracking=act.subject if act.kind in _ON_SUGGESTIONS else None,
    )


handlers = [acts]
