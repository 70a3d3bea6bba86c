"""What became of the suggestions of a topic that were handed over, grouped by the database.

This is the one place where it is counted: the board, the public pages and the reports show what it gives.
"""

from typing import Any

import msgspec

from jianyan.cases.adoption import BEST_FIRST
from jianyan.cases.states import CaseState, Result
from jianyan.cases.tables import Case
from jianyan.db import is_sqlite

# One row a suggestion, then one a kind: of several cases the best answer and the best class count.
_HANDED_OVER = """
SELECT s.category, {year} AS year, c.place, c.result, c.is_owed, c.is_concluded, COUNT(*) AS "count"
FROM (
    SELECT suggestion,
        MIN(CASE WHEN answered_at IS NOT NULL THEN {place} END) AS place,
        MIN(NULLIF(result, '')) AS result,
        MAX(CASE WHEN state NOT IN ('answered', 'closed') THEN 1 ELSE 0 END) AS is_owed,
        MIN(CASE WHEN state = {{}} THEN 1 ELSE 0 END) AS is_concluded
    FROM "case" WHERE topic = {{}} AND state <> {{}} GROUP BY suggestion
) c
JOIN suggestion s ON s.id = c.suggestion
GROUP BY s.category, {year}, c.place, c.result, c.is_owed, c.is_concluded
"""
_PLACE = "CASE adoption {known} ELSE {last} END".format(
    known=" ".join(f"WHEN '{adoption}' THEN {place}" for place, adoption in enumerate(BEST_FIRST[:-1])),
    last=len(BEST_FIRST) - 1,
)
_YEAR_SQLITE = "CAST(substr(s.received_on, 1, 4) AS INTEGER)"
_YEAR_POSTGRES = "CAST(EXTRACT(YEAR FROM s.received_on) AS INTEGER)"


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """How many suggestions share all of these; cancelled cases do not count."""

    category_id: int | None
    year: int
    """In which they came."""
    adoption: str | None
    """The best of their answers; UNSAID: none says it; None: there is none yet."""
    result: Result | None
    """The best class of their answers; None: none says it."""
    is_owed: bool
    """Somebody owes an answer, for the first time, once more or to a part."""
    is_concluded: bool
    """All of their cases are closed."""
    count: int


async def handed_over(topic_id: int) -> list[HandedOver]:
    """Count the suggestions of a topic that were handed over, each once, by what became of them."""
    year = _YEAR_SQLITE if is_sqlite() else _YEAR_POSTGRES
    query = _HANDED_OVER.format(year=year, place=_PLACE)
    rows = await Case.raw(query, CaseState.CLOSED.value, topic_id, CaseState.CANCELLED.value)
    return [_handed_over(row) for row in rows]


def _handed_over(row: dict[str, Any]) -> HandedOver:
    return HandedOver(
        category_id=row["category"],
        year=row["year"],
        adoption=None if row["place"] is None else BEST_FIRST[row["place"]],
        result=Result(row["result"]) if row["result"] else None,
        is_owed=bool(row["is_owed"]),
        is_concluded=bool(row["is_concluded"]),
        count=row["count"],
    )
