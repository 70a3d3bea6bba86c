"""The whole text of one suggestion, shown once: whoever asks for it is on record."""

from litestar import post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import moderation
from jianyan.accounts import OFFICE_ROLES
from jianyan.clock import now
from jianyan.forms import one
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.guards import fields_of
from jianyan_admin.page import is_htmx, page, person_of
from jianyan_admin.signin.proofs import require_fresh_proof
from jianyan_admin.suggestions.cards import desk_card
from jianyan_admin.suggestions.page import detail_page
from jianyan_admin.wording import words_of


@post(
    "/suggestions/{tracking:str}/reveal",
    name="admin_reveal",
    status_code=200,
    opt=only(*OFFICE_ROLES),
    request_max_body_size=16 * 1024,
)
async def reveal(request: Request, runtime: Running, tracking: FromPath[str]) -> Response:
    """Show a text as it was written: in its place under htmx, else on the page of the suggestion."""
    await require_fresh_proof(request)
    why = one(await fields_of(request), "why")
    await moderation.reveal(tracking, reason=why, by=person_of(request), now=now())
    if is_htmx(request):
        found = (await moderation.cards_of([tracking], now=now()))[0]
        card = await desk_card(found, runtime, me=person_of(request))
        return page(request, "suggestions/_shown.html", card=card, is_revealed=True, words=words_of(request))
    return await detail_page(request, runtime, tracking, is_revealed=True)


handlers: list[ControllerRouterHandler] = [reveal]
