"""Walking all suggestions of a topic quickly: plain rows with ids for names, a page after the other.

Names of places and drawers are few and are looked up once by whoever walks; joined to each row they would
cost more than the rest of it.
"""

from collections.abc import AsyncIterator
from typing import Any

from jianyan.suggestions.tables import Answer, Suggestion

PAGE_ROWS = 1_000
_ROWS = """
SELECT id, tracking, state, source, kind, category, chosen, placement, title, body,
    received_at, received_on, like_count
FROM suggestion WHERE topic = {} AND id > {} ORDER BY id LIMIT {}
"""
_ROWS_IN_STATE = _ROWS.replace("ORDER BY", "AND state = {} ORDER BY")
_ANSWERS = """
SELECT a.suggestion, a.question, o.label, a.rating, a.text FROM answer a
LEFT JOIN "option" o ON o.id = a."option"
WHERE a.suggestion IN (SELECT id FROM suggestion WHERE topic = {} AND id BETWEEN {} AND {}) ORDER BY a.id
"""


async def row_pages(topic_id: int, *, state: str | None = None) -> AsyncIterator[list[dict[str, Any]]]:
    """Walk the suggestions of a topic in the order in which they came, in pages of at most 1,000 rows.

    No transaction is open between two pages.

    Args:
        topic_id: whose.
        state: only those in this state; None: in any.
    """
    after = 0
    while rows := await _page(topic_id, after, state):
        yield rows
        after = rows[-1]["id"]


async def _page(topic_id: int, after: int, state: str | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]]
    if state is None:
        rows = await Suggestion.raw(_ROWS, topic_id, after, PAGE_ROWS)
        return rows
    rows = await Suggestion.raw(_ROWS_IN_STATE, topic_id, after, state, PAGE_ROWS)
    return rows


async def answer_rows(topic_id: int, first: int, last: int) -> dict[int, list[dict[str, Any]]]:
    """Give suggestion id → `question, label, rating, text` of its answers in the order of the questions.

    Args:
        topic_id: whose.
        first: id of the first suggestion.
        last: id of the last one.
    """
    answers: dict[int, list[dict[str, Any]]] = {}
    for row in await Answer.raw(_ANSWERS, topic_id, first, last):
        answers.setdefault(row["suggestion"], []).append(row)
    return answers
