"""When more come than can be answered, those who only look are told at once to come again.

Two things tell of a crowd: how long a request waited before anybody looked at it, which counts every page
and every neighbour on the machine, and how many suggestions wait to be written. Whoever comes then gets a
page that was made before and tries again by itself. What people wrote is always looked at, for they wrote it;
staff, members and probes are let in. The door does so with new connections, this with those a proxy keeps.
"""

import random
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan import metrics
from jianyan.i18n import FIRST
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.site.answers import NO_STORE, PAGE_HEADERS, content_policy, rendered
from jianyan.site.visits import Visit
from jianyan.web.at_once import Answer
from jianyan.web.connections import waited_s
from jianyan.web.door import AGAIN_S, ALWAYS_IN, Crowded
from jianyan.web.headers import Head, encoded, safe_headers
from jianyan.web.problems import PROBLEM_JSON, problem

PATIENCE_S = 0.25
_LOOKING = ("GET", "HEAD")


class Crowds:
    """Turns people away before anything is done for them.

    Args:
        app: takes everybody else.
        runtime: of this process.
    """

    def __init__(self, app: ASGIApp, runtime: Runtime) -> None:
        self._app = app
        self._runtime = runtime
        settings = runtime.settings
        self._safe = safe_headers(is_https=settings.is_https)
        page_head = Head.of(encoded(_page_headers(settings)))
        self._json_head = Head.of(encoded({**self._safe, **NO_STORE, "Content-Type": PROBLEM_JSON}))
        self._page = Answer(Crowded.status, page_head, _page(settings))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or turn it away."""
        if _only_looks(scope) and (waited_s(scope) > PATIENCE_S or self._runtime.intake.is_half_full()):
            await self._turn_away(Visit(scope, send, self._safe))
        else:
            await self._app(scope, receive, send)

    async def _turn_away(self, visit: Visit) -> None:
        metrics.refused(Crowded())
        again_s = b"%d" % random.choice(AGAIN_S)  # noqa: S311 - not a secret
        if visit.manner.is_json:
            told = msgspec.json.encode(problem(Crowded(), visit.manner.wish.language).content)
            answer = Answer(Crowded.status, self._json_head, told)
            await visit.give(answer, [(b"retry-after", again_s)])
            return
        await visit.give(self._page, [(b"retry-after", again_s), (b"refresh", again_s)])


def crowded_answers(settings: Settings) -> Sequence[bytes]:
    """Give whole answers for the door, one for each number of seconds after which to come again."""
    page = _page(settings)
    return [_whole_answer(_page_headers(settings), page, again_s) for again_s in AGAIN_S]


def _whole_answer(headers: dict[str, str], page: bytes, again_s: int) -> bytes:
    last = {"Retry-After": again_s, "Refresh": again_s, "Content-Length": len(page), "Connection": "close"}
    lines = [f"{name}: {value}" for name, value in (headers | last).items()]
    return "\r\n".join(["HTTP/1.1 503 Service Unavailable", *lines, "", ""]).encode("latin-1") + page


def _only_looks(scope: Any) -> bool:
    is_looking = scope["type"] == "http" and scope["method"] in _LOOKING
    return is_looking and not scope["path"].startswith(ALWAYS_IN)


def _page_headers(settings: Settings) -> dict[str, str]:
    return {
        **safe_headers(is_https=settings.is_https),
        **PAGE_HEADERS,
        **NO_STORE,
        "Content-Security-Policy": content_policy(""),
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": FIRST,
    }


def _page(settings: Settings) -> bytes:
    """Give one page in both languages: there is no time to ask which."""
    html = rendered("crowded.html", language=FIRST, lang_query="", path="", settings=settings, script="")
    return html.encode()
