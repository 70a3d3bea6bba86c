"""Random bytes: none is given out twice, neither to two threads nor to a parent and its child."""

import subprocess
import sys
import threading

from jianyan.entropy import random_bytes


def test_as_many_bytes_are_drawn_as_were_asked_for() -> None:
    assert [len(random_bytes(count)) for count in (1, 16, 32, 4_096)] == [1, 16, 32, 4_096]


def test_nothing_is_given_out_twice_across_pages() -> None:
    drawn = [random_bytes(16) for _ in range(5_000)]
    assert len(set(drawn)) == len(drawn)


def test_threads_draw_from_pages_of_their_own() -> None:
    drawn: list[bytes] = []

    def draw() -> None:
        drawn.extend([random_bytes(16) for _ in range(2_000)])

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == len(drawn) == 8_000


FORKING = """
import os
from jianyan.entropy import random_bytes
random_bytes(16)
child = os.fork()
os.write(1, f"{random_bytes(16).hex()} ".encode())
if child:
    os.waitpid(child, 0)
"""


def test_a_child_draws_anew() -> None:
    told = subprocess.check_output([sys.executable, "-c", FORKING], text=True).split()
    assert len(told) == len(set(told)) == 2
