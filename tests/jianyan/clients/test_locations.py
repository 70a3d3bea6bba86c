import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.clients import Location, located
from jianyan.errors import Invalid


def test_one_part_of_a_location_is_enough() -> None:
    assert located("28.2", "112.9", "", "") == Location(lat=28.2, lon=112.9)
    assert located("-90", "180", "", "") == Location(lat=-90, lon=180)
    assert located("", "", " 五里牌\r\n路 ", "") == Location(address="五里牌\n路")
    assert located("", "", "", "ADR-7") == Location(address_id="ADR-7")


@given(st.text(), st.text())
def test_whatever_is_sent_gives_degrees_or_a_refusal(lat: str, long: str) -> None:
    try:
        found = located(lat, long, "", "")
    except Invalid:
        found = Location(lat=0, lon=0)
    assert found.lat is not None
    assert found.lon is not None
    assert abs(found.lat) <= 90
    assert abs(found.lon) <= 180


@pytest.mark.parametrize("text", ["90.1", "-91", "nan", "inf", "-inf", "1e3", "x", "28,2", "0x1"])
def test_what_is_no_latitude_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        located(text, "112.9", "", "")
    assert refused.value.field == "lat"
