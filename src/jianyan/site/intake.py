"""A placement's form: scan, write, send, and the receipt that comes back."""

from datetime import datetime, timedelta

from litestar import HttpMethod, post, route
from litestar.params import FromPath
from litestar.response import Redirect

import jianyan_qr
from jianyan import campaigns, suggestions
from jianyan.campaigns import Arrival, CodeRevoked
from jianyan.clock import now
from jianyan.errors import Conflict, Gone, Invalid, Refusal, Unreadable
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.site.refusals import topic_url
from jianyan.site.scans import is_scan
from jianyan.suggestions import BODY_MOST, Draft, Received, SentAlready
from jianyan.suggestions.tokens import ExpiredToken, FormToken
from jianyan.topics import RATING_MOST, QuestionKind
from jianyan.web.access import PUBLIC
from jianyan.web.bodies import Fields, read_form_and_files
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import headers_of, language_of, problem, wants_json

_GRACE = timedelta(minutes=30)
_RECEIPT_QR_MM = 34
_OTHERS_MOST = 3


class CampaignOver(Gone):
    """The campaign takes no suggestions any more; `slug` names the topic with the results."""

    sentence = N_("This campaign is over. Thank you. What became of it stands on the page of the topic.")

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class NotOpenYet(Conflict):
    """The campaign has not begun; `slug` names the topic."""

    sentence = N_("This campaign has not begun yet. The page of the topic says when.")

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class NoPhotosYet(Invalid):
    """A photo came, and photos are not taken here."""

    sentence = N_("Photos cannot be taken here yet. Please send your suggestion without one.")


@route(
    ["/s/{code:str}", "/S/{code:str}"],
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    name="form",
    opt=PUBLIC,
)
async def open_form(request: Request, runtime: Running, code: FromPath[str]) -> Response:
    """Show a placement's form, or lead to the topic's page where it takes nothing."""
    arrival = await campaigns.arrive(code)
    at = now()
    closed = _closed(arrival, at)
    if closed and not wants_json(request):
        return Redirect(_topic_path(request, arrival), status_code=303, headers=NO_STORE)
    if closed:
        return problem(closed, language_of(request), topic_url=topic_url(request, arrival.topic.slug))
    if is_scan(request.method, request.headers):
        runtime.scanned(arrival.placement.id)
    token = suggestions.tokens.issue(runtime.keys, arrival.placement.code, now=at)
    if wants_json(request):
        return Response(_form_as_json(arrival, token), headers=NO_STORE)
    return _form(request, arrival, token, Draft())


@post(
    ["/s/{code:str}", "/S/{code:str}"],
    name="send",
    opt=PUBLIC,
    status_code=201,
    request_max_body_size=256 * 1024,
)
async def send(request: Request, runtime: Running, code: FromPath[str]) -> Response:
    """Take a suggestion and show its receipt; whatever is refused comes back with its text."""
    draft, token_text = Draft(), ""
    arrival: Arrival | None = None
    try:
        fields, files = read_form_and_files(await request.body(), request.headers.get("content-type", ""))
        draft, token_text = draft_of(fields), one(fields, "form_token")
        arrival = await campaigns.arrive(code)
        if files or one(fields, "photo"):
            raise NoPhotosYet(field="photo")
        token = suggestions.tokens.read(runtime.keys, token_text, code=arrival.placement.code, now=now())
        received = await _received(runtime, arrival, draft, token)
    except CodeRevoked as refusal:
        return _refused(request, runtime, None, draft, refusal, slug=refusal.slug)
    except Unreadable as refusal:
        arrival = await campaigns.arrive(code)
        return _refused(request, runtime, arrival, draft, refusal)
    except Refusal as refusal:
        if arrival is None:
            raise
        return _refused(request, runtime, arrival, draft, refusal)
    return await _receipt(request, runtime, arrival, token, received)


async def _received(runtime: Runtime, arrival: Arrival, draft: Draft, token: FormToken) -> Received:
    """Write a draft, or find what became of the same form when it was sent before.

    Raises:
        CampaignOver, NotOpenYet: nothing is taken here.
        ExpiredToken, SentAlready, InvalidFields, QueueFull, Busy: see there.
    """
    at = now()
    late = _closed_for(arrival, token, at)
    if late is None and suggestions.tokens.is_expired(token, now=at):
        late = ExpiredToken(field="form_token")
    try:
        new = suggestions.compose(
            draft,
            arrival=arrival,
            token=token,
            keys=runtime.keys,
            zone=runtime.settings.zone,
            contact_days=runtime.settings.contact_days,
            now=at,
        )
    except Invalid as refusal:
        raise late or refusal from None
    if late is None:
        return await runtime.intake.submit(new)
    known = await suggestions.by_key(str(new.key_hash), content_hash=new.content_hash)
    if known is None:
        raise late
    return known


