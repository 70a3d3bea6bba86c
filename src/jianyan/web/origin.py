"""Is this request sent by one of our own pages? Asked before a byte of the body is read.

Source: OWASP Cross-Site Request Forgery Prevention (Fetch Metadata first, Origin where it is missing).
"""

from collections.abc import Mapping

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan.errors import NotAllowed
from jianyan.i18n import N_

_SAFE = {"GET", "HEAD", "OPTIONS"}
_OWN = {"same-origin", "none"}


class ForeignOrigin(NotAllowed):
    """The form was not sent from one of our pages."""

    sentence = N_("This was not sent from one of our own pages. Please open the page again and repeat it.")


def is_foreign(headers: Mapping[str, str], base_url: str) -> bool:
    """Say whether another site's page sent this; a client that names no origin is not a browser's page."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OWN
    origin = headers.get("origin")
    return origin is not None and origin != base_url


class OwnOrigin(ASGIMiddleware):
    """Refuse unsafe requests from other sites' pages.

    Args:
        base_url: scheme and host of our own pages.
        under: path prefixes that are guarded; they hold a cookie.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, base_url: str, under: tuple[str, ...]) -> None:
        self._base_url = base_url
        self._under = under

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let the request through, or raise ForeignOrigin."""
        guarded = scope["method"] not in _SAFE and scope["path"].startswith(self._under)  # type: ignore[typeddict-item]
        if guarded:
            headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
            }
            if is_foreign(headers, self._base_url):
                raise ForeignOrigin
        await next_app(scope, receive, send)
