"""Figures of the long run: memory after many submissions, and what an overload does."""

import time
from pathlib import Path

from bench.figures import Figure, Sample
from bench.fronts import Plan, logged_by, ours
from bench.load import Load, NotMeasurable
from bench.world import World, citizens, readers

_MB = 1_000_000
_PIECE_S = 2.0
_LIGHT = 4
_OPEN_MOST = 8_000
_OVER = 10
_NORMAL_MS = 60.0
_PATIENCE_S = 60.0


def memory(world: World, folder: Path, plan: Plan, *, submissions: int) -> Figure:
    """Send so many suggestions and look at the worker's memory meanwhile; the first tenth warms up."""
    with ours(world, folder) as server:
        load = Load(server.address, citizens(world, seed=1))
        sent = 0
        seen: list[tuple[int, float]] = []
        while sent < submissions:
            sent += load.closed_loop(clients=plan.clients, seconds=_PIECE_S).count
            seen.append((sent, server.rss_bytes() / _MB))
        load.close()
        note = logged_by(server)
    warm = [(count, rss) for count, rss in seen if count >= submissions / 10]
    slope = slope_of(warm)
    return Figure(
        name=f"memory of a worker, {sent:,} submissions",
        unit="MB",
        ours=[Sample(rate=rss, count=count) for count, rss in warm],
        note=f"from {warm[0][1]:.1f} to {warm[-1][1]:.1f} MB, {slope * 1000:+.3f} MB a thousand {note}",
    )


def slope_of(points: list[tuple[int, float]]) -> float:
    """Give the slope of the straight line nearest to the points; 0 for fewer than two."""
    if len(points) < 2:
        return 0.0
    middle = sum(count for count, _ in points) / len(points)
    height = sum(value for _, value in points) / len(points)
    width = sum((count - middle) ** 2 for count, _ in points)
    return sum((count - middle) * (value - height) for count, value in points) / width


def first_visit(world: World, folder: Path) -> Figure:
    """Measure what one opening of a form brings over the wire, heads included; there is one request."""
    with ours(world, folder) as server:
        load = Load(server.address, readers(world, encoding="gzip"))
        answer = load.one()
        load.close()
    return Figure(
        name="first visit, gzip", unit="bytes", ours=[Sample(rate=len(answer), count=1)], note="1 request"
    )


def overload(world: World, folder: Path, plan: Plan, *, seconds: float) -> Figure:
    """Let ten times as many come as can be served, then see how long it takes until all is as before."""
    with ours(world, folder) as server:
        load = Load(server.address, citizens(world, seed=1))
        load.closed_loop(clients=plan.clients, seconds=_PIECE_S)
        capacity = load.closed_loop(clients=plan.clients, seconds=plan.seconds).rate
        if not capacity:
            raise NotMeasurable("nobody was served before the overload began")
        calm = load.closed_loop(clients=_LIGHT, seconds=_PIECE_S)
        before = server.cpu_s()
        flooded = load.open_loop(a_second=capacity * _OVER, seconds=seconds, most=_OPEN_MOST)
        flooded.server_busy = (server.cpu_s() - before) / flooded.seconds
        begun = f"{load.begun:,} of {load.due:,} begun"
        recovered = load.drained_s + _recovery_s(load, normal_ms=max(2 * (calm.p99_ms or 0), _NORMAL_MS))
        memory_mb = server.rss_bytes() / _MB
        load.close()
    return Figure(
        name=f"{_OVER} × overload, {seconds:.0f} s",
        unit="/s",
        ours=[flooded],
        note=(
            f"capacity {capacity:,.0f}/s, {begun}, normal again after {recovered:.1f} s, {memory_mb:.0f} MB"
        ),
    )


def _recovery_s(load: Load, *, normal_ms: float) -> float:
    """Give the seconds until a few clients are served as before, that is with a normal p99."""
    began = time.perf_counter()
    while (waited := time.perf_counter() - began) < _PATIENCE_S:
        piece = load.closed_loop(clients=_LIGHT, seconds=1.0)
        if piece.count and not piece.others and (piece.p99_ms or 0) <= normal_ms:
            return waited
    return waited
