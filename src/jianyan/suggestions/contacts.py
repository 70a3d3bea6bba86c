"""Phone numbers that citizens left, opened for who calls them back."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from jianyan.keys import KeyRing
from jianyan.suggestions.composing import CONTACT_PURPOSE
from jianyan.suggestions.states import SuggestionState
from jianyan.suggestions.tables import Contact


class ContactDetail(msgspec.Struct, frozen=True):
    """A phone number and whose suggestion it goes with."""

    tracking: str
    phone: str
    delete_on: date
    """The day on which it is deleted here, and is to be deleted everywhere else."""


async def contacts_of(topic_id: int, *, keys: KeyRing) -> list[ContactDetail]:
    """List the phone numbers that were left with a topic's suggestions, in the order in which they came.

    Whoever asks has to keep it on record; see `exports.take_contacts`.

    Raises:
        UnfitSecret: one was encrypted with a secret that is not in the secret file.
    """
    rows = (
        await Contact.select(
            Contact.suggestion.tracking.as_alias("tracking"), Contact.phone, Contact.delete_on
        )
        .where(Contact.suggestion.topic == topic_id)
        .order_by(Contact.suggestion)
    )
    return await asyncio.to_thread(_opened, rows, keys)


async def contacts_to_text(
    suggestion_ids: Sequence[int], *, since: datetime, keys: KeyRing
) -> list[ContactDetail]:
    """List the phone numbers that are kept still of those who sent public suggestions from `since` on.

    Whoever asks has to keep it on record; see `exports.lend_phones`.

    Raises:
        UnfitSecret: one was encrypted with a secret that is not in the secret file.
    """
    suggestion = Contact.suggestion
    rows = await Contact.select(
        suggestion.tracking.as_alias("tracking"), Contact.phone, Contact.delete_on
    ).where(
        suggestion.id.is_in(list(suggestion_ids) or [0])
        & (suggestion.received_at >= since)
        & suggestion.state.is_in([SuggestionState.PUBLISHED.value, SuggestionState.MERGED.value])
    )
    return await asyncio.to_thread(_opened, rows, keys)


async def contact_count(topic_id: int) -> int:
    """Count the phone numbers that are kept with a topic's suggestions."""
    return int(await Contact.count().where(Contact.suggestion.topic == topic_id))


def _opened(rows: list[dict[str, Any]], keys: KeyRing) -> list[ContactDetail]:
    return [
        ContactDetail(
            row["tracking"],
            keys.decrypt(CONTACT_PURPOSE, row["phone"], about=row["tracking"]),
            row["delete_on"],
        )
        for row in rows
    ]
