"""The program in which strangers' files are opened, in a process of its own that can do nothing else.

It is run as a file, and so is what it works with, so that it has nothing of ours in its memory:

    python workbench.py redrawing.py

Once everything is loaded it gives up the right to open files and sockets, to start processes and to grow
beyond bounds; then it makes one file after another anew from standard input to standard output:

    in   length of the file (4 bytes, big-endian), the file
    out  two numbers, two lengths (4 bytes each), and what is of these lengths;
         four zeros where it cannot be read

What it works with has `made(content)`, which gives these four, `UNREADABLE`, what that raises at a broken
file, `MEMORY_BYTES`, and `load_everything()`. At anything else this process ends and another one is started.
"""

import resource
import runpy
import struct
import sys

_CPU_S = 10
_HEAD = struct.Struct(">4I")


def confine(memory_bytes: int) -> None:
    """Give up, for good, what making a file anew does not need.

    Args:
        memory_bytes: of address space.
    """
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_NOFILE: 3,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _allow_seconds() -> None:
    """Let the next file have its share of the processor; more than that ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + _CPU_S, resource.RLIM_INFINITY))


def main() -> None:
    """Make anew what comes in until nothing comes any more."""
    work = runpy.run_path(sys.argv[1])
    work["load_everything"]()
    confine(work["MEMORY_BYTES"])
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(4)) == 4:
        content = source.read(int.from_bytes(head))
        _allow_seconds()
        try:
            first, second, one, other = work["made"](content)
        except work["UNREADABLE"]:
            first, second, one, other = 0, 0, b"", b""
        sink.write(_HEAD.pack(first, second, len(one), len(other)) + one + other)
        sink.flush()


if __name__ == "__main__":
    main()
