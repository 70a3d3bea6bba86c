"""Reading decisions."""

from datetime import datetime
from typing import Any

import msgspec

from jianyan.moderation.rules import BUILT_IN, ReasonDetail
from jianyan.moderation.tables import Decision, ReasonCode

_REASONS_BETWEEN = """
SELECT d.suggestion, d.reason, d.rules FROM decision d WHERE d.reason IS NOT NULL AND d.suggestion IN (
    SELECT id FROM suggestion WHERE topic = {} AND id BETWEEN {} AND {} AND state = 'declined'
) ORDER BY d.id
"""


class DecisionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One decision in the history of a suggestion."""

    at: datetime
    by: str
    kind: str
    from_state: str
    to_state: str
    from_category: str | None
    to_category: str | None
    reason: ReasonDetail | None
    batch: str | None


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
            Decision.rules,
            Decision.batch,
        )
        .where(Decision.suggestion == suggestion_id)
        .order_by(Decision.id)
    )
    return [DecisionDetail(**row) for row in await with_reasons(rows)]


async def reason_of(suggestion_id: int) -> ReasonDetail | None:
    """Give why a suggestion was declined last, as it was told then, or None."""
    return (await reasons_of([suggestion_id])).get(suggestion_id)


async def reasons_of(suggestion_ids: list[int]) -> dict[int, ReasonDetail]:
    """Give suggestion id → why it was declined last, as it was told then."""
    if not suggestion_ids:
        return {}
    rows = (
        await Decision.select(Decision.suggestion, Decision.reason, Decision.rules)
        .where(Decision.suggestion.is_in(suggestion_ids) & Decision.reason.is_not_null())
        .order_by(Decision.id)
    )
    return {row["suggestion"]: row["reason"] for row in await with_reasons(rows)}


async def reasons_between(topic_id: int, first: int, last: int) -> dict[int, ReasonDetail]:
    """Give the same as `reasons_of` for the suggestions of a topic from one id to another."""
    rows = await Decision.raw(_REASONS_BETWEEN, topic_id, first, last)
    return {row["suggestion"]: row["reason"] for row in await with_reasons(rows)}


async def with_reasons(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows of decisions with the reason as it was told then for `reason`, and without `rules`."""
    sentences = await _sentences({row["rules"] for row in rows if row["rules"] is not None})
    return [
        {
            **{name: value for name, value in row.items() if name != "rules"},
            "reason": _reason(row["rules"], row["reason"], sentences),
        }
        for row in rows
    ]


async def _sentences(rules_ids: set[int]) -> dict[tuple[int, str], str]:
    if not rules_ids:
        return {}
    rows = await ReasonCode.select(ReasonCode.rules, ReasonCode.code, ReasonCode.sentence).where(
        ReasonCode.rules.is_in(sorted(rules_ids))
    )
    return {(row["rules"], row["code"]): row["sentence"] for row in rows}


def _reason(
    rules_id: int | None, code: str | None, sentences: dict[tuple[int, str], str]
) -> ReasonDetail | None:
    if code is None:
        return None
    if rules_id is None:
        return BUILT_IN.reason(code)
    return ReasonDetail(code, sentences[rules_id, code])