def _closed(arrival: Arrival, at: datetime) -> Refusal | None:
    if arrival.is_open(at):
        return None
    return NotOpenYet(arrival.topic.slug) if arrival.opens_later(at) else CampaignOver(arrival.topic.slug)


def _closed_for(arrival: Arrival, token: FormToken, at: datetime) -> Refusal | None:
    """Say whether this form comes too late: one that was opened in time may come 30 minutes after closing."""
    if arrival.is_open(token.issued_at) and arrival.is_open(max(token.issued_at, at - _GRACE)):
        return None
    return _closed(arrival, at)


def draft_of(fields: Fields) -> Draft:
    """Give what a person typed, as it stands in the fields of a form."""
    answers = {name: values for name, values in fields.items() if name.startswith("q_")}
    return Draft(
        body=one(fields, "body"),
        category=one(fields, "category"),
        phone=one(fields, "phone"),
        answers=answers,
    )


def _form(
    request: Request,
    arrival: Arrival,
    token: str,
    draft: Draft,
    refusal: Refusal | None = None,
) -> Response:
    errors = sentences_by_field(request, refusal)
    return page(
        request,
        "form.html",
        status_code=refusal.status if refusal else 200,
        script="form.js",
        headers={**NO_STORE, "Referrer-Policy": "no-referrer", **(headers_of(refusal) if refusal else {})},
        arrival=arrival,
        topic=arrival.topic,
        placement=arrival.placement,
        draft=draft,
        form_token=token,
        errors=errors,
        is_second=isinstance(refusal, SentAlready),
        body_most=BODY_MOST,
        ratings=range(1, RATING_MOST + 1),
        kinds=QuestionKind,
    )


def _refused(
    request: Request,
    runtime: Runtime,
    arrival: Arrival | None,
    draft: Draft,
    refusal: Refusal,
    *,
    slug: str | None = None,
) -> Response:
    """Answer a refused form: with the form itself where it can be sent again, else with the text to copy."""
    slug = slug or getattr(refusal, "slug", None)
    token = ""
    if arrival is not None and slug is None:
        token = suggestions.tokens.issue(runtime.keys, arrival.placement.code, now=now())
    if wants_json(request):
        more = {"form_token": token} if token else {"topic_url": topic_url(request, str(slug))}
        return problem(refusal, language_of(request), **more)
    if arrival is not None and token:
        return _form(request, arrival, token, draft, refusal)
    return page(
        request,
        "over.html",
        status_code=refusal.status,
        headers=NO_STORE,
        sentence=sentences_by_field(request, refusal)[""],
        topic_url=f"/t/{slug}",
        body=draft.body,
    )


async def _receipt(
    request: Request, runtime: Runtime, arrival: Arrival, token: FormToken, received: Received
) -> Response:
    receipt = suggestions.receipts.derived(runtime.keys, token.key, key_id=token.key_id)
    if wants_json(request):
        content = {"receipt": receipt, "tracking": received.tracking, "state": received.state}
        return Response(content, status_code=201, headers=NO_STORE)
    others = await suggestions.latest_published(
        arrival.topic.id, most=_OTHERS_MOST, placement_id=arrival.placement.id
    )
    return page(
        request,
        "receipt.html",
        status_code=201,
        script="receipt.js",
        headers={**NO_STORE, "Referrer-Policy": "no-referrer"},
        topic=arrival.topic,
        receipt=receipt,
        tracking=received.tracking,
        qr=_receipt_qr(runtime, receipt),
        others=others or await suggestions.latest_published(arrival.topic.id, most=_OTHERS_MOST),
    )


def _receipt_qr(runtime: Runtime, receipt: str) -> str:
    symbol = jianyan_qr.make_symbol(f"{runtime.settings.base_url}/receipt#{receipt}")
    return jianyan_qr.svg(symbol, side_mm=_RECEIPT_QR_MM)


def _topic_path(request: Request, arrival: Arrival) -> str:
    return request.app.route_reverse("topic", slug=arrival.topic.slug)


def _form_as_json(arrival: Arrival, token: str) -> dict[str, object]:
    topic, placement = arrival.topic, arrival.placement
    return {
        "topic": {"slug": topic.slug, "title": topic.title},
        "placement": {"code": placement.code, "name": placement.name, "line": placement.line},
        "categories": topic.categories,
        "questions": topic.questions,
        "form_token": token,
    }
