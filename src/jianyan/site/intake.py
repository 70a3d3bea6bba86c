"""A placement's form: scan, write, send, and the receipt that comes back.

`Intake` stands in front of the framework's router, which would cost two thirds of so small an answer: it
takes `GET`, `HEAD` and `POST /s/CODE` itself and passes everything else on. The route is declared all the
same, so that the table of routes is whole; both doors lead here.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from litestar import HttpMethod, route
from litestar.response import Redirect
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan import suggestions
from jianyan.campaigns import Arrival
from jianyan.clock import now
from jianyan.errors import Busy, Refusal
from jianyan.runtime import Runtime
from jianyan.site import work
from jianyan.site.answers import NO_STORE
from jianyan.site.attaching import PHOTOS_MOST, VOICES_MOST
from jianyan.site.doubts import is_hot
from jianyan.site.landings import Landing, Landings
from jianyan.site.receipts import Receipts
from jianyan.site.refusals import refused, topic_url
from jianyan.site.refused_forms import closed
from jianyan.site.scans import is_scan
from jianyan.site.taking import Taking
from jianyan.site.together import Together
from jianyan.site.visits import Asked, Visit
from jianyan.web.access import AS_IT_IS, PUBLIC
from jianyan.web.at_once import Answer, Post
from jianyan.web.bodies import ClientLeft
from jianyan.web.exchange import Request, Response
from jianyan.web.headers import Head, encoded, safe_headers
from jianyan.web.problems import language_of, problem, wants_json

_PATHS = ("/s/", "/S/")
_DESK = "/admin/"
_METHODS = ("GET", "HEAD", "POST")


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
        receipts = Receipts(self._landings, self._json_head)
        self._taking = Taking(runtime, self._landings, receipts)
        self._together = Together(runtime, self._landings, receipts)

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
            scope: of a GET without a body.
        """
        if not self._is_ours_at_once(scope):
            return None
        asked = Asked(scope)
        landing, at = self._landings.kept(asked.path[3:]), now()
        if landing is None or closed(landing.arrival, at):
            return None
        try:
            return self._form(asked, landing, at)
        except Exception:  # noqa: BLE001 - the usual way meets the same bug, and tells of it
            return None

    def take(self, post: Post) -> None:
        """Take a form together with others, or let it go the usual way."""
        if self._is_ours_at_once(post.scope):
            self._together.take(post)
        else:
            post.go_on()

    def _is_ours_at_once(self, scope: Any) -> bool:
        return (
            scope["path"].startswith(_PATHS)
            and self._is_known(scope)
            and not self._runtime.intake.is_half_full()
        )

    async def answer(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request for `/s/CODE`."""
        visit = Visit(scope, send, self._safe)
        try:
            if visit.method == "POST":
                await self._taking.take(visit, receive)
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
        "takes": {"photo": PHOTOS_MOST, "voice": VOICES_MOST} if topic.takes_files else {},
    }
