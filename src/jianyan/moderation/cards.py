"""Cards: suggestions as they lie before a moderator, and in whose hands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns.combination import And
from piccolo.querystring import QueryString

from jianyan.suggestions import NoSuchSuggestion, SuggestionDetail, SuggestionFilter
from jianyan.suggestions.queries import COLUMNS, detail_of, matching
from jianyan.suggestions.tables import Suggestion
from jianyan.topics import topic_ids

_HELD = "(SELECT lease.account FROM lease WHERE lease.suggestion = suggestion.id AND lease.until > {})"
_HOLDER = (
    "(SELECT COALESCE(NULLIF(account.name, ''), account.email) "
    "FROM lease JOIN account ON account.id = lease.account "
    "WHERE lease.suggestion = suggestion.id AND lease.until > {})"
)
_ALIKE = (
    "(SELECT COUNT(*) - 1 FROM group_member mate WHERE mate.first = "
    "(SELECT own.first FROM group_member own WHERE own.suggestion = suggestion.id))"
)
_PHOTO = (
    "(SELECT photo.name FROM suggestion_photo held JOIN photo ON photo.id = held.photo "
    "WHERE held.suggestion = suggestion.id AND photo.erased_at IS NULL AND photo.kind = 'photo' "
    "ORDER BY held.number LIMIT 1)"
)
_VOICE = (
    "(SELECT COUNT(*) FROM suggestion_photo sent JOIN photo ON photo.id = sent.photo "
    "WHERE sent.suggestion = suggestion.id AND photo.erased_at IS NULL AND photo.kind = 'voice')"
)
_SPOT = "(SELECT spot.place FROM suggestion_spot spot WHERE spot.suggestion = suggestion.id)"
_VERSION = "(SELECT version FROM content_version WHERE id = 1)"


class Holder(msgspec.Struct, frozen=True):
    """In whose hands a card is."""

    account_id: int
    name: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One suggestion before a moderator."""

    suggestion: SuggestionDetail
    holder: Holder | None
    alike_count: int
    """How many others of its topic say the same, as far as they are gathered."""
    photo: str | None
    """Name of its first photo; None: it has none."""
    spot: str | None
    """Where it was made, as its member says."""
    has_voice: bool
    """Whether a voice note came along."""
    version: int
    """The content version of the database when it was read."""

    def is_taken(self, account_id: int) -> bool:
        """Say whether it is in somebody else's hands."""
        return self.holder is not None and self.holder.account_id != account_id


async def cards_of(trackings: Sequence[str], *, now: datetime) -> list[Card]:
    """Give the cards of these public numbers, in their order.

    Raises:
        NoSuchSuggestion: there is none of the first one's number in the current scope; of the others, unknown
            ones are left out.
    """
    asked = Suggestion.tracking.is_in(list(trackings)) & Suggestion.topic.is_in(topic_ids())
    rows = await Suggestion.select(*_columns(now)).where(asked)
    found = {row["tracking"]: _card(row) for row in rows}
    if trackings[0] not in found:
        raise NoSuchSuggestion
    return [found[tracking] for tracking in trackings if tracking in found]


async def queue(asked: SuggestionFilter, *, most: int, now: datetime, after: int = 0) -> list[Card]:
    """List the cards that a filter lets through, in the order in which they came.

    Args:
        asked: the filter.
        most: at most this many.
        now: decides which leases are over.
        after: only those whose id is larger.
    """
    query = Suggestion.select(*_columns(now)).where(And(matching(asked), Suggestion.id > after))
    return [_card(row) for row in await query.order_by(Suggestion.id).limit(most)]


def _columns(now: datetime) -> tuple[Any, ...]:
    return (
        *COLUMNS,
        QueryString(_HELD, now, alias="holder_id"),
        QueryString(_HOLDER, now, alias="holder_name"),
        QueryString(_ALIKE, alias="alike_count"),
        QueryString(_PHOTO, alias="photo"),
        QueryString(_SPOT, alias="spot"),
        QueryString(_VOICE, alias="voice_count"),
        QueryString(_VERSION, alias="content_version"),
    )


def _card(row: dict[str, Any]) -> Card:
    holder_id, name, version = (row.pop(key) for key in ("holder_id", "holder_name", "content_version"))
    holder = Holder(holder_id, name) if holder_id is not None else None
    alike_count, photo, spot = max(row.pop("alike_count") or 0, 0), row.pop("photo"), row.pop("spot")
    has_voice = row.pop("voice_count") > 0
    return Card(
        suggestion=detail_of(row),
        holder=holder,
        alike_count=alike_count,
        photo=photo,
        spot=spot,
        has_voice=has_voice,
        version=version,
    )
