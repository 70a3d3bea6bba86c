"""Where a request stands in the specification's words.

This is the one place that says so: what departments answer is to be asked for in `standings`.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from jianyan import moderation
from jianyan.i18n import N_, say
from jianyan.suggestions import PublicSuggestion, SuggestionState

NOTES = {
    SuggestionState.WAITING: N_("Received. A person will read it and file it."),
    SuggestionState.HELD: N_("Received. It needs a closer look before it is published."),
    SuggestionState.PUBLISHED: N_("Published. It counts in the tally."),
    SuggestionState.DECLINED: N_("Not published."),
    SuggestionState.MERGED: N_("Counted together with others that say the same."),
    SuggestionState.WITHDRAWN: N_("Withdrawn."),
}
_CLOSING = {SuggestionState.DECLINED, SuggestionState.WITHDRAWN}


class Status(StrEnum):
    """The two that GeoReport v2 knows."""

    OPEN = "open"
    CLOSED = "closed"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where one request stands."""

    status: Status
    status_notes: str
    """Why, in the language of who asks."""
    agency_responsible: str | None = None
    """None: no department has it yet."""
    expected_at: datetime | None = None
    """When it should be answered; None: nobody has said."""
    updated_at: datetime
    """When it came to stand so."""


PUBLISHED_STATUSES = frozenset({Status.OPEN})
"""What the public list holds: what is published is open as long as no department has answered it."""


async def standings(found: Sequence[PublicSuggestion], language: str) -> dict[int, Standing]:
    """Give suggestion id → where it stands.

    Args:
        found: in any order.
        language: of the notes.
    """
    declined = [one.id for one in found if one.state is SuggestionState.DECLINED]
    reasons = await moderation.reasons_of(declined)
    standing = {}
    for one in found:
        sentences = [NOTES[one.state], *([reasons[one.id].sentence] if one.id in reasons else [])]
        standing[one.id] = Standing(
            status=Status.CLOSED if one.state in _CLOSING else Status.OPEN,
            status_notes=" ".join(say(language, sentence) for sentence in sentences),
            updated_at=one.settled_at or one.received_at,
        )
    return standing
