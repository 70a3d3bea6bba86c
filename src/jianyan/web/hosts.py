"""Whose name was asked for: only our own, so that no page can be made to speak for another."""

from functools import lru_cache

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from jianyan.errors import Unreadable
from jianyan.i18n import N_


class UnknownHost(Unreadable):
    """The Host header names somebody else."""

    sentence = N_("This address does not belong to this service.")


def is_known(hosts: frozenset[str], scope: Scope) -> bool:
    """Say whether a request names one of the hosts, and no other; the port does not matter."""
    asked = [value for name, value in scope["headers"] if name == b"host"]
    return len(asked) == 1 and _without_port(asked[0]) in hosts


class KnownHosts(ASGIMiddleware):
    """Refuse requests for other hosts.

    Args:
        hosts: names without a port, lower case.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let the request through, or raise UnknownHost."""
        if not is_known(self._hosts, scope):
            raise UnknownHost
        await next_app(scope, receive, send)


@lru_cache(maxsize=256)
def _without_port(header: bytes) -> str:
    host = header.decode("latin-1")
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[").lower()
    return host.partition(":")[0].lower()
