"""Topics that members propose, as anybody reads and supports them.

The pages set no cookie and are the same for everybody. A browser gets one with the answer to its support, for
these pages only; that is how the same browser counts once and can take its support back.
"""

from litestar import HttpMethod, post, route
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import proposals
from jianyan.clock import now
from jianyan.errors import Refusal
from jianyan.limits import TooOften, network_of
from jianyan.proposals import SupportOver
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import headers_of

_READ = [HttpMethod.GET, HttpMethod.HEAD]
_FRESH = {"Cache-Control": "public, max-age=5"}
_COOKIE = "jianyan_support"
_LASTS_S = 400 * 24 * 3600
"""As long as browsers keep a cookie."""
_BODY_BYTES_MOST = 1024
_WAIT_S = 5


@route("/proposals", http_method=_READ, name="proposals", opt=PUBLIC)
async def proposal_list(request: Request) -> Response:
    """List what can be supported, and what became of the earlier ones."""
    shown = await proposals.public_proposals()
    return page(request, "proposals.html", headers=_FRESH, proposals=shown)


@route("/proposals/{proposal_id:int}", http_method=_READ, name="proposal", opt=PUBLIC)
async def proposal_page(request: Request, proposal_id: FromPath[int]) -> Response:
    """Show a proposal and how many support it."""
    return await _page(request, proposal_id, headers=_FRESH)


@post(
    "/proposals/{proposal_id:int}/support",
    name="support",
    opt=PUBLIC,
    status_code=200,
    request_max_body_size=_BODY_BYTES_MOST,
)
async def support(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Count a browser once, and give it the cookie by which it is known again."""
    await proposals.public_proposal(proposal_id)
    visitor = _visitor(request) or proposals.new_visitor()
    try:
        await _support(request, runtime, proposal_id, visitor)
    except (SupportOver, TooOften) as refusal:
        return await _page(request, proposal_id, headers=NO_STORE, refusal=refusal)
    answer = await _page(request, proposal_id, headers=NO_STORE, done="support")
    answer.cookies.append(_cookie(visitor, settings=runtime.settings))
    return answer


@post(
    "/proposals/{proposal_id:int}/support/withdraw",
    name="support_withdraw",
    opt=PUBLIC,
    status_code=200,
    request_max_body_size=_BODY_BYTES_MOST,
)
async def withdraw(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Take a browser's support back; one without a cookie has none."""
    await proposals.public_proposal(proposal_id)
    visitor, had = _visitor(request), False
    try:
        if visitor:
            had = await proposals.withdraw_support(proposal_id, visitor, keys=runtime.keys, now=now())
    except SupportOver as refusal:
        return await _page(request, proposal_id, headers=NO_STORE, refusal=refusal)
    return await _page(request, proposal_id, headers=NO_STORE, done="withdraw" if had else "nothing")


handlers: list[ControllerRouterHandler] = [proposal_list, proposal_page, support, withdraw]


async def _support(request: Request, runtime: Runtime, proposal_id: int, visitor: str) -> None:
    """Support, where the network has one left; who is counted already takes none.

    Raises:
        NoSuchProposal, SupportOver: as `proposals.support`.
        TooOften: many new supporters came from this network just before.
    """
    if await proposals.supports(proposal_id, visitor, keys=runtime.keys):
        return
    host = network_of(request.client.host if request.client else "")
    buckets, at = runtime.supports_of_network, now()
    if runtime.settings.limits == "on" and not buckets.spend(host, now=at):
        raise TooOften(retry_after_s=_WAIT_S)
    await proposals.support(proposal_id, visitor, keys=runtime.keys, now=at)


def _visitor(request: Request) -> str:
    """Give what the browser is known by; empty where it has no cookie of ours."""
    sent = request.cookies.get(_COOKIE, "")
    return sent if proposals.is_visitor(sent) else ""


def _cookie(visitor: str, *, settings: Settings) -> Cookie:
    return Cookie(
        key=_COOKIE,
        value=visitor,
        path="/proposals",
        max_age=_LASTS_S,
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
    )


async def _page(
    request: Request,
    proposal_id: int,
    *,
    headers: dict[str, str],
    done: str = "",
    refusal: Refusal | None = None,
) -> Response:
    return page(
        request,
        "proposal.html",
        status_code=refusal.status if refusal else 200,
        headers={**headers, **(headers_of(refusal) if refusal else {})},
        proposal=await proposals.public_proposal(proposal_id),
        done=done,
        errors=sentences_by_field(request, refusal),
    )
