"""strace on a server that runs: what it asks of the system for its database, and what goes wrong with it."""

import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_LINE = re.compile(
    rb"(?P<at>\d+\.\d+) (?P<call>\w+)\(\d+<(?P<path>[^>]*)>(?:, \"(?P<data>[^\"]*)\")?(?P<rest>.*)\)"
    rb"\s+= (?P<result>-?\d+).* <(?P<took>\d+\.\d+)>$"
)
_ATTACHED_S = 20


class Call:
    """One system call on one file.

    Args:
        line: of strace with -ttt -T -y -xx.
    """

    def __init__(self, line: bytes) -> None:
        found = _LINE.match(line)
        assert found, f"strace says something else: {line[:200]!r}"
        self.name = found["call"].decode()
        self.path = Path(_unescaped(found["path"]).decode())
        self.data = _unescaped(found["data"] or b"")
        self.numbers = [int(number) for number in re.findall(rb"\d+", found["rest"])]
        self.result = int(found["result"])
        self.began_at = float(found["at"])
        """Seconds of the wall clock."""
        self.ended_at = self.began_at + float(found["took"])


@contextmanager
def attached(pid: int, output: Path, files: Sequence[Path], *options: str) -> Iterator[None]:
    """Look at what a process does to some files during the block.

    Args:
        pid: of the process; all its threads are followed.
        output: beginning of the names of the files with what was seen, one a thread.
        files: nothing else is looked at, and nothing else fails.
        options: of strace.
    """
    paths = [word for file in files for word in ("-P", str(file))]
    command = ["strace", "-ff", "-o", str(output), "-p", str(pid), *paths, *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as strace:
        assert strace.stderr is not None
        first = strace.stderr.readline()
        assert b"attached" in first, first + strace.stderr.read()
        try:
            yield
        finally:
            strace.send_signal(signal.SIGINT)
            strace.wait(_ATTACHED_S)


def seen(output: Path) -> list[bytes]:
    """Give the lines that strace wrote about all threads, in no order."""
    files = output.parent.glob(f"{output.name}.*")
    return [line for file in files for line in file.read_bytes().splitlines()]


def calls(output: Path) -> list[Call]:
    """Give the calls that strace saw, in the order in which they began."""
    about = (b"+++", b"---")
    found = [Call(line) for line in seen(output) if line.split(b" ", 1)[1][:3] not in about]
    return sorted(found, key=lambda call: call.began_at)


def _unescaped(text: bytes) -> bytes:
    return bytes.fromhex(text.replace(b"\\x", b"").decode()) if text.startswith(b"\\x") else text
