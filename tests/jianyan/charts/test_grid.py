import itertools
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from jianyan.charts import hour_chart

SVG = "{http://www.w3.org/2000/svg}"
ABOUT: dict[str, Any] = {"name": "hours", "title": "按时段", "description": "682 条建议"}


def cells(svg: str) -> dict[str, list[ET.Element]]:
    """Read what a cell says → its rectangles: the ground, then what fills it."""
    return {
        str(cell.findtext(f"{SVG}title")): cell.findall(f"{SVG}rect")
        for cell in ET.fromstring(svg).iter(f"{SVG}g")
    }


def row(**counts: int) -> list[int]:
    return [counts.get(f"h{hour}", 0) for hour in range(24)]


def test_the_fuller_a_cell_the_higher_and_darker_it_is() -> None:
    found = cells(hour_chart([("周一", row(h8=10)), ("周二", row(h8=2, h9=1))], **ABOUT))
    assert len(found) == 48
    fullest, fifth, less = (found[said][1] for said in ("周一 8:00: 10", "周二 8:00: 2", "周二 9:00: 1"))
    assert [float(one.attrib["height"]) for one in (fullest, fifth, less)] == pytest.approx([22, 4.4, 4.4])
    assert float(fullest.attrib["fill-opacity"]) == 1
    assert float(fifth.attrib["fill-opacity"]) < 1


def test_a_cell_without_anything_is_only_ground() -> None:
    found = cells(hour_chart([("周一", row(h8=10))], **ABOUT))
    assert len(found["周一 7:00: 0"]) == 1
    assert {len(rects) for rects in cells(hour_chart([("周一", row())], **ABOUT)).values()} == {1}


def test_cells_stand_side_by_side_within_the_width() -> None:
    grounds = [rects[0] for rects in cells(hour_chart([("周一", row())], **ABOUT)).values()]
    lefts = [float(one.attrib["x"].rstrip("%")) for one in grounds]
    width = float(grounds[0].attrib["width"].rstrip("%"))
    assert all(right >= left + width for left, right in itertools.pairwise(lefts))
    assert lefts[-1] + width <= 100


def test_a_name_of_a_row_cannot_become_markup() -> None:
    evil = "</title><script>alert(1)</script>\x00"
    tags = {
        one.tag.removeprefix(SVG) for one in ET.fromstring(hour_chart([(evil, row(h1=1))], **ABOUT)).iter()
    }
    assert tags == {"svg", "title", "desc", "g", "text", "rect"}


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        hour_chart([("周一", row(h3=-1))], **ABOUT)
