"""When everything happens: moments of the demo, none of them in the future."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from jianyan.clock import day_of

Act = Callable[[datetime], Awaitable[None]]
_SITTINGS = (time(9, 10), time(14, 10), time(17, 10))
"""When the moderator sits down to the queue."""
_DAY_MINUTES = 24 * 60


class Timeline:
    """Acts and their moments.

    Args:
        now: the end of the story.
        zone: in which its days are counted.
    """

    def __init__(self, *, now: datetime, zone: ZoneInfo) -> None:
        self._now = now
        self._zone = zone
        self._acts: list[tuple[datetime, int, Act]] = []

    def add(self, at: datetime, act: Act) -> None:
        """Put an act at a moment; what would lie in the future happens now, in the order of adding."""
        self._acts.append((min(at, self._now), len(self._acts), act))

    async def play(self) -> None:
        """Let everything happen, in the order of time."""
        for at, _, act in sorted(self._acts, key=lambda planned: planned[:2]):
            await act(at)

    def moment(self, days_ago: int, minute: int) -> datetime:
        """Give the moment so many days ago, at a minute of the day; today ends now."""
        midnight = datetime.combine(
            day_of(self._now, self._zone) - timedelta(days=days_ago), time(), self._zone
        )
        if days_ago == 0:
            minute = minute * int((self._now - midnight).total_seconds() // 60) // _DAY_MINUTES
        return midnight + timedelta(minutes=minute)

    def sitting_after(self, at: datetime, *, turn: int) -> datetime:
        """Give when the moderator comes to what arrived at `at`: in the next sitting, a minute a turn."""
        local = at.astimezone(self._zone)
        days = (local.date(), local.date() + timedelta(days=1))
        sittings = (datetime.combine(day, start, self._zone) for day in days for start in _SITTINGS)
        return next(start for start in sittings if start > local) + timedelta(minutes=turn % 45)
