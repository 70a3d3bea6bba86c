"""Is the service alive, and can it take suggestions?"""

from litestar import HttpMethod, route

from jianyan.errors import Busy
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Response, Running

_READ = [HttpMethod.GET, HttpMethod.HEAD]


@route("/healthz", http_method=_READ, name="healthz", opt=PUBLIC)
async def healthz() -> Response:
    """Say that the process answers."""
    return Response({"status": "ok"}, headers={"Cache-Control": "no-store"})


@route("/readyz", http_method=_READ, name="readyz", opt=PUBLIC)
async def readyz(runtime: Running) -> Response:
    """Say whether the database answers and is migrated to the version that this process knows."""
    try:
        migrated = await runtime.is_migrated()
    except Busy:
        migrated = None
    status = {True: "ok", False: "not migrated", None: "database unreachable"}[migrated]
    return Response(
        {"status": status}, status_code=200 if migrated else 503, headers={"Cache-Control": "no-store"}
    )
