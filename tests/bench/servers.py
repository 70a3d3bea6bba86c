"""The servers that are measured: processes of our own on the first core; what they cost stands in /proc."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.load import Address, NotMeasurable

SERVER_CORE, LOAD_CORE = "0", str(min(1, (os.cpu_count() or 1) - 1))
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_START_S = 60.0
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextmanager
def on_core(core: str) -> Iterator[None]:
    """Run this process, and the threads and processes begun inside, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {int(core)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Server:
    """A process that says {"address": "http://…"} on its first line, bound to one core with all its threads.

    Args:
        arguments: of the Python interpreter.
        folder: where its stderr goes.
        settings: added to the environment; no JIANYAN_ variable is inherited.
    """

    def __init__(self, arguments: list[str], folder: Path, settings: Mapping[str, str] | None = None) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("JIANYAN_")}
        self._errors = folder / f"stderr-{time.monotonic_ns()}"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                ["taskset", "--cpu-list", SERVER_CORE, sys.executable, *arguments],
                env={**inherited, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **(settings or {})},
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self.url = self._said()

    @property
    def address(self) -> Address:
        """Give (host, port)."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return host, int(port)

    @property
    def pids(self) -> list[int]:
        """List the process and its workers."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def cpu_s(self) -> float:
        """Give the processor time used so far, by all threads."""
        return sum(_cpu_s(pid) for pid in self.pids)

    def rss_bytes(self) -> int:
        """Give the memory that the process holds, without its workers."""
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * _PAGE

    def errors(self) -> str:
        """Give what it wrote to stderr."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    def answer(self, path: str) -> bytes:
        """Give the body of a GET."""
        with _OPENER.open(f"{self.url}{path}", timeout=30) as answer:
            body: bytes = answer.read()
            return body

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _said(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait(_START_S)
            raise NotMeasurable(f"the server did not start: {self.errors()}")
        return str(json.loads(line)["address"])


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_S
