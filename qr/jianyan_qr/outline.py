"""The edge around the dark modules as SVG path data.

Outlines instead of a stroke per row: no hairline shows between two rows, whatever the zoom of the viewer.
"""

from collections.abc import Iterator
from itertools import pairwise

Point = tuple[int, int]


def outline(modules: tuple[tuple[bool, ...], ...]) -> str:
    """Path data to be filled: one unit per module, the origin at the top left corner of the symbol."""
    leaving = _edges(modules)
    path, pen = "", (0, 0)
    while leaving:
        corners = list(_corners(_circuit(leaving, start=next(iter(leaving)))))
        path += _move(pen, corners[0]) + "".join(_line(a, b) for a, b in pairwise(corners))
        pen = corners[-1]
    return path


def _edges(modules: tuple[tuple[bool, ...], ...]) -> dict[Point, list[Point]]:
    """Where one can go from each point with a dark module on the right and a light one on the left."""
    around: dict[tuple[Point, Point], None] = {}
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                square = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y))
                around.update(dict.fromkeys(pairwise(square)))
    leaving: dict[Point, list[Point]] = {}
    for here, there in around:
        if (there, here) not in around:
            leaving.setdefault(here, []).append(there)
    return leaving


def _circuit(leaving: dict[Point, list[Point]], *, start: Point) -> list[Point]:
    """The way along every edge that hangs together with `start`, back to it; empties `leaving` of them.

    Source: Hierholzer 1873. One long way costs fewer bytes than one ring per blob.
    """
    way, walked = [start], []
    while way:
        here = way[-1]
        if here in leaving:
            way.append(leaving[here].pop())
            if not leaving[here]:
                del leaving[here]
        else:
            walked.append(way.pop())
    return walked[::-1]


def _corners(way: list[Point]) -> Iterator[Point]:
    """The points where the way turns; filling closes it, so the start is not repeated."""
    yield way[0]
    for before, here, after in zip(way, way[1:], way[2:], strict=False):
        if before[0] != after[0] and before[1] != after[1]:
            yield here


def _move(pen: Point, to: Point) -> str:
    x, y = to[0] - pen[0], to[1] - pen[1]
    return _shortest(f"m{x}{y}" if y < 0 else f"m{x} {y}", f"M{to[0]} {to[1]}")


def _line(a: Point, b: Point) -> str:
    if a[1] == b[1]:
        return _shortest(f"h{b[0] - a[0]}", f"H{b[0]}")
    return _shortest(f"v{b[1] - a[1]}", f"V{b[1]}")


def _shortest(*ways: str) -> str:
    return min(ways, key=len)
