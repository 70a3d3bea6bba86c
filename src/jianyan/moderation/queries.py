"""Reading decisions."""

from datetime import datetime
from typing import Any

import msgspec

from jianyan.moderation.reasons import Reason
from jianyan.moderation.tables import Decision


class DecisionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One decision in the history of a suggestion."""

    at: datetime
    by: str
    kind: str
    from_state: str
    to_state: str
    from_category: str | None
    to_category: str | None
    reason: Reason | None


async def decisions_on(suggestion_id: int) -> list[DecisionDetail]:
    """List the decisions on a suggestion, the first one first."""
    rows: list[dict[str, Any]] = (
        await Decision.select(
            Decision.at,
            Decision.by.name.as_alias("by"),
            Decision.kind,
            Decision.from_state,
            Decision.to_state,
            Decision.from_category.name.as_alias("from_category"),
            Decision.to_category.name.as_alias("to_category"),
            Decision.reason,
        )
        .where(Decision.suggestion == suggestion_id)
        .order_by(Decision.id)
    )
    return [
        DecisionDetail(**{**row, "reason": Reason(row["reason"]) if row["reason"] else None}) for row in rows
    ]


async def reason_of(suggestion_id: int) -> Reason | None:
    """Give why a suggestion was declined last, or None."""
    row = (
        await Decision.select(Decision.reason)
        .where((Decision.suggestion == suggestion_id) & (Decision.to_state == "declined"))
        .order_by(Decision.id, ascending=False)
        .first()
    )
    return Reason(row["reason"]) if row and row["reason"] else None
