"""Random bytes: none is given out twice, neither to two threads nor to a parent and its child."""

import subprocess
import sys
import threading

from jianyan import entropy
from jianyan.entropy import random_bytes


def test_as_many_bytes_are_drawn_as_were_asked_for() -> None:
    assert [len(random_bytes(count)) for count in (1, 16, 32, 4_096)] == [1, 16, 32, 4_096]


def test_nothing_is_given_out_twice_across_pages() -> None:
    drawn = [random_bytes(16) for _ in range(5_000)]
    assert len(set(drawn)) == len(drawn)


def test_each_thread_draws_from_a_page_of_its_own() -> None:
    random_bytes(1)
    seen: list[bytes] = []
    thread = threading.Thread(target=lambda: seen.append(entropy._page.drawn))
    thread.start()
    thread.join()
    assert seen == [b""]


FORKING = """
import os
from jianyan import entropy
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
