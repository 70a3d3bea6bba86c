import msgspec
import pytest

from bench.endurance import slope_of
from bench.figures import Figure, Sample, as_json, median_of, percentile, table


def figure(ours: list[float], yardstick: list[float]) -> Figure:
    return Figure(
        name="flow",
        unit="/s",
        ours=[Sample(rate=rate, p99_ms=10 * rate, others={503: 2}) for rate in ours],
        yardstick=[Sample(rate=rate) for rate in yardstick],
        yardstick_name="bare",
    )


def test_the_ratio_is_the_median_of_neighbouring_runs() -> None:
    assert figure([50, 30, 10], [100, 100, 100]).ratio == 0.3
    assert figure([10, 10, 40], [100, 20, 50]).ratio == 0.5
    assert figure([10, 20], []).ratio is None


def test_the_ratio_by_cpu_is_what_the_yardstick_needs_of_what_we_need() -> None:
    measured = figure([10], [20])
    assert measured.cpu_ratio is None
    measured.ours[0].cpu_ms, measured.yardstick[0].cpu_ms = 0.5, 0.2
    assert measured.cpu_ratio == 0.4


def test_a_run_without_its_yardstick_is_no_ratio() -> None:
    with pytest.raises(ValueError, match="zip"):
        _ = figure([50, 30, 10], [100, 100]).ratio


def test_the_percentile_is_a_value_that_was_seen() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, percent) for percent in (0, 1, 50, 99, 100)] == [1, 1, 50, 99, 100]
    assert percentile([7.0], 99) == 7.0


def test_the_median_leaves_out_what_was_not_measured() -> None:
    samples = [Sample(rate=1), Sample(rate=2, cpu_ms=3.0), Sample(rate=9, cpu_ms=5.0)]
    assert median_of(samples, "rate") == 2
    assert median_of(samples, "cpu_ms") == 4.0
    assert median_of(samples, "p50_ms") is None


def test_the_table_shows_median_range_ratio_and_what_failed() -> None:
    head, ours, beside = table([figure([50, 30, 10], [100, 200, 100])]).splitlines()
    assert head.split()[:3] == ["figure", "median", "min–max"]
    assert ours.split() == ["flow", "30", "10–50", "/s", "0.15", "300", "6", "×", "503"]
    assert beside.split() == ["beside", "bare", "100", "100–200", "/s"]


def test_the_file_holds_every_run_with_its_median() -> None:
    written = msgspec.json.decode(as_json([figure([50, 30, 10], [])], {"cores": 2}))
    assert written["machine"] == {"cores": 2}
    (one,) = written["figures"]
    assert (one["median"], one["ratio"]) == (30, None)
    assert [run["rate"] for run in one["ours"]] == [50, 30, 10]


def test_the_slope_of_memory_is_that_of_the_nearest_line() -> None:
    assert slope_of([(0, 100.0), (10, 120.0), (20, 140.0)]) == 2.0
    assert slope_of([(0, 100.0), (10, 130.0), (20, 100.0)]) == 0.0
    assert slope_of([(5, 100.0)]) == 0.0
