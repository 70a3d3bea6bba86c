"""How far two places on earth are apart."""

from math import asin, cos, radians, sin, sqrt

_EARTH_M = 6_371_008.8
"""Mean radius. Source: IUGG, Geodetic Reference System 1980 (H. Moritz, 2000), R1."""
_DEGREE_M = 111_195.0
"""Metres of a degree of latitude on that sphere, rounded down."""
_POLE = 0.01
"""A cosine below which longitudes say nothing any more."""


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the metres between two points, along the sphere; the ellipsoid differs by 0.6 % at most.

    Args:
        lat, lon: of the one, degrees.
        other_lat, other_lon: of the other, degrees.

    Source: R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984).
    """
    south, north = radians(lat), radians(other_lat)
    half_up, half_across = (north - south) / 2, radians(other_lon - lon) / 2
    haversine = sin(half_up) ** 2 + cos(south) * cos(north) * sin(half_across) ** 2
    return 2 * _EARTH_M * asin(min(1.0, sqrt(haversine)))


def box_around(lat: float, lon: float, within_m: float) -> tuple[float, float, float, float]:
    """Give south, west, north and east of a box that holds all points within so many metres.

    Args:
        lat, lon: of the middle, degrees; far from the poles and from the 180th meridian.
        within_m: metres, at most some kilometres.
    """
    up = 1.001 * within_m / _DEGREE_M
    narrowest = max(_POLE, min(cos(radians(lat - up)), cos(radians(lat + up))))
    across = up / narrowest
    return lat - up, lon - across, lat + up, lon + across
