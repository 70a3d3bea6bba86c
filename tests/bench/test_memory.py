import os
import subprocess
import sys

from bench.memory import Memory

_LARGE_MB = 60


def test_what_a_child_takes_is_counted_and_what_its_parent_had_is_not() -> None:
    ballast = bytearray(os.urandom(1024)) * (_LARGE_MB * 1024)
    memory = Memory()
    alone_mb = memory.most_mb()
    child = subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.readline()
    memory.look()
    child.communicate(b"\n")
    assert len(ballast) == _LARGE_MB * 1024 * 1024
    assert alone_mb > _LARGE_MB
    assert 2 < memory.most_mb() - alone_mb < _LARGE_MB / 2
