"""How long a notice waits: back-off after failures, and the quiet hours of people."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jianyan.notices.schemas import QuietHours

GIVEN_UP_AFTER = timedelta(days=3)
"""After its act; an attempt that fails later is the last."""
_FIRST_S = 15
_LONGEST_S = 4 * 3_600
_MINUTES = 24 * 60


def pause(attempt_count: int, *, chance: float) -> timedelta:
    """Give how long to wait after so many attempts: twice as long each time, up to four hours, with jitter.

    Args:
        attempt_count: at least 1.
        chance: 0 to 1; the pause is between half of its length and the whole.

    Source: exponential back-off with "equal jitter" (M. Brooker, AWS Architecture Blog, 2015).
    """
    whole_s = min(_FIRST_S * 2 ** min(attempt_count - 1, 20), _LONGEST_S)
    return timedelta(seconds=whole_s * (0.5 + chance / 2))


def after_quiet(at: datetime, quiet: QuietHours | None, *, zone: ZoneInfo) -> datetime:
    """Give `at`, or the end of the quiet hours in which it lies, on the wall clock of the zone."""
    if quiet is None or not _is_quiet(at, quiet, zone):
        return at
    here = at.astimezone(zone)
    end = here.replace(hour=quiet.end // 60, minute=quiet.end % 60, second=0, microsecond=0)
    if end <= here:
        end += timedelta(days=1)
    return end.astimezone(at.tzinfo)


def _is_quiet(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    here = at.astimezone(zone)
    minute = here.hour * 60 + here.minute
    length = (quiet.end - quiet.begin) % _MINUTES
    return (minute - quiet.begin) % _MINUTES < length
