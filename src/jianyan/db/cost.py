"""What a request costs in the database: how many queries, how many seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter


class Cost:
    """A running sum; one per measured block."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0


_running: ContextVar[Cost | None] = ContextVar("database_cost", default=None)


@contextmanager
def measured() -> Iterator[Cost]:
    """Count the queries that this task runs inside the block."""
    cost = Cost()
    token = _running.set(cost)
    try:
        yield cost
    finally:
        _running.reset(token)


@contextmanager
def counted() -> Iterator[None]:
    """Add one query and its time to the running sum, if anybody is counting."""
    began = perf_counter()
    try:
        yield
    finally:
        cost = _running.get()
        if cost:
            cost.queries += 1
            cost.seconds += perf_counter() - began
