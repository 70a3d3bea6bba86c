"""The composition root: the only file that knows every part."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException

from jianyan import api, site
from jianyan.errors import Refusal
from jianyan.logs import request_id
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.site.crowds import Crowds
from jianyan.site.handlings import Handlings
from jianyan.site.intake import Intake
from jianyan.site.refusals import crashed, refused
from jianyan.site.tally_files import TallyFiles
from jianyan.web.access import AS_IT_IS, check_declared
from jianyan.web.addresses import ReadableAddress
from jianyan.web.at_once import AtOnce
from jianyan.web.exchange import Request, Response
from jianyan.web.headers import SafeHeaders
from jianyan.web.hosts import KnownHosts, is_known
from jianyan.web.origin import OwnOrigin
from jianyan.web.problems import as_refusal
from jianyan.web.watching import Watching
from jianyan_admin import console
from jianyan_migrations.running import head

_SIGNED_IN_PATHS = ("/admin", "/me", "/sign-in", "/proposals")
_log = logging.getLogger("jianyan")


def create_app(settings: Settings) -> Litestar:
    """Build the service; nothing is opened before its lifespan begins.

    Raises:
        UnfitSecret: the secret file cannot be used.
        UndeclaredRoute: a route says not who may use it.
    """
    app = routed(settings.base_url)
    furnish(app, settings)
    return app


def routed(base_url: str) -> Litestar:
    """Give every route and what stands around them; nobody is answered before they are furnished.

    Raises:
        UndeclaredRoute: a route says not who may use it.
    """
    place = Settings(base_url=base_url)
    app = Litestar(
        route_handlers=[*site.routes(), *api.routes(), console()],
        lifespan=[_alive],
        dependencies={"runtime": Provide(_runtime, sync_to_thread=False)},
        middleware=[
            KnownHosts(_hosts(place)),
            ReadableAddress(),
            OwnOrigin(place.base_url, under=_SIGNED_IN_PATHS),
        ],
        exception_handlers={
            Refusal: _refused,
            HTTPException: lambda request, raised: _refused(request, as_refusal(raised)),
            Exception: _bug,
        },
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=6, exclude_opt_key=AS_IT_IS),
        request_max_body_size=1024 * 1024,
        logging_config=None,
        openapi_config=None,
    )
    # Around the whole app: what the router itself refuses passes no middleware.
    app.state.router = SafeHeaders(is_https=place.is_https)(app.asgi_handler)
    check_declared(app)
    return app


def furnish(app: Litestar, settings: Settings) -> None:
    """Give the routes all that lives as long as a process, made anew; what they had before answers no more.

    Args:
        app: `routed` for the base URL of these settings.

    Raises:
        UnfitSecret: the secret file cannot be used.
    """
    runtime = Runtime(settings, migrations_head=head())
    intake = Intake(runtime, app.state.router, is_known=partial(is_known, _hosts(settings)), crashed=_bug)
    app.asgi_handler = Watching(Crowds(intake, runtime))
    app.state.intake = intake
    app.state.at_once = AtOnce(intake)
    app.state.runtime = runtime
    app.state.handlings = Handlings()
    app.state.tally_files = TallyFiles()


def _hosts(settings: Settings) -> frozenset[str]:
    return frozenset({settings.host, "127.0.0.1", "localhost", "::1"})


def _runtime(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


@asynccontextmanager
async def _alive(app: Litestar) -> AsyncIterator[None]:
    runtime: Runtime = app.state.runtime
    await runtime.start()
    try:
        yield
    finally:
        await runtime.stop()


def _refused(request: Request, refusal: Refusal) -> Response:
    return (api.refused if api.is_ours(request.url.path) else refused)(request, refusal)


def _bug(request: Request, raised: Exception) -> Response:
    _log.error("bug", exc_info=raised)
    return crashed(request, request_id.get())
