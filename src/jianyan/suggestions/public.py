"""What anybody may read of suggestions across topics: by number, or what is published in a time."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from typing import Any

import msgspec
from piccolo.columns.combination import And, Or, WhereRaw
from piccolo.custom_types import Combinable

from jianyan.screening import Words, screened
from jianyan.suggestions.states import SuggestionState
from jianyan.suggestions.tables import PUBLISHED, Suggestion

_COLUMNS = (
    Suggestion.id,
    Suggestion.tracking,
    Suggestion.state,
    Suggestion.topic.slug.as_alias("slug"),
    Suggestion.topic.title.as_alias("topic"),
    Suggestion.category.as_alias("category_id"),
    Suggestion.category.name.as_alias("category"),
    Suggestion.placement.code.as_alias("code"),
    Suggestion.placement.name.as_alias("placement"),
    Suggestion.placement.line.as_alias("line"),
    Suggestion.placement.lat.as_alias("lat"),
    Suggestion.placement.lon.as_alias("lon"),
    Suggestion.title,
    Suggestion.body,
    Suggestion.received_at,
    Suggestion.settled_at,
)


class PublicSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A suggestion as anybody may read it."""

    id: int
    tracking: str
    state: SuggestionState
    slug: str
    """Of its topic."""
    topic: str
    """Title of its topic."""
    category_id: int | None
    category: str | None
    code: str | None
    """Of the placement; None: from none."""
    placement: str | None
    line: str | None
    lat: float | None
    lon: float | None
    title: str | None
    """As the public reads it; None unless published."""
    body: str | None
    """As the public reads it; None unless published, and once erased."""
    received_at: datetime
    settled_at: datetime | None


class PublishedFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which published suggestions are meant."""

    since: datetime
    until: datetime
    """Received at this moment at the latest."""
    services: Sequence[tuple[int, int | None]] = ()
    """Topic and category ids that belong together, None: filed nowhere; empty: all."""
    which: Any = None
    """A further condition that a slice above gives; None: none."""


async def published(
    asked: PublishedFilter, *, words: Words, most: int, leaving_out: int = 0, letters_most: int
) -> list[PublicSuggestion]:
    """List what is published and was received in a time, nothing erased, the newest first.

    Args:
        asked: which.
        words: those of level mask are masked, and personal data is anyway.
        most: at most this many.
        leaving_out: so many of the newest.
        letters_most: of a text; what is longer ends in an ellipsis.
    """
    there = And(WhereRaw(PUBLISHED), Suggestion.body.is_not_null())
    where: Combinable = And(there, Suggestion.received_at >= asked.since)
    where = And(where, Suggestion.received_at <= asked.until)
    if asked.services:
        where = And(where, _of_services(asked.services))
    if asked.which is not None:
        where = And(where, asked.which)
    query = Suggestion.select(*_COLUMNS).where(where).order_by(Suggestion.received_at, ascending=False)
    rows = await query.order_by(Suggestion.id, ascending=False).limit(most).offset(leaving_out)
    return await asyncio.to_thread(_readable, rows, words, letters_most)


async def by_trackings(
    trackings: Sequence[str], *, words: Words, letters_most: int
) -> list[PublicSuggestion]:
    """List the suggestions of these numbers, the newest first; of what is not published no text.

    Args:
        trackings: at most 1,000; unknown ones are left out.
        words: as for `published`.
        letters_most: as for `published`.
    """
    if not trackings:
        return []
    query = Suggestion.select(*_COLUMNS).where(Suggestion.tracking.is_in(list(trackings)))
    rows = await query.order_by(Suggestion.received_at, ascending=False)
    return await asyncio.to_thread(_readable, rows, words, letters_most)


def _of_services(services: Sequence[tuple[int, int | None]]) -> Combinable:
    first, *others = [_of_service(*service) for service in services]
    return reduce(Or, others, first)


def _of_service(topic_id: int, category_id: int | None) -> Combinable:
    filed = Suggestion.category.is_null() if category_id is None else Suggestion.category == category_id
    return And(Suggestion.topic == topic_id, filed)


def _readable(rows: list[dict[str, Any]], words: Words, letters_most: int) -> list[PublicSuggestion]:
    return [PublicSuggestion(**{**row, **_texts(row, words, letters_most)}) for row in rows]


def _texts(row: dict[str, Any], words: Words, letters_most: int) -> dict[str, Any]:
    state = SuggestionState(row["state"])
    if state is not SuggestionState.PUBLISHED:
        return {"state": state, "title": None, "body": None}
    texts = {name: _shortened(row[name], words, letters_most) for name in ("title", "body")}
    return {"state": state, **texts}


def _shortened(text: str | None, words: Words, letters_most: int) -> str | None:
    if text is None:
        return None
    # Some letters more are looked through, so that nothing personal is cut in two and missed.
    read = screened(text[: letters_most + 200], words).public
    return read if len(read) <= letters_most else f"{read[: letters_most - 1]}…"
