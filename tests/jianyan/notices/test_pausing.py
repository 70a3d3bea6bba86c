from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.notices.pausing import after_quiet, pause
from jianyan.notices.schemas import QuietHours

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(22 * 60, 7 * 60)


def test_each_pause_is_twice_the_one_before_up_to_four_hours() -> None:
    whole = [pause(count, chance=1).total_seconds() for count in range(1, 14)]
    assert whole[:5] == [15, 30, 60, 120, 240]
    assert whole[-2:] == [14_400, 14_400]
    assert pause(3, chance=0).total_seconds() == 30


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_no_pause_is_shorter_than_half_of_it_or_longer_than_four_hours(count: int, chance: float) -> None:
    assert timedelta(seconds=7.5) <= pause(count, chance=chance) <= timedelta(hours=4)


@pytest.mark.parametrize(
    ("at", "told_at"),
    [
        ("2026-07-01 21:59", "2026-07-01 21:59"),
        ("2026-07-01 22:00", "2026-07-02 07:00"),
        ("2026-07-01 23:59", "2026-07-02 07:00"),
        ("2026-07-02 00:00", "2026-07-02 07:00"),
        ("2026-07-02 06:59", "2026-07-02 07:00"),
        ("2026-07-02 07:00", "2026-07-02 07:00"),
    ],
)
def test_quiet_hours_go_over_midnight(at: str, told_at: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI).astimezone(UTC)
    expected = datetime.fromisoformat(told_at).replace(tzinfo=SHANGHAI)
    assert after_quiet(moment, NIGHT, zone=SHANGHAI) == expected


def test_who_has_no_quiet_hours_is_told_at_once() -> None:
    moment = datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert after_quiet(moment, None, zone=SHANGHAI) == moment
    assert after_quiet(moment, QuietHours(60, 60), zone=SHANGHAI) == moment


def test_a_night_in_which_the_clock_is_changed_ends_at_its_hour() -> None:
    moment = datetime(2026, 10, 24, 22, tzinfo=UTC)  # 00:00 in summer time
    assert after_quiet(moment, NIGHT, zone=BERLIN) == datetime(2026, 10, 25, 6, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 1439), st.integers(0, 1439))
def test_the_time_that_was_found_is_never_quiet_itself(at: datetime, begin: int, end: int) -> None:
    if not datetime(1950, 1, 2, tzinfo=UTC) < at < datetime(9000, 1, 1, tzinfo=UTC):
        at = datetime(2026, 7, 1, tzinfo=UTC)
    quiet = QuietHours(begin, end)
    told_at = after_quiet(at, quiet, zone=SHANGHAI)
    assert at <= told_at <= at + timedelta(days=1)
    assert after_quiet(told_at, quiet, zone=SHANGHAI) == told_at
