"""`work` (jobs and notices), and the process for it that `serve` keeps beside itself."""

import asyncio
import logging.config
import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from jianyan import calendars, cases, jobs, logs, notices, telling, work
from jianyan.clock import now
from jianyan.commands.opening import opened, secrets_of
from jianyan.commands.terminal import Terminal
from jianyan.errors import Busy
from jianyan.grouping import Grouping
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.settings import Settings

_IDLE_S = 1.0
_SWEEP_S = 600.0
_GROUP_S = 2.0
_RECOUNT_S = 20.0
_AT_ONCE = 8
"""Notices in hand: a receiver that is slow to answer must not hold the others up."""
_NICE = 10
_SHARE, _LEAST = Path("/proc/self/autogroup"), 19
"""A session's share of the processor, as a value of nice."""
ONE_HEAP = {"MALLOC_ARENA_MAX": "1"}
"""For the environment of a worker: a heap for each of its threads costs 12 MB and brings nothing."""
_LOOK_S = 0.5
_END_S = 5.0
_AGAIN_S, _AGAIN_MOST_S = 1.0, 60.0


def work_on(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Do the long work that people ask for and deliver notices, until somebody stops it.

    Raises:
        UnsafeDatabase, Unfit: the database cannot be worked with.
        UnfitSecret, UnreadableSecret: addresses cannot be opened.
    """
    logging.config.dictConfig(logs.configuration())
    _stand_back()
    return asyncio.run(_work(arguments.beside, terminal, settings))


def _stand_back() -> None:
    """Let whoever sends a suggestion go first.

    Linux may share the processor by sessions, and nice counts within each only: a worker with a session of
    its own would get as much as the server.

    Source: sched(7), the autogroup feature.
    """
    os.nice(_NICE)
    if os.getsid(0) == os.getpid():  # nobody else's session
        with suppress(OSError):  # there is no such sharing, or a container forbids to change it
            _SHARE.write_text(str(_LEAST))


async def _work(beside: int | None, terminal: Terminal, settings: Settings) -> int:
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    keys = secrets_of(settings)
    rounds, deliveries = _Rounds(settings), _Deliveries(settings, keys)
    async with opened(settings):
        terminal.say(N_("Press Ctrl+C to stop. Long work is done as it comes."))
        endings = {loop.create_task(stopping.wait()), loop.create_task(_left_alone(beside))}
        works = (rounds, deliveries, _Clock(settings, keys), _Groups())
        working = [loop.create_task(each.go()) for each in works]
        await asyncio.wait({*working, *endings}, return_when=asyncio.FIRST_COMPLETED)
        for task in (*working, *endings):
            task.cancel()
        for task in working:
            with suppress(asyncio.CancelledError):
                await task
    terminal.say(N_("Jobs done: %(count)s"), count=rounds.count)
    terminal.say(N_("Notices handled: %(count)s"), count=deliveries.count)
    terminal.result({"done": rounds.count, "notices": deliveries.count})
    # A thread may still be packing a file that is nobody's any more; Python would wait for it.
    os._exit(0)


class _Rounds:
    """Takes one job after the other, and sweeps now and then."""

    def __init__(self, settings: Settings) -> None:
        self.count = 0
        self._settings = settings
        self._sweep_at = 0.0

    async def go(self) -> None:
        """Go on for ever."""
        while True:
            with suppress(Busy):  # the database is away for a while; the next round finds it again
                await self._sweep()
                while await work.work_once(self._settings):
                    self.count += 1
            await asyncio.sleep(_IDLE_S)

    async def _sweep(self) -> None:
        if time.monotonic() >= self._sweep_at:
            await jobs.sweep(work.folder_of(self._settings), now=now())
            self._sweep_at = time.monotonic() + _SWEEP_S


class _Deliveries:
    """Delivers what is due, some at once, beside the jobs: a large file must not hold a notice up."""

    def __init__(self, settings: Settings, keys: KeyRing) -> None:
        self.count = 0
        self._settings, self._keys = settings, keys

    async def go(self) -> None:
        """Go on for ever."""
        await asyncio.gather(self._forget(), *(self._deliver() for _ in range(_AT_ONCE)))

    async def _deliver(self) -> None:
        while True:
            with suppress(Busy):  # the database is away for a while; the next round finds it again
                while await notices.deliver_once(self._settings, self._keys, clock=now):
                    self.count += 1
            await asyncio.sleep(_IDLE_S)

    async def _forget(self) -> None:
        while True:
            with suppress(Busy):
                await notices.forget(now=now())
            await asyncio.sleep(_SWEEP_S)


class _Clock:
    """Tells what happened to cases, and does to them what time does: reminds, escalates, closes."""

    def __init__(self, settings: Settings, keys: KeyRing) -> None:
        self._settings, self._keys = settings, keys
        self._chase_at = self._recount_at = 0.0
        self._edition = ""

    async def go(self) -> None:
        """Go on for ever."""
        while True:
            with suppress(Busy):  # the database is away for a while; the next round finds it again
                await self._recount()
                await self._chase()
                while await telling.steps_taken(keys=self._keys, settings=self._settings, now=now()):
                    pass
            await asyncio.sleep(_IDLE_S)

    async def _recount(self) -> None:
        """Count the days of open cases anew when it begins, and whenever days off have changed."""
        if time.monotonic() < self._recount_at:
            return
        edition, after = await calendars.edition(), 0
        while edition != self._edition:
            _, after = await cases.recount(now=now(), zone=self._settings.zone, after=after)
            if not after:
                self._edition = edition
        self._recount_at = time.monotonic() + _RECOUNT_S

    async def _chase(self) -> None:
        if time.monotonic() < self._chase_at:
            return
        after = 0
        while True:
            _, after = await cases.chase(now=now(), zone=self._settings.zone, after=after)
            if not after:
                break
        while await cases.close_unrated(now=now()):
            pass
        self._chase_at = time.monotonic() + _SWEEP_S


class _Groups:
    """Puts what arrives into groups."""

    async def go(self) -> None:
        """Go on for ever."""
        grouping = Grouping()
        try:
            while True:
                with suppress(Busy):  # the database is away for a while; the next round finds it again
                    await grouping.round()
                await asyncio.sleep(_GROUP_S)
        finally:
            await grouping.end()


async def _left_alone(beside: int | None) -> None:
    """Return when the process that started this one has ended, however it ended."""
    while beside is None or os.getppid() == beside:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(_LOOK_S)


@contextmanager
def worker_beside(settings: Settings) -> Iterator[None]:
    """Keep a process for long work, started again when it dies, as long as the block runs."""
    if settings.work == "off":
        yield
        return
    stopping = Event()
    keeper = Thread(target=_keep, args=(stopping,), name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _keep(stopping: Event) -> None:
    pause_s = _AGAIN_S
    while not stopping.is_set():
        began = time.monotonic()
        _run_beside(stopping)
        lived_s = time.monotonic() - began
        pause_s = _AGAIN_S if lived_s > _AGAIN_MOST_S else min(2 * pause_s, _AGAIN_MOST_S)
        stopping.wait(pause_s)


def _run_beside(stopping: Event) -> None:
    """Run a worker until it dies or is to end."""
    command = [sys.executable, "-m", "jianyan.cli", "work", "--beside", str(os.getpid())]
    worker = subprocess.Popen(  # noqa: S603 - our own program
        command,
        env={**os.environ, **ONE_HEAP},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C ends the server, and the server its worker
    )
    while worker.poll() is None and not stopping.wait(_LOOK_S):
        pass
    worker.terminate()
    try:
        worker.wait(_END_S)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
