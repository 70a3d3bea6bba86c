"""Ports for servers that tests start as processes."""

import random
import socket
from contextlib import suppress

_FIRST, _LAST = 10_000, 32_000
"""Below those that the system lends to connections: what is free stays free until the server has it, and
while it is killed and started again."""


def free_port() -> int:
    """Give a port where nobody listens, on any address."""
    while True:
        port = random.randrange(_FIRST, _LAST)
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("", port))
            return port
