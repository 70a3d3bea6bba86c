"""The console: moderators decide, staff run topics, all with plain forms that htmx makes quicker."""

from importlib.resources import files

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import HTTPException
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from jianyan.errors import Refusal
from jianyan.web.access import PUBLIC
from jianyan_admin import (
    accounts,
    appeals,
    calendars,
    campaigns,
    cases,
    clients,
    exports,
    groups,
    imports,
    jobs,
    me,
    motions,
    notices,
    organisations,
    placements,
    posters,
    proposals,
    queue,
    reports,
    signin,
    slips,
    suggestions,
    tallies,
    topics,
    trail,
    words,
)
from jianyan_admin.cost import ServerTiming
from jianyan_admin.guards import OwnScope, declared_access
from jianyan_admin.refusals import refused, refused_by_framework
from jianyan_admin.waiting import count_what_waits

_DESKS = (
    signin,
    queue,
    suggestions,
    appeals,
    groups,
    cases,
    topics,
    campaigns,
    placements,
    slips,
    imports,
    posters,
    tallies,
    exports,
    jobs,
    reports,
    proposals,
    motions,
    words,
    calendars,
    organisations,
    accounts,
    notices,
    clients,
    trail,
    me,
)
"""The desks of the console, in the order of the navigation: a module each, or a package where one has
several; each lists its `handlers`."""


def console() -> Router:
    """Give everything under /admin."""
    handlers: list[ControllerRouterHandler] = [handler for desk in _DESKS for handler in desk.handlers]
    return Router(
        path="/admin",
        route_handlers=[_static_files(), *handlers],
        guards=[declared_access],
        before_request=count_what_waits,
        middleware=[ServerTiming(), OwnScope()],
        exception_handlers={Refusal: refused, HTTPException: refused_by_framework},
    )


def _static_files() -> Router:
    """Serve styles and scripts for a year: their addresses change with their content."""
    return create_static_files_router(
        path="/static",
        directories=[str(files("jianyan_admin") / "static")],
        name="admin_static",
        cache_control=CacheControlHeader(public=True, max_age=31_536_000, immutable=True),
        opt=PUBLIC,
    )
