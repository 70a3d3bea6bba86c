"""`serve` and `migrate`."""

import asyncio
import os
import resource
import socket
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.supervisors import Multiprocess

from jianyan import accounts, logs
from jianyan.clock import now
from jianyan.commands.opening import Unfit, database_unfit, opened, secrets_of, unmigrated
from jianyan.commands.terminal import Terminal
from jianyan.commands.working import worker_beside
from jianyan.i18n import N_
from jianyan.metrics import FOLDER_VARIABLE
from jianyan.settings import Settings, sqlite_path
from jianyan.site.crowds import crowded_answers
from jianyan.web.connections import PatientConnection
from jianyan.web.door import Door
from jianyan_migrations.running import head
from jianyan_migrations.running import migrate as run_migrations

_FACTORY = "jianyan.commands.asgi:app_from_environment"
_BACKLOG = 4_096
_HANDLES = 16_384
_STOP_S = 20
_FAILED = 3
_SET_UP = N_("There is no administrator yet. For 24 hours this address makes the first one, once: %(url)s")


class CannotListen(Unfit):
    """The address is taken or not this machine's; `reason` says which."""

    sentence = N_("Nothing can be served at %(host)s, port %(port)s: %(reason)s")


def serve(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Serve until somebody stops it.

    Raises:
        UnfitSecret, UnsafeDatabase, Unfit: the installation is not fit to take suggestions.
    """
    secrets_of(settings)
    _allow_handles()
    code = asyncio.run(_set_up_code(settings))
    with _listening(arguments.host, arguments.port) as listener:
        host, port = listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        terminal.say(N_("Press Ctrl+C to stop. Jianyan is served at %(address)s"), address=address)
        set_up = f"{settings.base_url}/admin/set-up#{code}" if code else None
        if set_up:
            terminal.say(_SET_UP, url=set_up)
        terminal.result({"address": address, "set_up": set_up})
        with worker_beside(settings):
            return _run(arguments.workers, Door(listener, crowded_answers(settings)))


def migrate(_: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Bring the database to the newest version.

    Raises:
        UnfitDatabase: it cannot be reached or changed; it stays as it was.
    """
    ran = asyncio.run(migrated(settings))
    for migration in ran:
        terminal.line(migration)
    if ran:
        terminal.say(N_("Migrations run: %(count)s. The database is ready."), count=len(ran))
    else:
        terminal.say(N_("The database is up to date."))
    terminal.result({"ran": ran, "version": head()})
    return 0


async def migrated(settings: Settings) -> list[str]:
    """Bring the database to the newest version and give the migrations that ran.

    Raises:
        UnfitDatabase: it cannot be reached or changed; it stays as it was.
    """
    if sqlite_path(settings.database_url) is None:
        async with unmigrated(settings):
            pass  # Piccolo's engine only warns of a server that is away; ours refuses
    with database_unfit():
        return await run_migrations(settings.database_url)


async def _set_up_code(settings: Settings) -> str | None:
    """Look at the database, and give the code for its first administrator where there is none."""
    async with opened(settings):
        return await accounts.offer_set_up(now=now())


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, port)  # create_server would give a name that is not found no reason
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except socket.gaierror as unknown:
        raise CannotListen(host=host, port=port, reason=unknown.strerror) from unknown
    except OSError as failed:
        raise CannotListen(host=host, port=port, reason=os.strerror(failed.errno or 0)) from failed


def _allow_handles() -> None:
    """Take the handles that the system allows: each connection has one, and many shells begin with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _HANDLES if hard == resource.RLIM_INFINITY else min(hard, _HANDLES)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _run(workers: int, door: Door) -> int:
    config = uvicorn.Config(
        _FACTORY,
        factory=True,
        workers=workers,
        log_config=logs.configuration(),
        access_log=False,  # it would write query strings, and drown a campaign; see jianyan.web.watching
        server_header=False,
        http=partial(PatientConnection, door=door),  # type: ignore[arg-type] # whatever makes one
        ws="none",
        lifespan="on",
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_STOP_S,
    )
    if workers > 1:
        with _shared_figures():
            Multiprocess(config, sockets=door.handles()).run()
        return 0
    server = uvicorn.Server(config)
    server.run(sockets=door.handles())
    return 0 if server.started else _FAILED


@contextmanager
def _shared_figures() -> Iterator[None]:
    """Name a folder to the workers that are started inside, in which they add up their figures."""
    with TemporaryDirectory(prefix="jianyan-metrics-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER_VARIABLE]
