"""Do the appeals, the added facts and the trail say the same?"""

from collections import defaultdict
from typing import Any

from jianyan import trail
from jianyan.appeals.tables import Addition, Appeal

_KINDS = ("appeal", "hear", "add-facts")
_COLUMNS = {"appeal": "text", "facts": "text", "note": "note"}
"""What a commitment is called → the column that holds its text."""
Row = dict[str, Any]
Leaves = dict[tuple[str, str], list[Row]]


async def first_fault() -> str | None:
    """Name the first appeal or addition that does not match its record, or None where all do.

    Checked: each row has its leaf and each leaf its row; day and outcome are as recorded; texts open their
    commitments, or are gone with a record of erasure.
    """
    recorded: Leaves = defaultdict(list)
    async for page in trail.subjects_of(*_KINDS):
        for _, subject, leaf in page:
            recorded[leaf["type"], subject].append(leaf)
    erased = {subject async for page in trail.subjects_of("erase") for _, subject, _ in page}
    return (
        await _fault_of_appeals(recorded, erased)
        or await _fault_of_additions(recorded, erased)
        or _fault_of_rest(recorded)
    )


async def _fault_of_appeals(recorded: Leaves, erased: set[str]) -> str | None:
    columns = (*Appeal.all_columns(), Appeal.suggestion.tracking.as_alias("tracking"))
    for row in await Appeal.select(*columns).order_by(Appeal.id):
        tracking = row["tracking"]
        fault = _fault_of_raising(row, recorded.pop(("appeal", tracking), []), is_erased=tracking in erased)
        fault = fault or _fault_of_hearing(row, recorded.pop(("hear", tracking), []), tracking in erased)
        if fault:
            return f"appeal about {tracking}: {fault}"
    return None


def _fault_of_raising(row: Row, leaves: list[Row], *, is_erased: bool) -> str | None:
    if len(leaves) != 1:
        return f"it is recorded {len(leaves)} times"
    if leaves[0]["data"]["due"] != row["due_on"].isoformat():
        return "its day is not as recorded"
    return _fault_of_text(row, "appeal", leaves[0], is_erased=is_erased)


def _fault_of_hearing(row: Row, leaves: list[Row], is_erased: bool) -> str | None:
    if [leaf["data"]["outcome"] for leaf in leaves] != ([row["outcome"]] if row["outcome"] else []):
        return "its outcome is not as recorded"
    return _fault_of_text(row, "note", leaves[0], is_erased=is_erased) if leaves else None


async def _fault_of_additions(recorded: Leaves, erased: set[str]) -> str | None:
    columns = (*Addition.all_columns(), Addition.suggestion.tracking.as_alias("tracking"))
    for row in await Addition.select(*columns).order_by(Addition.id):
        tracking = row["tracking"]
        leaves = recorded["add-facts", tracking]
        if not leaves:
            return f"addition {row['id']} to {tracking}: it is not recorded"
        fault = _fault_of_text(row, "facts", leaves.pop(0), is_erased=tracking in erased)
        if fault:
            return f"addition {row['id']} to {tracking}: {fault}"
    return None


def _fault_of_text(row: Row, field: str, leaf: Row, *, is_erased: bool) -> str | None:
    text, salt = row[_COLUMNS[field]], row[f"{_COLUMNS[field]}_salt"]
    if text is None or salt is None:
        return (
            None if is_erased and text is None and salt is None else f"its {field} is gone without a record"
        )
    if trail.commitment(bytes(salt), field, text) != leaf["com"][field]:
        return f"its {field} is not the one that was recorded"
    return None


def _fault_of_rest(recorded: Leaves) -> str | None:
    left = min((subject for (_, subject), leaves in recorded.items() if leaves), default=None)
    return f"suggestion {left}: an appeal or addition is recorded, but there is no row" if left else None
