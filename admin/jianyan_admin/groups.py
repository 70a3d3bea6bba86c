"""What says the same: the hot issues of a topic, and merging what waits into the one that says it best."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan import groups, moderation
from jianyan.accounts import OFFICE_ROLES
from jianyan.clock import now
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.groups import GroupDetail, Issue, Member
from jianyan.moderation import WITHOUT_PROOF_MOST
from jianyan.suggestions import NoSuchSuggestion, SuggestionState
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan_admin.desk import chosen_topic, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.signin.proofs import require_fresh_proof
from jianyan_admin.wording import words_of

_PERIODS = (7, 30, 90, 365)
_ISSUES_MOST = 20
_LISTED, _PAGE = 5, 50
"""Suggestions that are listed of an issue among others, and on a page of its own."""
_AT_ONCE_AMONG_OTHERS, _AT_ONCE = 20, 500
"""What can be decided on at once, likewise; more of it is left for the next time."""
_PATIENCE = timedelta(minutes=1)
_WAITING = {SuggestionState.WAITING.value, SuggestionState.HELD.value}


class IssueCard(msgspec.Struct, frozen=True, kw_only=True):
    """An issue with the suggestions it consists of."""

    issue: Issue
    best: Member
    """What says best what all say, among those that others can be merged into where there are any."""
    members: list[Member]
    """Those that are read, by id."""
    not_read: int
    """That say the same besides."""
    page: int | None = None
    """Of its own pages, from 1; None: it stands among others."""

    @property
    def last_page(self) -> int:
        """Give the number of its own pages."""
        return -(-len(self.members) // _PAGE)

    @property
    def listed(self) -> list[Member]:
        """List the suggestions that are shown."""
        if self.page is None:
            return self.members[-_LISTED:]
        return self.members[(self.page - 1) * _PAGE : self.page * _PAGE]

    @property
    def is_cut(self) -> bool:
        """Say whether more waits than can be decided on among other issues."""
        waiting = sum(1 for member in self.members if member.state in _WAITING)
        return self.page is None and waiting > _AT_ONCE_AMONG_OTHERS

    @property
    def undecided(self) -> list[Member]:
        """List what is not decided on, the best one included; at most 500, nothing where it is cut."""
        found = [member for member in self.members if member.state in _WAITING]
        return [] if self.is_cut else found[:_AT_ONCE]

    @property
    def waiting(self) -> list[Member]:
        """List what can be merged into the best one by the button: what is not decided on."""
        return [member for member in self.undecided if member is not self.best]

    @property
    def merged_count(self) -> int:
        """Count what is merged already."""
        return sum(1 for member in self.members if member.state == SuggestionState.MERGED)


@route("/groups", http_method=READ, name="admin_groups", opt=only(*OFFICE_ROLES))
async def page_of_groups(request: Request) -> Response:
    """List the hot issues of a topic, the hottest first."""
    return await _page(request, request.query_params.get("topic"))


@post("/groups/merge", name="admin_groups_merge", opt=only(*OFFICE_ROLES), request_max_body_size=128 * 1024)
async def merge(request: Request) -> Response:
    """Merge the suggestions that the form names into one of them."""
    fields = await fields_of(request)
    by, topic, members = person_of(request), one(fields, "topic"), fields.get("member", [])
    if len(members) > WITHOUT_PROOF_MOST:
        await require_fresh_proof(request)
    try:
        await moderation.merge_all(members, into=one(fields, "into"), by=by, now=now())
    except (NoSuchSuggestion, moderation.NotMergeable) as refusal:
        return await _page(request, topic, refusal)
    query = {"topic": topic, "days": str(_days_of(one(fields, "days")))}
    return done(request, "admin_groups", "groups-merged", query=query)


async def _page(request: Request, slug: str | None, refusal: Refusal | None = None) -> Response:
    listed, topic = await chosen_topic(slug)
    days, until = _days_of(request.query_params.get("days", "")), now()
    since = until - timedelta(days=days)
    found = await groups.groups_of(topic.id, since=since) if topic else []
    asked = request.query_params.get("issue", "")
    cards = await _cards(found, since=since, until=until)
    own = [each for each in cards if any(member.tracking == asked for member in each.members)]
    return desk_page(
        request,
        "groups/list.html",
        nav="groups",
        refusal=refusal,
        topics=listed,
        topic=topic,
        days=days,
        periods=_PERIODS,
        group_count=len(found),
        cards=[_on_its_own(each, request.query_params.get("page", "")) for each in own[:1]] or cards,
        is_alone=bool(own),
        ungathered=await groups.ungathered(topic.id, before=until - _PATIENCE) if topic else 0,
        points=(groups.PERSON_POINTS, groups.REPEAT_POINTS, groups.DOUBLING_POINTS),
        words=words_of(request),
    )


async def _cards(found: Sequence[GroupDetail], *, since: datetime, until: datetime) -> list[IssueCard]:
    issues = await groups.issues_of(found, since=since, until=until, most=_ISSUES_MOST)
    return [_card(issue, [found[at] for at in issue.groups]) for issue in issues]


def _card(issue: Issue, joined: Sequence[GroupDetail]) -> IssueCard:
    members = [member for group in joined for member in group.members]
    by_id = sorted(members, key=lambda member: member.message.number)
    open_ones = [member for member in by_id if member.state != SuggestionState.MERGED]
    best = groups.representative_of([member.message for member in open_ones or by_id])
    return IssueCard(
        issue=issue,
        best=next(member for member in by_id if member.message.number == best.number),
        members=by_id,
        not_read=sum(group.not_read for group in joined),
    )


def _on_its_own(card: IssueCard, asked: str) -> IssueCard:
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    return msgspec.structs.replace(card, page=min(max(1, page), card.last_page))


def _days_of(asked: str) -> int:
    return int(asked) if asked in map(str, _PERIODS) else _PERIODS[1]


handlers: list[ControllerRouterHandler] = [page_of_groups, merge]
