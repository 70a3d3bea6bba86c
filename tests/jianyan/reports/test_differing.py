from typing import Any

import msgspec

from jianyan.reports.differing import Change, changes_between
from jianyan.reports.schemas import CategoryStates, Content

CONTENT = Content(
    topic=1,
    trail_size=9,
    root="00",
    rules=0,
    received=3,
    states={"published": 2, "waiting": 1},
    categories=[CategoryStates(None, {"published": 1}), CategoryStates(4, {"published": 1, "waiting": 1})],
    declined_by_reason=[],
    channels=[(None, 2), ("7K3M9QXT", 1)],
    sources={"citizen": 3},
    days=[("2026-07-01", 3)],
    listing_sha256="ab",
)


def other(**parts: Any) -> Content:
    return msgspec.structs.replace(CONTENT, **parts)


def test_what_is_the_same_has_no_changes() -> None:
    assert changes_between(CONTENT, other()) == []


def test_each_figure_is_named_by_its_part_and_its_key() -> None:
    again = other(
        received=4,
        states={"published": 3, "waiting": 1},
        categories=[CategoryStates(4, {"published": 2, "waiting": 1})],
        channels=[(None, 3), ("7K3M9QXT", 1)],
        days=[("2026-07-01", 3), ("2026-07-02", 1)],
    )
    assert changes_between(CONTENT, again) == [
        Change("received", "", "3", "4"),
        Change("states", "published", "2", "3"),
        Change("categories", "—", "1", ""),
        Change("categories", "4", "2", "3"),
        Change("channels", "—", "2", "3"),
        Change("days", "2026-07-02", "", "1"),
    ]


def test_of_very_many_changes_the_first_are_told() -> None:
    days = [(f"2026-07-{day:02}", 1) for day in range(1, 32)] + [("2026-08-01", 1)]
    assert len(changes_between(other(days=[]), other(days=days))) == 30
