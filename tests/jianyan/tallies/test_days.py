from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.tallies.days import EPOCH, QUARTER, day_of_quarter, first_quarter_of

# Santiago leaves midnight out in spring; London has two of its midnights in one day of UTC.
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Asia/Kathmandu", "Europe/London", "America/Santiago")]
SOME_DAY = st.dates(date(2004, 1, 1), date(2037, 12, 31))


@given(SOME_DAY, st.sampled_from(ZONES))
def test_a_day_begins_with_its_first_quarter_and_not_before_it(day: date, zone: ZoneInfo) -> None:
    first = first_quarter_of(day, zone)
    assert day_of_quarter(first, zone) == day
    assert day_of_quarter(first - 1, zone) == day - timedelta(days=1)


@pytest.mark.parametrize(("minute", "day"), [(59, 1), (60, 2)])
def test_a_day_of_shanghai_begins_at_four_in_the_afternoon_of_utc(minute: int, day: int) -> None:
    moment = datetime(2026, 7, 1, 15, tzinfo=UTC) + timedelta(minutes=minute)
    quarter = (moment - EPOCH) // QUARTER
    assert day_of_quarter(quarter, ZONES[0]) == date(2026, 7, day)
