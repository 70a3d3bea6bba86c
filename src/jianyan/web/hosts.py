"""Whose name was asked for: only our own, so that no page can be made to speak for another."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan.errors import Unreadable
from jianyan.i18n import N_


class UnknownHost(Unreadable):
    """The Host header names somebody else."""

    sentence = N_("This address does not belong to this service.")


class KnownHosts(ASGIMiddleware):
    """Refuse requests for other hosts; the port does not matter, a proxy may have another.

    Args:
        hosts: names without a port, lower case.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, *hosts: str) -> None:
        self._hosts = frozenset(hosts)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let the request through, or raise UnknownHost."""
        asked = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"]
        if len(asked) != 1 or _without_port(asked[0]) not in self._hosts:
            raise UnknownHost
        await next_app(scope, receive, send)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[").lower()
    return host.partition(":")[0].lower()
