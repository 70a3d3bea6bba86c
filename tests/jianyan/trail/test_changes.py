from datetime import UTC, datetime, timedelta, timezone

import msgspec

from jianyan import trail
from jianyan.trail.leaves import canonical

NOON = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=8)))


class Named(msgspec.Struct):
    """Something with a name."""

    name: str


def test_only_what_differs_is_told() -> None:
    told = trail.changes(
        {"title": "旧", "line": "1路", "lat": 28.2}, {"title": "新", "line": "1路", "lat": None}
    )
    assert told == {"before": {"title": "旧", "lat": "28.2"}, "after": {"title": "新", "lat": None}}


def test_nothing_is_told_where_nothing_differs() -> None:
    assert (
        trail.changes({"opens_at": NOON, "names": ["a"]}, {"opens_at": NOON.astimezone(UTC), "names": ["a"]})
        == {}
    )


def test_what_is_told_fits_into_a_leaf() -> None:
    before = {"at": NOON, "lat": 1.5, "asked": [Named("甲")]}
    told = trail.changes(before, {"at": None, "lat": 2.5, "asked": [Named("乙")]})
    assert canonical(told)
    assert told["before"] == {"at": "2026-07-01T04:00:00Z", "lat": "1.5", "asked": [{"name": "甲"}]}
