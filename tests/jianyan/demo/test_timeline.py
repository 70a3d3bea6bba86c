from datetime import datetime, timedelta

import pytest

import builders
from jianyan.demo.timeline import Act, Timeline

NOON = datetime(2026, 7, 8, 12, 0, tzinfo=builders.SHANGHAI)
TIMELINE = Timeline(now=NOON, zone=builders.SHANGHAI)


@pytest.mark.parametrize(
    ("days_ago", "minute", "expected"),
    [
        (0, 0, "2026-07-08T00:00+08:00"),
        (0, 1_439, "2026-07-08T11:59+08:00"),
        (6, 458, "2026-07-02T07:38+08:00"),
        (-8, 0, "2026-07-16T00:00+08:00"),
    ],
)
def test_a_moment_is_counted_back_from_today(days_ago: int, minute: int, expected: str) -> None:
    assert TIMELINE.moment(days_ago, minute) == datetime.fromisoformat(expected)


def test_on_the_first_minute_of_a_day_nothing_of_it_is_in_the_future() -> None:
    midnight = NOON.replace(hour=0)
    assert Timeline(now=midnight, zone=builders.SHANGHAI).moment(0, 1_439) == midnight


@pytest.mark.parametrize(
    ("arrived", "seen"),
    [("08:00", "08 09:15"), ("09:10", "08 14:15"), ("16:59", "08 17:15"), ("23:00", "09 09:15")],
)
def test_the_moderator_comes_to_it_in_the_next_sitting(arrived: str, seen: str) -> None:
    at = datetime.fromisoformat(f"2026-07-08T{arrived}").replace(tzinfo=builders.SHANGHAI)
    assert TIMELINE.sitting_after(at, turn=50).strftime("%d %H:%M") == seen


async def test_everything_happens_in_order_and_nothing_after_now() -> None:
    happened: list[tuple[str, datetime]] = []
    timeline = Timeline(now=NOON, zone=builders.SHANGHAI)

    def act(name: str) -> Act:
        async def happen(at: datetime) -> None:
            happened.append((name, at))

        return happen

    timeline.add(NOON + timedelta(days=1), act("late"))
    timeline.add(NOON, act("now"))
    timeline.add(NOON - timedelta(days=1), act("early"))
    await timeline.play()
    assert happened == [("early", NOON - timedelta(days=1)), ("late", NOON), ("now", NOON)]
