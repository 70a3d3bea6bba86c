"""What a proxy in front of us says of who asks, heard before anything waits."""

from contextlib import suppress
from copy import copy
from typing import Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_FORWARDED = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})


def hear_proxy(app: Any, scope: Any) -> None:
    """Put into a scope the address and scheme that a trusted proxy names.

    Args:
        app: as uvicorn calls it: its middleware knows which proxies are trusted. Any other app trusts none.
        scope: of a request; it may pass the app afterwards all the same.
    """
    is_told = not _FORWARDED.isdisjoint([name for name, _ in scope["headers"]])
    if is_told and isinstance(app, ProxyHeadersMiddleware):
        hearing = copy(app)
        hearing.app = _nothing
        with suppress(StopIteration):
            hearing(scope, _nothing, _nothing).send(None)


async def _nothing(*_: Any) -> Any:
    """Stand for an app and for what it is given, where nobody will be asked."""
