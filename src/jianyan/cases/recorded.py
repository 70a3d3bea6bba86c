"""What the trail and the tables hold of a page of cases, side by side for the check."""

from collections import defaultdict
from typing import Any

import msgspec

from jianyan.cases.states import StepKind

Row = dict[str, Any]


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """The record of one step."""

    seq: int
    kind: StepKind
    actor: str | None
    topic: int | None
    data: dict[str, Any]
    commitments: dict[str, str]


class Leaves(defaultdict[int, list[Leaf]]):
    """Case id → the records of its steps, in order."""

    def __init__(self) -> None:
        super().__init__(list)

    def add(self, case_id: int, row: Row, kind: StepKind) -> None:
        """Add a row of the trail."""
        said = msgspec.json.decode(row["leaf"])
        leaf = Leaf(
            seq=row["seq"],
            kind=kind,
            actor=row["actor"],
            topic=row["topic"],
            data=said["data"],
            commitments=said["com"],
        )
        self[case_id].append(leaf)


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """All that belongs to a page of cases."""

    leaves: Leaves
    steps: dict[int, list[Row]]
    co: dict[int, list[Row]]
    erased: dict[str, int]
    """Number of an erased suggestion → that of the act that erased it."""
