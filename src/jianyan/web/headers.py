"""Headers that every answer carries unless its handler said otherwise."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self
from urllib.parse import quote

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_STRICT = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def policy(
    *, styles: str = "", scripts: str = "", inline_images: bool = True, own_images: bool = False
) -> str:
    """Give a Content-Security-Policy for a page whose style and script stand in it: allowed by hash alone.

    Args:
        styles: the text of its style element, exactly; empty: none.
        scripts: the text of its script element, exactly; empty: none.
        inline_images: whether `data:` images are allowed.
        own_images: whether images of this very service are.
    """
    parts = [_STRICT]
    if styles:
        parts.append(f"style-src '{_hash(styles)}'")
    if scripts:
        parts.append(f"script-src '{_hash(scripts)}'")
    images = [*(["'self'"] if own_images else []), *(["data:"] if inline_images else [])]
    if images:
        parts.append(f"img-src {' '.join(images)}")
    return "; ".join(parts)


SELF_POLICY = (
    f"{_STRICT}; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'"
)
"""For pages whose style and script are files of our own."""

LISTENING_POLICY = f"{SELF_POLICY}; media-src 'self'"
"""For those among them on which a voice note is played."""

FILE_HEADERS = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""For files that came from outside: whatever is in them, nothing acts."""


def disposition(name: str, *, plain: str) -> str:
    """Give the value of the header that lets a browser save a file rather than show it.

    Args:
        name: in any script.
        plain: the same for programs that read ASCII only.

    Source: RFC 6266 with the encoding of RFC 8187.
    """
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def safe_headers(*, is_https: bool) -> dict[str, str]:
    """Give the headers.

    Args:
        is_https: whether citizens come over TLS; only then browsers are told to insist on it.
    """
    headers = {
        "Content-Security-Policy": _STRICT,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
    if is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Give headers as the server sends them."""
    return [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]


def lines_of(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Give headers as they go out."""
    return b"".join([b"%b: %b\r\n" % header for header in headers])


class Head(NamedTuple):
    """Headers that many answers begin with."""

    headers: list[tuple[bytes, bytes]]
    lines: bytes

    @classmethod
    def of(cls, headers: list[tuple[bytes, bytes]]) -> Self:
        """Give them both ways: for the framework, and as they go out."""
        return cls(headers, lines_of(headers))


class SafeHeaders(ASGIMiddleware):
    """Add the headers; `is_https` as for `safe_headers`."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, *, is_https: bool) -> None:
        self._headers = safe_headers(is_https=is_https)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on and complete the headers of its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableScopeHeaders.from_message(message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await next_app(scope, receive, send_with_headers)
