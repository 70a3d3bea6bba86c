"""The citizens' and members' site, on a phone first and complete without JavaScript.

The routes stand here in the order in which a citizen meets them.
"""

from litestar.types import ControllerRouterHandler


def routes(*, migrations_head: str) -> list[ControllerRouterHandler]:
    """List every handler of the site.

    Args:
        migrations_head: id of the newest migration, which `/readyz` expects in the database.
    """
    return []
