"""Where a request stands in the specification's words; this is the one place that says so."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from jianyan import cases, moderation
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


_IN_HAND = N_("A department is dealing with it.")
_ANSWERED = N_("A department has answered.")


async def standings(
    found: Sequence[PublicSuggestion], language: str, *, zone: ZoneInfo
) -> dict[int, Standing]:
    """Give suggestion id → where it stands.

    Args:
        found: in any order.
        language: of the notes.
        zone: in which the day of an answer ends.
    """
    agencies = await cases.agencies_of([one.id for one in found])
    declined = [one.id for one in found if one.state is SuggestionState.DECLINED]
    reasons = await moderation.reasons_of(declined)
    standing = {}
    for one in found:
        sentences = [NOTES[one.state], *([reasons[one.id].sentence] if one.id in reasons else [])]
        agency = agencies.get(one.id)
        answered_at = agency and agency.answered_at
        if agency:
            sentences.append(_ANSWERED if answered_at else _IN_HAND)
        standing[one.id] = Standing(
            status=Status.CLOSED if one.state in _CLOSING or answered_at else Status.OPEN,
            status_notes=" ".join(say(language, sentence) for sentence in sentences),
            agency_responsible="、".join(agency.names) or None if agency else None,
            expected_at=_end_of(agency.due_on, zone) if agency and agency.due_on else None,
            updated_at=answered_at or one.settled_at or one.received_at,
        )
    return standing


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
