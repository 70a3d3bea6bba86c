"""The record of every act, newest first.

Somebody reads the acts on the topics they see, and what was done by or to the people and organisations of
their scope. What else a command of the server did on no topic is read where no organisation stands above.
"""

import msgspec
from litestar import route
from litestar.params import FromQuery

from jianyan import accounts, topics, trail
from jianyan.accounts import EVERYWHERE, Person, Role, names_by_trail_id, within
from jianyan.db import snapshot
from jianyan.topics import TopicSummary
from jianyan.trail import Act, Reach
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan_admin.page import NEWEST, READ, RowId, page, person_of
from jianyan_admin.words import KIND_WORDS, words_of

_PAGE = 100
_ON_SUGGESTIONS = {"submit", "decide", "refile", "erase"}


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
    """List acts within the person's scope, all or of one kind."""
    kind = kind if kind in KIND_WORDS else ""
    async with snapshot():
        names, listed = await names_by_trail_id(), await topics.all_topics()
        reach = await _reach(person_of(request), listed)
        found = await trail.acts(before=before, kind=kind or None, reach=reach, most=_PAGE + 1)
        titles = await _titles(listed)
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


async def _reach(person: Person, listed: list[TopicSummary]) -> Reach:
    own = await accounts.trail_subjects()
    with within(EVERYWHERE):
        elsewhere = sorted(await accounts.trail_subjects() - own) if person.scope.is_root else None
    return Reach(topics=[topic.id for topic in listed], subjects=sorted(own), elsewhere=elsewhere)


async def _titles(listed: list[TopicSummary]) -> dict[str, str]:
    """Give subject → name of what has one."""
    organisations = {one.trail_subject: one.name for one in await accounts.organisations()}
    return {f"topic-{topic.id}": topic.title for topic in listed} | organisations


def _line(act: Act, names: dict[str, str], titles: dict[str, str]) -> Line:
    return Line(
        act=act,
        who=names.get(act.actor, act.actor) if act.actor else None,
        subject=names.get(act.subject) or titles.get(act.subject) or act.subject,
        tracking=act.subject if act.kind in _ON_SUGGESTIONS else None,
    )


handlers = [acts]
