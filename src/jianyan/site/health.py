"""Is the service alive, can it take suggestions, and what are its figures?"""

import shutil
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryFile

from litestar import HttpMethod, route

from jianyan import metrics
from jianyan.errors import Busy
from jianyan.runtime import Runtime
from jianyan.settings import sqlite_path
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import NoSuchPage

_READ = [HttpMethod.GET, HttpMethod.HEAD]
_NO_STORE = {"Cache-Control": "no-store"}
_PROBE_BYTES = 64 * 1024
_ROOM_LEAST, _ROOM_MOST = 100_000_000, 1_000_000_000


@route("/healthz", http_method=_READ, name="healthz", opt=PUBLIC)
async def healthz(runtime: Running) -> Response:
    """Say that the process answers, and whether more comes in than it can write."""
    status = "degraded" if runtime.intake.is_crowded else "ok"
    return Response({"status": status}, headers=_NO_STORE)


@route("/readyz", http_method=_READ, name="readyz", opt=PUBLIC)
async def readyz(runtime: Running) -> Response:
    """Say whether suggestions can be taken now; 503 and the reason where they cannot."""
    reason = await _unready(runtime)
    return Response({"status": reason or "ok"}, status_code=503 if reason else 200, headers=_NO_STORE)


async def _unready(runtime: Runtime) -> str:
    try:
        migrated = await runtime.is_migrated()
    except Busy:
        return "database unreachable"
    if not migrated:
        return "not migrated"
    path = sqlite_path(runtime.settings.database_url)
    return disk_fault(path.parent) if path else ""


def disk_fault(folder: Path) -> str:
    """Say what keeps a database from growing in this folder; empty: nothing.

    A file is written as well: quotas, a disk that went read-only and errors of it show in no free space.
    """
    try:
        with TemporaryFile(dir=folder, buffering=0) as probe:
            if probe.write(bytes(_PROBE_BYTES)) < _PROBE_BYTES:
                return "disk full"
    except OSError:
        return "disk cannot be written"
    space = shutil.disk_usage(folder)
    return "disk nearly full" if is_nearly_full(total=space.total, free=space.free) else ""


def is_nearly_full(*, total: int, free: int) -> bool:
    """Say whether less is free than 1 % of the disk, which counts as at least 100 MB and at most 1 GB."""
    return free < max(_ROOM_LEAST, min(total // 100, _ROOM_MOST))


@route("/metrics", http_method=_READ, name="metrics", opt=PUBLIC)
async def figures(request: Request, runtime: Running) -> Response:
    """Give the figures for Prometheus, to machines of the same house only.

    Raises:
        NoSuchPage: the address that asks is neither this machine's nor a private one.
    """
    if not _is_near(request.client.host if request.client else ""):
        raise NoSuchPage
    metrics.waiting(runtime.intake.waiting)
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE, headers=_NO_STORE)


def _is_near(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
