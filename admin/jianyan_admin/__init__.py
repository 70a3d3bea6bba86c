"""The console: moderators decide, staff run topics, all with plain forms that htmx makes quicker."""

from litestar import Router


def console() -> Router:
    """Give everything under /admin."""
    return Router(path="/admin", route_handlers=[])
