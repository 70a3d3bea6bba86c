"""A placement's form: scan, write, send, and the receipt that comes back.

`Intake` stands in front of the framework's router, which would cost two thirds of so small an answer: it
takes `GET`, `HEAD` and `POST /s/CODE` itself and passes everything else on. The route is declared all the
same, so that the table of routes is whole; both doors lead here.
"""

import base64
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from litestar import HttpMethod, route
from litestar.response import Redirect
from litestar.types import ASGIApp, Receive, Scope, Send
from markupsafe import Markup, escape

from jianyan import metrics, suggestions
from jianyan.campaigns import Arrival, CodeRevoked
from jianyan.clock import now
from jianyan.codes import grouped
from jianyan.errors import Busy, Invalid, Refusal
from jianyan.forms import one
from jianyan.runtime import Runtime
from jianyan.site import work
from jianyan.site.answers import NO_STORE
from jianyan.site.doubts import Sent, doubt, is_hot
from jianyan.site.landings import Landing, Landings
from jianyan.site.refusals import refused, topic_url
from jianyan.site.refused_forms import NoPhotosYet, closed, closed_for, draft_of, refused_form
from jianyan.site.scans import is_scan
from jianyan.site.visits import Asked, Visit
from jianyan.suggestions import Draft, Received, SuggestionState
from jianyan.suggestions.tokens import ExpiredToken, FormToken
from jianyan.web.access import AS_IT_IS, PUBLIC
from jianyan.web.at_once import Answer
from jianyan.web.bodies import ClientLeft, Fields, read_body, read_form_and_files
from jianyan.web.exchange import Request, Response
from jianyan.web.headers import Head, encoded, safe_headers
from jianyan.web.problems import headers_of, language_of, problem, sentence_of, wants_json

_PATHS = ("/s/", "/S/")
_DESK = "/admin/"
_METHODS = ("GET", "HEAD", "POST")
_BODY_MOST = 256 * 1024
_FORWARDED = b"x-forwarded-for"


