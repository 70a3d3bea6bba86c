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
    runtime = Runtime(settings, migrations_head=head())
    hosts = frozenset({settings.host, "127.0.0.1", "localhost", "::1"})

    @asynccontextmanager
    async def alive(_: Litestar) -> AsyncIterator[None]:
        await runtime.start()
        try:
            yield
        finally:
            await runtime.stop()

    app = Litestar(
        route_handlers=[*site.routes(), *api.routes(), console()],
        lifespan=[alive],
        dependencies={"runtime": Provide(lambda: runtime, sync_to_thread=False)},
        middleware=[
            KnownHosts(hosts),
            ReadableAddress(),
            OwnOrigin(settings.base_url, under=_SIGNED_IN_PATHS),
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
    router = SafeHeaders(is_https=settings.is_https)(app.asgi_handler)
    intake = Intake(runtime, router, is_known=partial(is_known, hosts), crashed=_bug)
    app.asgi_handler = Watching(Crowds(intake, runtime))
    app.state.intake = intake
    app.state.at_once = AtOnce(intake.at_once)
    app.state.runtime = runtime
    app.state.handlings = Handlings()
    check_declared(app)
    return app


def _refused(request: Request, refusal: Refusal) -> Response:
    return (api.refused if api.is_ours(request.url.path) else refused)(request, refusal)


def _bug(request: Request, raised: Exception) -> Response:
    _log.error("bug", exc_info=raised)
    return crashed(request, request_id.get())
