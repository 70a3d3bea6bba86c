from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.tallies.hours import in_week

ZONES = ("Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns")


def quarter(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp()) // 900  # type: ignore[misc,arg-type]


def full(week: list[list[int]]) -> list[tuple[int, int, int]]:
    return [
        (weekday, hour, count)
        for weekday, counts in enumerate(week)
        for hour, count in enumerate(counts)
        if count
    ]


@pytest.mark.parametrize(
    ("zone", "moment", "found"),
    [
        ("Asia/Shanghai", (2026, 7, 1, 16, 0), (3, 0)),  # already Thursday there
        ("Asia/Shanghai", (2026, 7, 1, 15, 45), (2, 23)),
        ("Asia/Kathmandu", (2026, 7, 1, 0, 15), (2, 6)),
        ("Asia/Kathmandu", (2026, 7, 1, 0, 0), (2, 5)),
        ("Europe/Berlin", (2026, 3, 29, 0, 45), (6, 1)),
        ("Europe/Berlin", (2026, 3, 29, 1, 0), (6, 3)),  # the hour from two to three is left out
    ],
)
def test_the_wall_clock_of_the_zone_tells_weekday_and_hour(
    zone: str, moment: tuple[int, ...], found: tuple[int, int]
) -> None:
    assert full(in_week([(quarter(*moment), 2)], ZoneInfo(zone))) == [(*found, 2)]


def test_the_hour_that_comes_twice_in_autumn_takes_both() -> None:
    twice = [(quarter(2026, 10, 25, 0, 30), 1), (quarter(2026, 10, 25, 1, 30), 2)]
    assert full(in_week(twice, ZoneInfo("Europe/Berlin"))) == [(6, 2, 3)]


@given(
    st.lists(st.datetimes(datetime(1999, 1, 1), datetime(2049, 1, 1)), max_size=30),  # noqa: DTZ001 - in UTC
    st.sampled_from(ZONES),
)
def test_a_week_of_quarters_equals_a_week_of_moments(moments: list[datetime], name: str) -> None:
    zone = ZoneInfo(name)
    expected = [[0] * 24 for _ in range(7)]
    quarters = []
    for moment in moments:
        local = moment.replace(tzinfo=UTC).astimezone(zone)
        expected[local.weekday()][local.hour] += 1
        quarters.append(
            (moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(minutes=15)
        )
    assert in_week([(each, 1) for each in quarters], zone) == expected
