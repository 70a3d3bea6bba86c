"""Figures of the running service for Prometheus: how often, how long, how many wait. None names a person.

Every verb here is called where the thing happens, costs some microseconds and never fails. Labels come from
closed sets only (templates of routes, classes of refusals), so that no visitor can make a new series.

With several workers each writes its figures into a folder that `serve` made (`PROMETHEUS_MULTIPROC_DIR`), and
whichever is asked adds them up. What a worker counted before it died stays in the sums; what it measured of
the moment, such as its queue, goes with it.
"""

import os
from functools import cache
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from jianyan.errors import Refusal

CONTENT_TYPE = CONTENT_TYPE_LATEST
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which workers share their figures; read by prometheus_client when it is imported."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ITEMS = (1, 2, 5, 10, 20, 50, 100, 200, 500)

disable_created_metrics()  # type: ignore[no-untyped-call]
_REGISTRY = CollectorRegistry()
_REQUESTS = Histogram(
    "jianyan_request_seconds",
    "From the head of a request to the end of its answer",
    ("route", "method", "status"),
    registry=_REGISTRY,
    buckets=_SECONDS,
)
_SUBMITS = Histogram(
    "jianyan_submit_seconds",
    "From entering the queue of the writer to the commit",
    registry=_REGISTRY,
    buckets=_SECONDS,
)
_BATCHES = Histogram(
    "jianyan_batch_seconds", "Writing one batch, its commit included", registry=_REGISTRY, buckets=_SECONDS
)
_BATCH_SIZES = Histogram(
    "jianyan_batch_items", "Suggestions in one batch", registry=_REGISTRY, buckets=_ITEMS
)
_COMMITS = Histogram(
    "jianyan_commit_seconds", "COMMIT alone: until the disk has it", registry=_REGISTRY, buckets=_SECONDS
)
_WAITING = Gauge(
    "jianyan_queue_items",
    "Suggestions that wait for the writer",
    registry=_REGISTRY,
    multiprocess_mode="livesum",
)
_REFUSALS = Counter("jianyan_refusals", "Refusals by kind", ("kind",), registry=_REGISTRY)
_SCANS = Counter("jianyan_scans", "Forms that a person opened", registry=_REGISTRY)
_SUGGESTIONS = Counter(
    "jianyan_suggestions", "Suggestions received and committed, by source", ("source",), registry=_REGISTRY
)


def answered(route: str, method: str, status: str, seconds: float) -> None:
    """Note one answer.

    Args:
        route: template of the path.
        method: one that the service knows, or `other`.
        status: its class, such as `2xx`; `none` where the client left before the answer began.
        seconds: from the head of the request to the end of the answer.
    """
    _request(route, method, status).observe(seconds)


def refused(refusal: Refusal) -> None:
    """Note a refusal by its class."""
    _refusal(type(refusal).__name__).inc()


def scanned(count: int) -> None:
    """Note so many opened forms."""
    _SCANS.inc(count)


def submitted(seconds: float) -> None:
    """Note one suggestion that was sent and committed; `seconds` from entering the queue to the commit."""
    _SUBMITS.observe(seconds)


def received(source: str, count: int = 1) -> None:
    """Note suggestions that are new and committed; `source` is a value of `suggestions.Source`."""
    _suggestion(source).inc(count)


def batch_written(items: int, seconds: float) -> None:
    """Note one batch of the writer; `seconds` from its first statement to the end of its commit."""
    _BATCH_SIZES.observe(items)
    _BATCHES.observe(seconds)


def committed(seconds: float) -> None:
    """Note one COMMIT of the writer: what the disk took to keep it."""
    _COMMITS.observe(seconds)


def waiting(items: int) -> None:
    """Note how many suggestions wait for the writer now."""
    _WAITING.set(items)


def exposition() -> bytes:
    """Give all figures in Prometheus' text format, those of the other workers included."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder is None:
        return generate_latest(_REGISTRY)
    _forget_the_dead(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _forget_the_dead(folder: Path) -> None:
    for file in folder.glob("gauge_live*_*.db"):
        pid = file.stem.rpartition("_")[2]
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(int(pid), str(folder))  # type: ignore[no-untyped-call]


@cache
def _request(route: str, method: str, status: str) -> Histogram:
    return _REQUESTS.labels(route, method, status)


@cache
def _refusal(kind: str) -> Counter:
    return _REFUSALS.labels(kind)


@cache
def _suggestion(source: str) -> Counter:
    return _SUGGESTIONS.labels(source)