@route(
    ["/s/{code:str}", "/S/{code:str}"],
    http_method=[HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
    name="form",
    opt={**PUBLIC, AS_IT_IS: True},
)
async def form(request: Request) -> ASGIApp:
    """Show a placement's form or take a suggestion, for whoever came through the router."""
    answer: ASGIApp = request.app.state.intake.answer
    return answer


class Intake:
    """The callable in front.

    Args:
        runtime: of this process.
        app: takes everything else.
        is_known: says whether a request names this service in its Host header.
        crashed: answers a bug.
    """

    def __init__(
        self,
        runtime: Runtime,
        app: ASGIApp,
        *,
        is_known: Callable[[Scope], bool],
        crashed: Callable[[Request, Exception], Response],
    ) -> None:
        self._runtime = runtime
        self._app = app
        self._is_known = is_known
        self._crashed = crashed
        self._landings = Landings(runtime)
        self._safe = safe_headers(is_https=runtime.settings.is_https)
        own = {**self._safe, **NO_STORE, "Content-Type": "application/json"}
        self._json_head = Head.of(encoded(own))

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer what is sent to a code; pass on what is not."""
        if (
            scope["type"] == "http"
            and scope["path"].startswith(_PATHS)
            and scope["method"] in _METHODS
            and self._is_known(scope)
        ):
            await self.answer(scope, receive, send)
            return
        await self._app(scope, receive, send)
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"].startswith(_DESK):
            with suppress(Busy):
                await self._runtime.look()  # whoever edits a topic sees the form change at once

    def at_once(self, scope: Any) -> Answer | None:
        """Give the form where all of it is here already; None: its way is the usual one.

        Args:
            scope: of a GET without a body; whose client is that of the connection.
        """
        if (
            not scope["path"].startswith(_PATHS)
            or not self._is_known(scope)
            or self._runtime.intake.is_half_full()
        ):
            return None
        asked = Asked(scope)
        landing, at = self._landings.kept(asked.path[3:]), now()
        if landing is None or closed(landing.arrival, at):
            return None
        if _FORWARDED in asked.headers and not self._runtime.gate.is_calm(now=at):
            return None
        try:
            return self._form(asked, landing, at)
        except Exception:  # noqa: BLE001 - the usual way meets the same bug, and tells of it
            return None

    async def answer(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request for `/s/CODE`."""
        visit = Visit(scope, send, self._safe)
        try:
            if visit.method == "POST":
                await self._take(visit, receive)
            else:
                await self._open(visit)
        except ClientLeft:
            return
        except Refusal as refusal:
            await visit.answer(partial(refused, refusal=refusal))
        except Exception as bug:  # noqa: BLE001 - the framework, which would have caught it, is behind
            raised = bug
            await visit.answer(lambda request: self._crashed(request, raised))

    async def _open(self, visit: Visit) -> None:
        """Show the form, or lead to the topic's page where it takes nothing."""
        landing = await self._landings.at(visit.path[3:])
        arrival, at = landing.arrival, now()
        over = closed(arrival, at)
        if over:
            await visit.answer(lambda request: _shut(request, arrival, over))
            return
        await visit.give(self._form(visit, landing, at))

    def _form(self, asked: Asked, landing: Landing, at: datetime) -> Answer:
        """Give the form of an open campaign, and count the scan."""
        arrival = landing.arrival
        if asked.method == "GET" and is_scan(asked.headers):
            self._runtime.scanned(arrival.placement.id)
        keys = self._runtime.keys
        token = suggestions.tokens.issue(keys, arrival.placement.code, now=at)
        hot = is_hot(self._runtime, arrival, address=asked.address, now=at)
        _, wish, is_gzip = asked.manner
        if asked.manner.is_json:
            more = {"work": {"challenge": work.challenge(keys, token), "most": work.MOST}} if hot else {}
            return Answer(200, self._json_head, msgspec.json.encode(_as_json(arrival, token) | more))
        values = {**landing.values[wish.language], "form_token": token.encode()}
        if hot:
            values["work"] = work.challenge(keys, token).encode()
        return self._landings.form(arrival.topic, wish, is_hot=hot).filled(200, values, is_gzip=is_gzip)

    async def _take(self, visit: Visit, receive: Receive) -> None:
        """Take a suggestion and show its receipt; whatever is refused comes back with its text."""
        draft, fields = Draft(), dict[str, list[str]]()
        arrival: Arrival | None = None
        body = await read_body(receive, visit.headers.get(b"content-length"), most=_BODY_MOST)
        try:
            try:
                kind = visit.headers.get(b"content-type", b"").decode("latin-1")
                fields, files = read_form_and_files(body, kind)
                draft = draft_of(fields)
            finally:
                arrival = (await self._landings.at(visit.path[3:])).arrival
            if files or one(fields, "photo"):
                raise NoPhotosYet(field="photo")
            token = suggestions.tokens.read(
                self._runtime.keys, one(fields, "form_token"), code=arrival.placement.code, now=now()
            )
            sent = Sent(arrival, token, fields, visit.address)
            received = await self._received(sent, draft)
        except Refusal as refusal:
            if arrival is None and not isinstance(refusal, CodeRevoked):
                raise
            if arrival is not None and isinstance(refusal, Busy) and not visit.manner.is_json:
                await self._ask_again(visit, arrival, fields, refusal)
                return
            again = partial(
                refused_form, runtime=self._runtime, arrival=arrival, draft=draft, refusal=refusal
            )
            await visit.answer(again)
            return
        await self._give_receipt(visit, arrival, token, received)

    async def _received(self, sent: Sent, draft: Draft) -> Received:
        """Write a draft, or find what became of the same form when it was sent before.

        Raises:
            CampaignOver, NotOpenYet: nothing is taken here.
            ExpiredToken, SentAlready, InvalidFields, QueueFull, Busy: see there.
        """
        at, runtime = now(), self._runtime
        late = closed_for(sent.arrival, sent.token, at)
        if late is None and suggestions.tokens.is_expired(sent.token, now=at):
            late = ExpiredToken(field="form_token")
        try:
            new = suggestions.compose(
                draft,
                arrival=sent.arrival,
                token=sent.token,
                keys=runtime.keys,
                zone=runtime.zone,
                contact_days=runtime.settings.contact_days,
                now=at,
            )
        except Invalid as refusal:
            raise late or refusal from None
        if late is None:
            why = await doubt(runtime, sent, now=at)
            return await runtime.submit(suggestions.held(new, why) if why else new)
        known = await suggestions.by_key(str(new.key_hash), content_hash=new.content_hash)
        if known is None:
            raise late
        return known

    async def _ask_again(self, visit: Visit, arrival: Arrival, fields: Fields, refusal: Busy) -> None:
        """Give back what was sent, ready to be sent again; in a crowd this must cost next to nothing."""
        metrics.refused(refusal)
        wish = visit.manner.wish
        values = {
            "code": arrival.placement.code.encode(),
            "sentence": escape(sentence_of(refusal, wish.language)).encode(),
            "fields": hidden(fields).encode(),
            "body": escape(one(fields, "body")).encode(),
        }
        again = self._landings.again(arrival.topic, wish)
        answer = again.filled(refusal.status, values, is_gzip=visit.manner.is_gzip)
        await visit.give(answer, encoded(headers_of(refusal)))

    async def _give_receipt(
        self, visit: Visit, arrival: Arrival, token: FormToken, received: Received
    ) -> None:
        receipt = suggestions.receipts.derived(self._runtime.keys, token.key, key_id=token.key_id)
        if visit.manner.is_json:
            content = {"receipt": receipt, "tracking": received.tracking, "state": received.state}
            await visit.give(Answer(201, self._json_head, msgspec.json.encode(content)))
            return
        wish = visit.manner.wish
        page = self._landings.receipt(arrival.topic, wish, is_held=received.state is SuggestionState.HELD)
        values = {
            "receipt": grouped(receipt).encode(),
            "tracking": grouped(received.tracking).encode(),
            "qr": base64.b64encode(self._landings.receipt_codes.png(receipt)),
            "others": await self._landings.others(arrival, wish.language),
        }
        await visit.give(page.filled(201, values, is_gzip=visit.manner.is_gzip))


def hidden(fields: Fields) -> Markup:
    """Give the fields of a form but for its text, as inputs that nobody sees."""
    line = Markup('<input type="hidden" name="{}" value="{}">')
    pairs = ((name, value) for name, values in fields.items() for value in values if name != "body")
    return Markup("\n").join(line.format(name, value) for name, value in pairs)


def _shut(request: Request, arrival: Arrival, refusal: Refusal) -> Response:
    if wants_json(request):
        return problem(refusal, language_of(request), topic_url=topic_url(request, arrival.topic.slug))
    path = request.app.route_reverse("topic", slug=arrival.topic.slug)
    return Redirect(path, status_code=303, headers=NO_STORE)


def _as_json(arrival: Arrival, token: str) -> dict[str, object]:
    topic, placement = arrival.topic, arrival.placement
    return {
        "topic": {"slug": topic.slug, "title": topic.title},
        "placement": {"code": placement.code, "name": placement.name, "line": placement.line},
        "categories": topic.categories,
        "questions": topic.questions,
        "form_token": token,
    }
