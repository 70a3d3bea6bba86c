"""A schematic map: where the placements lie to each other, without the tiles of a third party."""

import math
from collections.abc import Sequence

import msgspec

from jianyan.charts.drawing import BRAND, drawing, escaped, largest

_EARTH_M = 6_371_008.8
"""Mean radius."""
_WIDTH, _HEIGHT, _EDGE = 720, 480, 28
_LARGEST, _LARGEST_OF_MANY = 20.0, 5.0
"""Pixels: radius of the largest dot; the more dots there are, the smaller it is."""
_SMALLEST = 0.3
"""Of the largest."""
_STRAY_PERCENT = 1
"""So many of a hundred points may lie beyond each edge, as a mistyped place does; they stand at the edge."""
_ROUND = (1, 2, 5)


class Point(msgspec.Struct, frozen=True):
    """One place on the map."""

    lat: float
    """Degrees, WGS 84."""
    lon: float
    label: str
    """Any text."""
    count: int
    """0 or more."""


def projected(points: Sequence[Point]) -> list[tuple[float, float]]:
    """Give metres east and north of the middle of the points.

    Source: the equirectangular projection; within a city its error is below one in a thousand.
    """
    if not points:
        return []
    lat, lon = (_middle([getattr(point, axis) for point in points]) for axis in ("lat", "lon"))
    shrunk = math.cos(math.radians(lat))
    return [
        (
            _EARTH_M * math.radians((point.lon - lon + 180) % 360 - 180) * shrunk,
            _EARTH_M * math.radians(point.lat - lat),
        )
        for point in points
    ]


def point_map(points: Sequence[Point], *, name: str, title: str, description: str, hue: str = BRAND) -> str:
    """Give a dot for each point, the larger the more came; a ring where nothing came; and a scale.

    It keeps its proportions, so that letters shrink with it on a phone.

    Args:
        points: in any order; none gives an empty map that still has its title.
        name: of the chart within its page, as in `bar_chart`.
        title: short, read out first; not shown.
        description: one sentence, read out next; not shown.
        hue: `#rrggbb`.

    Raises:
        ValueError: the name or the hue is not of that form, or a count is below 0.
    """
    most = largest(point.count for point in points)
    metres = projected(points)
    frame = _Frame.around(metres)
    order = sorted(range(len(points)), key=lambda place: -points[place].count)
    radius = _radius(len(points))
    dots = [_dot(points[place], frame.at(*metres[place]), most, radius, hue) for place in order]
    parts = [*dots, _scale(frame)] if points else []
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return drawing(parts, size=size, name=name, title=title, description=description, hue=hue)


class _Frame(msgspec.Struct, frozen=True):
    """The part of the plane that the map shows."""

    east: float
    north: float
    """Metres: its middle."""
    metres_per_unit: float

    @classmethod
    def around(cls, metres: list[tuple[float, float]]) -> "_Frame":
        """Give what shows all but strays."""
        (west, east), (south, north) = (_extent([one[axis] for one in metres]) for axis in (0, 1))
        needed = max((east - west) / (_WIDTH - 2 * _EDGE), (north - south) / (_HEIGHT - 2 * _EDGE))
        return cls((west + east) / 2, (south + north) / 2, needed or 1.0)

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Give where on the map a point stands."""
        x = _WIDTH / 2 + (east - self.east) / self.metres_per_unit
        y = _HEIGHT / 2 - (north - self.north) / self.metres_per_unit
        return min(max(x, _EDGE / 2), _WIDTH - _EDGE / 2), min(max(y, _EDGE / 2), _HEIGHT - _EDGE / 2)


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _extent(values: list[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 0.0
    ordered = sorted(values)
    strays = len(ordered) * _STRAY_PERCENT // 100
    return ordered[strays], ordered[-1 - strays]


def _radius(count: int) -> float:
    """Give the radius of the largest dot among so many: with few of them touching each other."""
    return min(max(0.6 * math.sqrt(_WIDTH * _HEIGHT / max(count, 1)), _LARGEST_OF_MANY), _LARGEST)


def _dot(point: Point, at: tuple[float, float], most: int, largest_radius: float, hue: str) -> str:
    said = escaped(f"{point.label}: {point.count}")
    radius = largest_radius * (_SMALLEST + (1 - _SMALLEST) * math.sqrt(point.count / (most or 1)))
    look = f'fill="{hue}" fill-opacity="0.45"' if point.count else 'fill="none"'
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}" {look} stroke="{hue}">'
        f"<title>{said}</title></circle>"
    )


def _scale(frame: _Frame) -> str:
    length = _round_length(frame.metres_per_unit * _WIDTH / 5)
    width, y = length / frame.metres_per_unit, _HEIGHT - 10
    said = f"{length // 1000:,} km" if length >= 1000 else f"{length} m"
    return (
        f'<path d="M12 {y - 6}V{y}H{12 + width:.1f}V{y - 6}" fill="none" stroke="currentColor"/>'
        f'<text x="{20 + width:.1f}" y="{y}" font-size="16">{said}</text>'
    )


def _round_length(metres: float) -> int:
    """Give the largest of 1, 2, 5, 10, 20, … metres that is no longer."""
    power: int = 10 ** max(math.floor(math.log10(max(metres, 1))), 0)
    return max(step * power for step in _ROUND if step * power <= max(metres, 1))
