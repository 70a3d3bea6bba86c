"""Reading appeals and added facts, and what a sender may do now."""

from datetime import date, datetime
from typing import Any

import msgspec
from piccolo.columns.combination import And, WhereRaw

from jianyan.appeals.states import ADDITIONS_MOST, APPEALABLE_FOR, OPEN_TO_FACTS, WITHDRAWABLE, Outcome
from jianyan.appeals.tables import Addition, Appeal
from jianyan.moderation import ReasonDetail, with_reasons
from jianyan.moderation.tables import Decision
from jianyan.suggestions import Source, SuggestionDetail, SuggestionState
from jianyan.topics import topic_ids


class AppealDetail(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal, the decline it objects to, and how it ended."""

    text: str | None
    """None once erased."""
    raised_at: datetime
    due_on: date
    declined_by: str
    declined_at: datetime
    reason: ReasonDetail | None
    outcome: Outcome | None
    """None until it is heard."""
    heard_by: str | None
    heard_by_id: int | None
    heard_at: datetime | None
    note: str | None


class AppealSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal in the list of those who hear it."""

    id: int
    suggestion_id: int
    tracking: str
    body: str | None
    """None once erased."""
    placement: str | None
    source: Source
    appeal: AppealDetail


class AdditionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that a sender added."""

    text: str | None
    """None once erased."""
    added_at: datetime


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the sender of a suggestion may do now."""

    appeal: bool
    withdraw: bool
    add_facts: bool


class Waiting(msgspec.Struct, frozen=True):
    """How many appeals wait for their answer, and how many of these are late."""

    count: int
    overdue: int


async def appeal_of(suggestion_id: int) -> AppealDetail | None:
    """Give the appeal of a suggestion, or None."""
    row = await Appeal.select(*_APPEAL).where(Appeal.suggestion == suggestion_id).first()
    return _appeal((await with_reasons([row]))[0]) if row else None


async def additions_to(suggestion_ids: list[int]) -> dict[int, list[AdditionDetail]]:
    """Give suggestion id → the facts that were added to it, the first ones first."""
    if not suggestion_ids:
        return {}
    columns = (Addition.suggestion, Addition.text, Addition.added_at)
    where = Addition.suggestion.is_in(suggestion_ids)
    found: dict[int, list[AdditionDetail]] = {}
    for row in await Addition.select(*columns).where(where).order_by(Addition.id):
        addition = AdditionDetail(text=row["text"], added_at=row["added_at"])
        found.setdefault(row["suggestion"], []).append(addition)
    return found


async def awaiting(*, most: int, after: int = 0) -> list[AppealSummary]:
    """List the appeals that wait for an answer, the first to be answered first.

    Args:
        most: at most this many.
        after: only those whose id is larger.
    """
    query = Appeal.select(*_SUMMARY).where(And(is_waiting(), Appeal.id > after))
    rows = await query.order_by(Appeal.id).limit(most)
    return [_summary(row) for row in await with_reasons(rows)]


async def heard(*, most: int, before: int) -> list[AppealSummary]:
    """List the appeals that were heard, the newest first.

    Args:
        most: at most this many.
        before: only those whose id is smaller.
    """
    query = Appeal.select(*_SUMMARY).where(
        Appeal.outcome.is_not_null() & _within_scope() & (Appeal.id < before)
    )
    rows = await query.order_by(Appeal.id, ascending=False).limit(most)
    return [_summary(row) for row in await with_reasons(rows)]


async def waiting_on(today: date) -> Waiting:
    """Count the appeals that wait for an answer; late is what was due before today."""
    late = await Appeal.count().where(And(is_waiting(), Appeal.due_on < today))
    return Waiting(count=int(await Appeal.count().where(is_waiting())), overdue=int(late))


async def choices_of(found: SuggestionDetail, *, now: datetime) -> Choices:
    """Say what the sender of a suggestion may do now; nothing can be written about an erased one."""
    is_readable = found.body is not None
    declined_at = (await last_decline(found.id) or {}).get("at")
    return Choices(
        appeal=is_readable
        and found.state is SuggestionState.DECLINED
        and declined_at is not None
        and now - declined_at <= APPEALABLE_FOR
        and not await Appeal.exists().where(Appeal.suggestion == found.id),
        withdraw=found.state in WITHDRAWABLE,
        add_facts=is_readable
        and found.state in OPEN_TO_FACTS
        and await Addition.count().where(Addition.suggestion == found.id) < ADDITIONS_MOST,
    )


async def last_decline(suggestion_id: int) -> dict[str, Any] | None:
    """Give `id` and `at` of the decision that declined a suggestion last, or None."""
    where = (Decision.suggestion == suggestion_id) & (Decision.to_state == SuggestionState.DECLINED.value)
    query = Decision.select(Decision.id, Decision.at).where(where)
    row: dict[str, Any] | None = await query.order_by(Decision.id, ascending=False).first()
    return row


async def decliners_of(suggestion_ids: list[int]) -> dict[int, set[int]]:
    """Give suggestion id → account ids of everybody who ever declined it: none of them hears its appeal."""
    if not suggestion_ids:
        return {}
    where = Decision.suggestion.is_in(suggestion_ids) & (Decision.to_state == SuggestionState.DECLINED.value)
    found: dict[int, set[int]] = {}
    for row in await Decision.select(Decision.suggestion, Decision.by).where(where):
        found.setdefault(row["suggestion"], set()).add(row["by"])
    return found


def is_waiting() -> Any:
    """Give the condition of the appeals of the current scope that wait for an answer."""
    return And(Appeal.outcome.is_null(), WhereRaw(_STILL_DECLINED, topic_ids().querystrings[0]))


def _within_scope() -> Any:
    return Appeal.suggestion.topic.is_in(topic_ids())


# A decline that was taken back since needs no answer any more. Asked of each open appeal: joined, a database
# might begin with all that was ever declined.
_STILL_DECLINED = """
(SELECT sent.id FROM suggestion AS sent
 WHERE sent.id = appeal.suggestion AND sent.state = 'declined' AND sent.topic IN ({})) IS NOT NULL
"""
_APPEAL = (
    Appeal.text,
    Appeal.raised_at,
    Appeal.due_on,
    Appeal.against.by.name.as_alias("declined_by"),  # type: ignore[union-attr]
    Appeal.against.at.as_alias("declined_at"),
    Appeal.against.reason.as_alias("reason"),
    Appeal.against.rules.as_alias("rules"),
    Appeal.outcome,
    Appeal.heard_by.name.as_alias("heard_by"),
    Appeal.heard_by.as_alias("heard_by_id"),
    Appeal.heard_at,
    Appeal.note,
)
_SUMMARY = (
    Appeal.id,
    Appeal.suggestion.as_alias("suggestion_id"),
    Appeal.suggestion.tracking.as_alias("tracking"),
    Appeal.suggestion.body.as_alias("body"),
    Appeal.suggestion.placement.name.as_alias("placement"),  # type: ignore[union-attr]
    Appeal.suggestion.source.as_alias("source"),
    *_APPEAL,
)


def _summary(row: dict[str, Any]) -> AppealSummary:
    facts = {name: row.pop(name) for name in ("id", "suggestion_id", "tracking", "body", "placement")}
    return AppealSummary(**facts, source=Source(row.pop("source")), appeal=_appeal(row))


def _appeal(row: dict[str, Any]) -> AppealDetail:
    outcome = row["outcome"]
    return AppealDetail(**{**row, "outcome": Outcome(outcome) if outcome else None})
