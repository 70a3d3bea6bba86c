"""Who may use a route: declared on every handler, checked before the start."""

from collections.abc import Iterable
from enum import StrEnum

from litestar import HttpMethod, Litestar
from litestar.handlers import BaseRouteHandler

from jianyan.accounts import Role

KEY = "access"


class Anybody(StrEnum):
    """The declaration of a route that needs no sign-in."""

    PUBLIC = "public"


AS_IT_IS = "as-it-is"
"""`opt={AS_IT_IS: True}`: the answer is sent as it is made; it compresses itself."""
BEFORE_ENROLMENT = "before-enrolment"
"""`opt={…, BEFORE_ENROLMENT: True}`: also for who has still to set an authenticator app up."""
PUBLIC = {KEY: Anybody.PUBLIC}
"""`opt=PUBLIC`: anybody may."""


class UndeclaredRoute(Exception):
    """A route says not who may use it, or has no name; the service does not start."""


def only(*roles: Role) -> dict[str, frozenset[Role]]:
    """`opt=only(Role.STAFF)`: people with one of these roles may."""
    return {KEY: frozenset(roles)}


def handlers_of(app: Litestar) -> Iterable[tuple[str, BaseRouteHandler]]:
    """List every (path, handler) of an app."""
    for route in app.routes:
        handlers = getattr(route, "route_handlers", None) or [route.route_handler]  # type: ignore[union-attr]
        for handler in handlers:
            yield route.path, handler


def check_declared(app: Litestar) -> None:
    """See to it that each route has a name and says who may use it.

    Raises:
        UndeclaredRoute: one has not.
    """
    for path, handler in handlers_of(app):
        if getattr(handler, "http_methods", None) == {HttpMethod.OPTIONS}:
            continue  # the framework's own: it lists methods and shows nothing
        if KEY not in handler.opt:
            raise UndeclaredRoute(f"{path} ({handler}) does not say who may use it")
        if not handler.name:
            raise UndeclaredRoute(f"{path} ({handler}) has no name")
