from math import atan2, cos, pi, radians, sin, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import builders
from jianyan import campaigns
from jianyan.campaigns.distances import box_around, distance_m
from jianyan.topics import TopicDetail

LAT = st.floats(-80, 80)
LON = st.floats(-179, 179)


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the distance by another formula. Source: T. Vincenty, special case of a sphere."""
    south, north, across = radians(lat), radians(other_lat), radians(other_lon - lon)
    up = sqrt(
        (cos(north) * sin(across)) ** 2
        + (cos(south) * sin(north) - sin(south) * cos(north) * cos(across)) ** 2
    )
    return 6_371_008.8 * atan2(up, sin(south) * sin(north) + cos(south) * cos(north) * cos(across))


@given(LAT, LON, LAT, LON)
def test_two_formulas_agree(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    found = distance_m(lat, lon, other_lat, other_lon)
    assert found == pytest.approx(metres(lat, lon, other_lat, other_lon), rel=1e-6, abs=0.1)
    assert found == pytest.approx(distance_m(other_lat, other_lon, lat, lon))


def test_known_distances_are_found() -> None:
    assert distance_m(0, 0, 0, 180) == pytest.approx(pi * 6_371_008.8)
    assert distance_m(28.2, 112.9, 28.2, 112.9) == 0
    # A minute of latitude is about a nautical mile.
    assert distance_m(28, 113, 28 + 1 / 60, 113) == pytest.approx(1_853, abs=1)


@given(LAT, st.floats(-170, 170), st.floats(-0.05, 0.05), st.floats(-0.4, 0.4), st.floats(1, 3_000))
def test_whatever_is_near_is_in_the_box(
    lat: float, lon: float, up: float, right: float, within_m: float
) -> None:
    assume(distance_m(lat, lon, lat + up, lon + right) <= within_m)
    south, west, north, east = box_around(lat, lon, within_m)
    assert south <= lat + up <= north
    assert west <= lon + right <= east


@pytest.fixture
async def topic(database: str) -> TopicDetail:
    return await builders.make_topic()


async def test_the_nearest_place_whose_code_works_is_found(topic: TopicDetail) -> None:
    near = await builders.make_placement(name="近", lat=28.2, lon=112.9)
    await builders.make_placement(name="远", lat=28.2015, lon=112.9)
    await builders.make_placement(name="没有位置")
    await builders.make_topic("elsewhere")
    await builders.make_placement("elsewhere", name="别的议题", lat=28.2003, lon=112.9)

    async def found(lat: float, lon: float = 112.9) -> str | None:
        placement = await campaigns.placement_near(topic.id, lat, lon, within_m=150)
        return placement and placement.name

    assert await found(28.2003) == "近"
    assert await found(28.2012) == "远"
    assert (await found(28.2 - 149 / 111_195), await found(28.2 - 151 / 111_195)) == ("近", None)
    assert (await found(28.2, 112.9015), await found(28.2, 112.9016)) == ("近", None)
    corner = 28.2 - 120 / 111_195, 112.9 - 120 / (111_195 * cos(radians(28.2)))
    assert await found(*corner) is None  # 170 metres away, though neither way 150
    await campaigns.revoke(near, by=None, now=builders.NOW)
    assert await found(28.1999) is None
