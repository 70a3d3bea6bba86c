"""What was measured, and the arithmetic of the table: medians, ranges, and the ratio to the yardstick."""

import statistics
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec


class Sample(msgspec.Struct, kw_only=True):
    """One run."""

    rate: float
    """What succeeded, a second."""
    count: int = 0
    seconds: float = 0.0
    p50_ms: float | None = None
    p99_ms: float | None = None
    cpu_ms: float | None = None
    """CPU time of the server, all threads, for each that succeeded."""
    server_busy: float | None = None
    """Share of one core that the server used, 0 to 1; far below 1 somebody else was the bottleneck."""
    load_busy: float | None = None
    """Share of one core that the load used, 0 to 1."""
    others: dict[int, int] = {}
    """Status → count of what did not succeed; 0: no answer."""


class Figure(msgspec.Struct, kw_only=True):
    """One line of the table: ours and its yardstick, run by run in the same minutes."""

    name: str
    unit: str
    ours: list[Sample]
    yardstick: list[Sample] = []
    yardstick_name: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Give the median of the ratios of neighbouring runs, None without a yardstick."""
        pairs = zip(self.ours, self.yardstick, strict=bool(self.yardstick))
        ratios = [own.rate / other.rate for own, other in pairs if other.rate]
        return statistics.median(ratios) if ratios else None

    @property
    def cpu_ratio(self) -> float | None:
        """Give the yardstick's CPU time for each by ours: what neighbours on the core disturb less."""
        own, other = median_of(self.ours, "cpu_ms"), median_of(self.yardstick, "cpu_ms")
        return other / own if own and other else None


def percentile(values: Iterable[float], percent: float) -> float:
    """Give the smallest value that at least `percent` of 100 do not exceed; there is at least one."""
    ordered = sorted(values)
    place = -(-len(ordered) * percent // 100)
    return ordered[max(int(place), 1) - 1]


def median_of(samples: Sequence[Sample], name: str) -> float | None:
    """Give the median of a field over the runs that have it, None where none has."""
    values = [value for sample in samples if (value := getattr(sample, name)) is not None]
    return statistics.median(values) if values else None


def table(figures: Sequence[Figure]) -> str:
    """Give the lines that people read, two for a figure that has a yardstick."""
    rows = [_HEAD]
    for figure in figures:
        ratios = (_number(figure.ratio), _number(figure.cpu_ratio))
        rows.append(_row(figure.name, figure.unit, figure.ours, ratios, figure.note))
        if figure.yardstick:
            beside = f"  beside {figure.yardstick_name}"
            rows.append(_row(beside, figure.unit, figure.yardstick, ("", ""), ""))
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def as_json(figures: Sequence[Figure], machine: dict[str, Any]) -> bytes:
    """Give everything that was measured, run by run, with the medians and ratios."""
    content = {
        "machine": machine,
        "figures": [
            {
                **msgspec.to_builtins(one),
                "median": median_of(one.ours, "rate"),
                "ratio": one.ratio,
                "cpu_ratio": one.cpu_ratio,
            }
            for one in figures
        ],
    }
    return msgspec.json.format(msgspec.json.encode(content))


_HEAD = (
    "figure",
    "median",
    "min–max",
    "unit",
    "ratio",
    "by CPU",
    "p50 ms",
    "p99 ms",
    "CPU ms each",
    "server busy",
    "load busy",
    "not 2xx, note",
)


def _row(name: str, unit: str, samples: list[Sample], ratios: tuple[str, str], note: str) -> tuple[str, ...]:
    rates = [sample.rate for sample in samples]
    others: dict[int, int] = {}
    for sample in samples:
        for status, count in sample.others.items():
            others[status] = others.get(status, 0) + count
    told = ", ".join([*(f"{count} × {status or 'no answer'}" for status, count in others.items()), note])
    return (
        name,
        _number(statistics.median(rates)),
        f"{_number(min(rates))}–{_number(max(rates))}",
        unit,
        *ratios,
        _number(median_of(samples, "p50_ms")),
        _number(median_of(samples, "p99_ms")),
        _number(median_of(samples, "cpu_ms")),
        _share(median_of(samples, "server_busy")),
        _share(median_of(samples, "load_busy")),
        told.strip(", "),
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.3g}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
