"""Where a suggestion stands: asked by its receipt, which travels in a body or a fragment and nowhere else."""

from litestar import HttpMethod, post, route

from jianyan import suggestions
from jianyan.clock import now
from jianyan.errors import NotFound, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.limits import TooOften, network_of
from jianyan.runtime import Runtime
from jianyan.site.answers import page, sentences_by_field
from jianyan.site.standing import HEADERS, Sender, acted, standing
from jianyan.suggestions import NoSuchSuggestion
from jianyan.web.access import PUBLIC
from jianyan.web.bodies import read_fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of, problem, wants_json

_BYTES_MOST = 16 * 1024


class UnknownReceipt(NotFound):
    """The receipt opens nothing."""

    sentence = N_("No suggestion has this receipt. Please check the 16 characters.")


@route("/receipt", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="receipt", opt=PUBLIC)
async def ask(request: Request) -> Response:
    """Show the field for a receipt."""
    return _asking(request)


@post("/receipt", name="follow", opt=PUBLIC, status_code=200, request_max_body_size=_BYTES_MOST)
async def follow(request: Request, runtime: Running) -> Response:
    """Show where the suggestion of a receipt stands."""
    return await _with_receipt(request, runtime)


@post("/receipt/appeal", name="appeal", opt=PUBLIC, status_code=200, request_max_body_size=_BYTES_MOST)
async def appeal(request: Request, runtime: Running) -> Response:
    """Take an objection to a decline."""
    return await _with_receipt(request, runtime, "appeal")


@post("/receipt/withdraw", name="withdraw", opt=PUBLIC, status_code=200, request_max_body_size=_BYTES_MOST)
async def withdraw(request: Request, runtime: Running) -> Response:
    """Let the sender take the suggestion back."""
    return await _with_receipt(request, runtime, "withdraw")


@post("/receipt/addition", name="addition", opt=PUBLIC, status_code=200, request_max_body_size=_BYTES_MOST)
async def addition(request: Request, runtime: Running) -> Response:
    """Take facts that the sender adds."""
    return await _with_receipt(request, runtime, "addition")


@post("/receipt/rate", name="rate", opt=PUBLIC, status_code=200, request_max_body_size=_BYTES_MOST)
async def rate(request: Request, runtime: Running) -> Response:
    """Take what the sender says of an answer."""
    return await _with_receipt(request, runtime, "rate")


async def _with_receipt(request: Request, runtime: Runtime, act: str = "") -> Response:
    """Do what is asked with the suggestion that a receipt opens, and show where it stands."""
    fields = read_fields(await request.body(), request.headers.get("content-type", ""))
    typed = one(fields, "receipt")
    try:
        found = await suggestions.by_receipt(suggestions.receipts.possible_hashes(runtime.keys, typed))
    except NoSuchSuggestion:
        refusal = UnknownReceipt(field="receipt")
        if wants_json(request):
            return problem(refusal, language_of(request))
        return _asking(request, typed, refusal)
    sender = Sender("/receipt", {"receipt": typed})
    if not act:
        return await standing(request, found, sender)
    limit = _too_often(request, runtime)
    if limit and wants_json(request):
        return problem(limit, language_of(request))
    if limit:
        return await standing(request, found, sender, refusal=limit, sent=fields)
    return await acted(request, found, sender, act, fields)


def _too_often(request: Request, runtime: Runtime) -> TooOften | None:
    """Take one from the bucket of the network, and give what to say where it was empty."""
    at, host = now(), request.client.host if request.client else ""
    if runtime.settings.limits == "off" or runtime.acts_of_network.spend(network_of(host), now=at):
        return None
    return TooOften(retry_after_s=10)


def _asking(request: Request, typed: str = "", refusal: Refusal | None = None) -> Response:
    return page(
        request,
        "ask.html",
        status_code=refusal.status if refusal else 200,
        script="ask.js",
        headers=HEADERS,
        typed=typed,
        errors=sentences_by_field(request, refusal),
    )
