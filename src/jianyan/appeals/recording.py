"""What every act after sending shares: the suggestion stands still, and the act is kept on record."""

from datetime import datetime
from typing import Any

from jianyan import suggestions, trail
from jianyan.db import Look, Steps, perform
from jianyan.suggestions import SuggestionDetail
from jianyan.suggestions.tables import Suggestion


async def locked(tracking: str) -> SuggestionDetail:
    """Give a suggestion that nobody else decides on or adds to before this transaction ends."""
    await perform(_locking(tracking))
    return await suggestions.by_tracking(tracking)


def _locking(tracking: str) -> Steps[None]:
    yield Look(Suggestion, (Suggestion.id,), Suggestion.tracking, [tracking], locks=True)


async def record(
    kind: str,
    found: SuggestionDetail,
    *,
    actor: trail.Actor | None,
    now: datetime,
    data: dict[str, Any],
    said: dict[str, str] | None = None,
) -> None:
    """Append an act on a suggestion to the trail, in the transaction of the act.

    Args:
        kind: `appeal`, `hear`, `withdraw` or `add-facts`.
        found: what it is done to.
        actor: None for a citizen.
        now: when.
        data: plain facts.
        said: field → hex of the commitment to a text.
    """
    entry = trail.Entry(
        kind=kind,
        subject=found.tracking,
        actor=actor,
        topic=found.topic_id,
        data=data,
        commitments=said or {},
    )
    await trail.record(entry, at=now)
