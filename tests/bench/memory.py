"""The most memory of this process and of those that it starts, as the kernel counts it.

`getrusage` gives at least what the process had from which each was forked: that is somebody else's.
"""

import os
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
_KB_IN_MB = 1024


class Memory:
    """Remembers the most of each process; whoever measures looks while they live."""

    def __init__(self) -> None:
        self._most_kb: dict[int, int] = {}

    def look(self) -> None:
        """Take down the most so far of this process and of its children."""
        for process in (os.getpid(), *_children()):
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                most = _most_kb(process)
                if most:
                    self._most_kb[process] = most

    def most_mb(self) -> float:
        """Give the most of all of them together, as if each had it at the same moment."""
        self.look()
        return sum(self._most_kb.values()) / _KB_IN_MB


def _children() -> list[int]:
    listed = [file.read_text() for file in _PROCESSES.glob("self/task/*/children")]
    return [int(number) for line in listed for number in line.split()]


def _most_kb(process: int) -> int:
    """Give the most since the process began its program, 0 of one that ends just now."""
    for line in (_PROCESSES / str(process) / "status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])
    return 0
