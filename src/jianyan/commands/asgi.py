"""What uvicorn imports by name, once in every worker."""

import gc
import os

from litestar.types import ASGIApp

from jianyan.app import create_app
from jianyan.settings import from_env
from jianyan.web.at_once import Announcing

_GARBAGE = 20_000
"""Objects after which garbage is looked for: what a hundred requests in progress hold is none."""


def app_from_environment() -> ASGIApp:
    """Build the service from the `JIANYAN_*` variables."""
    app = create_app(from_env(os.environ))
    # What is here now stays: looking through it for garbage again and again would cost a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    return Announcing(app, app.state.at_once)
