import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from jianyan import metrics
from jianyan.db import DiskFull, QueueFull

NAMED = re.compile(r"jianyan_\w+")


def value(series: str) -> float:
    """Give what a series says now; 0 where there is none yet."""
    return values([series])[series]


def values(names: Iterable[str]) -> dict[str, float]:
    """Give what each of the series says at one moment; 0 where there is none yet."""
    lines = (line.rpartition(" ") for line in metrics.exposition().decode().splitlines())
    said = {series: said for series, _, said in lines}
    return {series: float(said.get(series, 0)) for series in names}


def test_every_verb_counts_in_a_series_of_its_own() -> None:
    work = {
        'jianyan_request_seconds_count{method="GET",route="/t/{slug}",status="2xx"}': lambda: (
            metrics.answered("/t/{slug}", "GET", "2xx", 0.02)
        ),
        'jianyan_refusals_total{kind="QueueFull"}': lambda: metrics.refused(QueueFull()),
        'jianyan_refusals_total{kind="DiskFull"}': lambda: metrics.refused(DiskFull()),
        "jianyan_scans_total": lambda: metrics.scanned(1),
        "jianyan_submit_seconds_count": lambda: metrics.submitted(0.01),
        'jianyan_suggestions_total{source="citizen"}': lambda: metrics.received("citizen"),
        "jianyan_batch_items_count": lambda: metrics.batch_written(3, 0.004),
        "jianyan_commit_seconds_count": lambda: metrics.committed(0.001),
    }
    for series, verb in work.items():
        before = values(work)
        verb()
        assert values(work) == {**before, series: before[series] + 1}


def test_times_and_sizes_fall_into_their_buckets() -> None:
    fast, slow = (f'jianyan_commit_seconds_bucket{{le="{bound}"}}' for bound in ("0.001", "0.005"))
    before = value(fast), value(slow)
    metrics.committed(0.003)
    assert (value(fast), value(slow)) == (before[0], before[1] + 1)
    summed = value("jianyan_batch_items_sum")
    metrics.batch_written(7, 0.01)
    assert value("jianyan_batch_items_sum") == summed + 7


def test_the_queue_is_what_it_was_last() -> None:
    metrics.waiting(12)
    metrics.waiting(4)
    assert value("jianyan_queue_items") == 4
    metrics.waiting(0)


def test_no_series_tells_when_it_was_made() -> None:
    names = set(NAMED.findall(metrics.exposition().decode()))
    assert names
    assert not [name for name in names if name.endswith("_created")]


def worker(folder: Path, work: str) -> str:
    """Run statements in a process of its own that shares its figures in a folder."""
    ran = subprocess.run(
        [sys.executable, "-c", f"from jianyan import metrics\n{work}"],
        env={**os.environ, metrics.FOLDER_VARIABLE: str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_what_dead_workers_counted_stays_and_what_waited_there_does_not(tmp_path: Path) -> None:
    for scans in (3, 4):
        worker(tmp_path, f"for _ in range({scans}): metrics.scanned(1)\nmetrics.waiting(5)")
    assert len(list(tmp_path.glob("gauge_livesum_*.db"))) == 2
    told = worker(tmp_path, "metrics.waiting(2)\nprint(metrics.exposition().decode())")
    assert "jianyan_scans_total 7.0" in told
    assert "jianyan_queue_items 2.0" in told
    assert len(list(tmp_path.glob("gauge_livesum_*.db"))) == 1
