"""Pages and fragments of the console, all made by `page`.

    return page(request, "topics/list.html", nav="topics", topics=found)

A template is named below `templates/`; a full page begins with `{% extends "admin/base.html" %}` and fills
the blocks `title` (where and how much: it is both the window's title and the heading), `tools` (beside the
heading), `content` and, where it has one, `aside`. A fragment (`_row.html`) extends nothing. Every template
has:

    me           who is signed in (accounts.Person), or None
    csrf_token   goes into every POST form: `{% include "admin/_csrf.html" %}`
    url(name, …) the address of a route by its name; names begin with `admin_`
    asset(name)  the address of a file below `static/`
    nav          the section that is shown, one of navigation.SECTIONS, or ""
    notice       a sentence shown above the work, or ""; `notice_kind` is `good` or `stop`
    errors       field → sentence, see `errors_of`; macros for fields stand in `admin/_forms.html`
    ago(at)      how long ago, in words; `at|moment(zone)` and `at|day(zone)` give the date
    pieces(text) a text with what was found in it, see highlights.pieces; `suggestions/_text.html` shows it
    takes_passkeys  whether browsers make passkeys for our address; what asks for one has the class `passkey`
    now, zone, settings, language

A refused form is the same page with `status_code=refusal.status` and `errors=errors_of(request, refusal)`.
"""

import hashlib
from datetime import datetime
from functools import cache, partial
from importlib.resources import files
from typing import Annotated

from babel.dates import format_timedelta
from litestar import HttpMethod, MediaType
from litestar.params import QueryParameter

from jianyan import pages
from jianyan.accounts import Person, SignedIn, relying_party
from jianyan.clock import now
from jianyan.errors import Refusal, problems_of
from jianyan.i18n import say
from jianyan.runtime import Runtime
from jianyan.web.exchange import Request, Response
from jianyan.web.headers import SELF_POLICY
from jianyan.web.problems import language_of, sentence_of
from jianyan_admin.highlights import pieces
from jianyan_admin.navigation import navigation

READ = [HttpMethod.GET, HttpMethod.HEAD]
"""`@route(…, http_method=READ)`: HEAD works wherever GET does."""

NEWEST = 2**31 - 1
RowId = Annotated[int, QueryParameter(ge=0, le=NEWEST)]
"""A row's number in an address: one that every database can compare."""

PICO = "vendor/pico-2.1.1.min.css"
HTMX = "vendor/htmx-4.0.1.min.js"
ECHARTS = "vendor/echarts-6.1.0.min.js"
"""Only the page with the charts loads it."""


def page(request: Request, template: str, *, status_code: int = 200, **context: object) -> Response:
    """Answer with a page or fragment of the console; see the top of this file for what templates have.

    Args:
        request: decides the language and who is signed in.
        template: below `templates/`.
        status_code: of the answer.
        context: what the template shows; it may give `nav`, `notice`, `notice_kind` and `errors`.
    """
    language = language_of(request)
    runtime: Runtime = request.app.state.runtime
    session = session_of(request)
    at = now()
    shown: dict[str, object] = {
        "me": session and session.person,
        "csrf_token": session.csrf_token if session else "",
        "url": request.app.route_reverse,
        "asset": partial(_asset, request),
        "pico": PICO,
        "htmx": HTMX,
        "nav": "",
        "nav_groups": navigation(request, session.person.role) if session else [],
        "notice": "",
        "notice_kind": "good",
        "errors": {},
        "ago": partial(_ago, language, at),
        "pieces": partial(pieces, runtime.words),
        "now": at,
        "zone": runtime.settings.zone,
        "takes_passkeys": relying_party(runtime.settings) is not None,
        "settings": runtime.settings,
    }
    body = pages.render(f"admin/{template}", language, **{**shown, **context})
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": SELF_POLICY,
        "Content-Language": language,
    }
    return Response(body, status_code=status_code, media_type=MediaType.HTML, headers=headers)


def session_of(request: Request) -> SignedIn | None:
    """Give the session that the guard found; None on pages that need none."""
    session: SignedIn | None = request.scope["state"].get("signed_in")
    return session


def live_session(request: Request) -> SignedIn:
    """Give the session, in a handler whose access names roles."""
    session = session_of(request)
    assert session is not None, "the guard lets nobody in without a session"
    return session


def person_of(request: Request) -> Person:
    """Give who is signed in, in a handler whose access names roles."""
    return live_session(request).person


def told(request: Request, message: str, **values: object) -> str:
    """Give a message id that was marked by N_, in the language of the request."""
    return say(language_of(request), message, **values)


def errors_of(request: Request, refusal: Refusal | None) -> dict[str, str]:
    """Give field → sentence; what concerns no field stands under ""."""
    if refusal is None:
        return {}
    language = language_of(request)
    return {each.field or "": sentence_of(each, language) for each in problems_of(refusal)}


def is_htmx(request: Request) -> bool:
    """Say whether htmx asks, so that a fragment is wanted."""
    return request.headers.get("hx-request") == "true"


def _ago(language: str, at: datetime, then: datetime) -> str:
    locale = language.replace("-", "_")
    return format_timedelta(then - at, add_direction=True, locale=locale, threshold=1)


def _asset(request: Request, name: str) -> str:
    path = request.app.route_reverse("admin_static", file_path=name)
    return f"{path}?v={_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    """Give what changes with a file, so that browsers may keep it for ever."""
    file = files("jianyan_admin").joinpath("static", name)
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "missing"
