import math
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.charts import Point, point_map, projected
from jianyan.charts.points import _round_length

SVG = "{http://www.w3.org/2000/svg}"
ABOUT: dict[str, Any] = {"name": "map", "title": "分布", "description": "682 条建议"}
KM_OF_A_DEGREE = 111.195
COORDINATES = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


def dots(svg: str) -> dict[str, dict[str, str]]:
    return {str(one.findtext(f"{SVG}title")): one.attrib for one in ET.fromstring(svg).iter(f"{SVG}circle")}


def at(dot: dict[str, str]) -> tuple[float, float]:
    return float(dot["cx"]), float(dot["cy"])


def test_a_degree_is_as_many_metres_as_on_the_globe() -> None:
    points = [Point(28.0, 113.0, "南", 1), Point(29.0, 113.0, "中", 1), Point(29.0, 114.0, "东", 1)]
    south, middle, east = projected(points)
    assert middle == (0, 0)
    assert south == pytest.approx((0, -1000 * KM_OF_A_DEGREE), rel=1e-4)
    assert east == pytest.approx((1000 * KM_OF_A_DEGREE * math.cos(math.radians(29)), 0), rel=1e-4)


def test_neighbours_across_the_date_line_are_neighbours() -> None:
    west, east = projected([Point(0, 179.99, "西", 1), Point(0, -179.99, "东", 1)])
    assert abs(west[0] - east[0]) == pytest.approx(20 * KM_OF_A_DEGREE, rel=1e-3)


def test_north_is_up_and_east_is_right() -> None:
    found = dots(point_map([Point(28.0, 113.0, "西南", 1), Point(28.1, 113.1, "东北", 1)], **ABOUT))
    (left, low), (right, high) = at(found["西南: 1"]), at(found["东北: 1"])
    assert right > left
    assert high < low


def test_the_area_of_a_dot_grows_with_its_count_and_nothing_is_a_ring() -> None:
    points = [Point(28.0, 113.0, "多", 100), Point(28.1, 113.1, "少", 1), Point(28.2, 113.0, "无", 0)]
    found = dots(point_map(points, **ABOUT))
    many, few, none = (float(found[said]["r"]) for said in ("多: 100", "少: 1", "无: 0"))
    assert many > 2 * few > 2 * none
    assert found["无: 0"]["fill"] == "none"


def test_a_mistyped_place_stands_at_the_edge_and_leaves_the_city_its_room() -> None:
    city = [Point(28 + number / 1000, 113 + number / 1000, f"站{number}", 1) for number in range(150)]
    found = dots(point_map([*city, Point(0, 0, "错", 1)], **ABOUT))
    assert at(found["错: 1"]) == (14, 466)
    (left, _), (right, _) = at(found["站0: 1"]), at(found["站149: 1"])
    assert right - left > 300


@given(st.lists(COORDINATES, max_size=40))
def test_every_dot_is_within_the_map(coordinates: list[tuple[float, float]]) -> None:
    points = [Point(lat, lon, f"{number}", number) for number, (lat, lon) in enumerate(coordinates)]
    found = dots(point_map(points, **ABOUT))
    assert len(found) == len(points)
    assert all(0 <= x <= 720 and 0 <= y <= 480 for x, y in map(at, found.values()))


@pytest.mark.parametrize(
    ("metres", "length"), [(0.2, 1), (1, 1), (4, 2), (49, 20), (50, 50), (999, 500), (12_345, 10_000)]
)
def test_the_scale_is_a_round_length(metres: float, length: int) -> None:
    assert _round_length(metres) == length


def test_places_on_one_spot_and_no_place_at_all_make_a_map_too() -> None:
    assert len(dots(point_map([Point(28, 113, "甲", 1), Point(28, 113, "乙", 1)], **ABOUT))) == 2
    assert dots(point_map([], **ABOUT)) == {}


def test_a_name_of_a_place_cannot_become_markup() -> None:
    evil = Point(28, 113, "</title><script>alert(1)</script>\x00", 1)
    tags = {one.tag.removeprefix(SVG) for one in ET.fromstring(point_map([evil], **ABOUT)).iter()}
    assert tags == {"svg", "title", "desc", "circle", "path", "text"}
