"""What differs when a snapshot is computed again: of the trail, and figure by figure."""

from enum import StrEnum
from itertools import chain
from typing import Any

import msgspec

from jianyan.reports.replaying import Contradictory
from jianyan.reports.schemas import Content

_SHOWN_MOST = 30


class TrailFault(StrEnum):
    """What is wrong with the trail that the figures rest on."""

    CHANGED = "changed"
    """An act is not the one that was recorded."""
    MISSING = "missing"
    CONTRADICTORY = "contradictory"
    """An act does not follow from those before it."""
    OTHER = "other"
    """Every act is as its hash says, yet they are others than when the figures were frozen."""


class Change(msgspec.Struct, frozen=True):
    """A figure that is not what was frozen."""

    part: str
    """Field of Content."""
    key: str
    """Which of its figures: a state, a day, …; empty: it is one."""
    frozen: str
    """Empty: there was none."""
    again: str


class TrailBroken(Contradictory):
    """An act up to the position of a snapshot cannot be relied on."""

    def __init__(self, fault: TrailFault, at: int, told: str) -> None:
        super().__init__(told)
        self.fault, self.at = fault, at


def changes_between(kept: Content, again: Content) -> list[Change]:
    """List the figures that differ, in the order of Content: the first 30.

    Args:
        kept: as they were frozen.
        again: as the trail says them.
    """
    whole_before, whole_after = msgspec.to_builtins(kept), msgspec.to_builtins(again)
    found = []
    for part in Content.__struct_fields__:
        before, after = _figures(whole_before.get(part)), _figures(whole_after.get(part))
        keys = dict.fromkeys(chain(before, after))
        found += [
            Change(part, key, before.get(key, ""), after.get(key, ""))
            for key in keys
            if before.get(key) != after.get(key)
        ]
    return found[:_SHOWN_MOST]


def _figures(value: Any) -> dict[str, str]:
    """Give key → figure of a part; what holds parts itself is told by its key alone."""
    match value:
        case None:
            return {}
        case dict() as parts:
            return {str(key): _told(part) for key, part in parts.items()}
        case list() as rows:
            return dict(_keyed(row) for row in rows)
        case _:
            return {"": str(value)}


def _keyed(row: Any) -> tuple[str, str]:
    if isinstance(row, dict):
        return _key(row.get("id")), str(sum(row["states"].values()))
    return _key(row[0]), _told(row[1])


def _key(name: Any) -> str:
    return "—" if name is None else str(name)


def _told(part: Any) -> str:
    return "…" if isinstance(part, dict | list) else str(part)
