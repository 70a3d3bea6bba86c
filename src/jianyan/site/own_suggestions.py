"""A member's own suggestion: where it stands, and the same forms that a receipt opens."""

from litestar import get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import suggestions
from jianyan.accounts import Role, SignedIn
from jianyan.forms import one
from jianyan.site.standing import ACTS, Sender, acted, standing
from jianyan.suggestions import NoSuchSuggestion, SuggestionDetail
from jianyan.web.access import only
from jianyan.web.bodies import read_fields
from jianyan.web.exchange import Member, Request, Response
from jianyan.web.sessions import check_form

_MEMBER = only(Role.MEMBER)


@get("/suggestions/{tracking:str}", name="my_suggestion", opt=_MEMBER)
async def my_suggestion(request: Request, member: Member, tracking: FromPath[str]) -> Response:
    """Show a member where an own suggestion stands."""
    return await standing(request, await _own(member, tracking), _sender(member, tracking))


@post(
    "/suggestions/{tracking:str}/{act:str}",
    name="my_act",
    opt=_MEMBER,
    status_code=200,
    request_max_body_size=16 * 1024,
)
async def my_act(request: Request, member: Member, tracking: FromPath[str], act: FromPath[str]) -> Response:
    """Take a member's appeal, withdrawal, added facts or rating of an answer."""
    fields = read_fields(await request.body(), request.headers.get("content-type", ""))
    check_form(member, one(fields, "csrf_token"))
    found = await _own(member, tracking)
    if act not in ACTS:
        raise NoSuchSuggestion
    return await acted(request, found, _sender(member, tracking), act, fields)


async def _own(member: SignedIn, tracking: str) -> SuggestionDetail:
    """Give the suggestion of a number that this member sent.

    Raises:
        NoSuchSuggestion: there is none, or it is somebody else's.
    """
    return await suggestions.by_author(tracking, member.person.account_id)


def _sender(member: SignedIn, tracking: str) -> Sender:
    return Sender(f"/me/suggestions/{tracking}", {"csrf_token": member.csrf_token}, actor=member.person.actor)


handlers: list[ControllerRouterHandler] = [my_suggestion, my_act]
