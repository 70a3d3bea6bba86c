"""Where a form may lead: paths of the console, never another site's."""

import re

from litestar.response import Redirect

from jianyan.web.exchange import Response

HOME = "/admin"
_OWN = re.compile(r"/admin(?:[/?][!-\[\]-~]*)?")
"""Printable ASCII without a backslash, below /admin."""


def own_path(target: str) -> str:
    """Give a path of the console as it came, and its first page for anything else."""
    return target if _OWN.fullmatch(target) else HOME


def leave_for(path: str) -> Response:
    """Send the browser on to a page."""
    return Redirect(path, status_code=303, headers={"Cache-Control": "no-store"})
