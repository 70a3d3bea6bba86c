import msgspec
import pytest

from jianyan.errors import Invalid
from jianyan.forms import lines, one, read_form


class Place(msgspec.Struct, kw_only=True):
    name: str
    lat: float | None = None
    count: int = 1
    tags: list[str] = []
    inner: list[dict[str, int]] = []


def test_the_first_value_of_a_field_counts() -> None:
    fields = {"name": ["Lan", "Wei"], "empty": [], "blank": [""]}
    assert one(fields, "name") == "Lan"
    assert one(fields, "absent") == one(fields, "empty") == ""
    assert one(fields, "empty", "none") == "none"
    assert one(fields, "blank", "none") == ""


def test_lines_are_what_is_not_blank() -> None:
    assert lines(" 线路规划 \r\n\r\n 站点设置\n\t\n") == ["线路规划", "站点设置"]
    assert lines("") == []


def test_blank_numbers_are_not_given_and_unknown_names_are_left_out() -> None:
    place = read_form({"name": "五里牌", "lat": "", "count": "3", "_csrf_token": "x"}, Place)
    assert place == Place(name="五里牌", count=3)
    assert read_form({"name": "五里牌", "lat": "28.2"}, Place).lat == 28.2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "x", "count": "many"}, "count"),
        ({"name": "x", "lat": "north"}, "lat"),
        ({"name": "x", "tags": ["a", 1]}, "tags"),
        ({"name": "x", "inner": [{"a": "b"}]}, "inner"),
        ({"name": ""}, "name"),
        ({}, "name"),
    ],
)
def test_a_refused_form_names_the_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_form(given, Place)
    assert refused.value.field == field
    assert refused.value.status == 422
