"""What uvicorn imports by name, once in every worker."""

import os

from litestar.types import ASGIApp

from jianyan.app import create_app
from jianyan.settings import from_env


def app_from_environment() -> ASGIApp:
    """Build the service from the `JIANYAN_*` variables."""
    return create_app(from_env(os.environ))
