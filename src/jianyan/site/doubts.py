"""Does a suggestion look like a person's? Where it does not it is held for somebody to look at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from jianyan.campaigns import Arrival, PlacementKind
from jianyan.forms import one
from jianyan.limits import Kind, network_of
from jianyan.runtime import Runtime
from jianyan.site import work
from jianyan.suggestions.likeness import likeness
from jianyan.suggestions.tokens import FormToken
from jianyan.web.bodies import Fields

HONEYPOT = "website"
"""A field that nobody sees; scripts fill in whatever there is."""
_READING = timedelta(seconds=3)
"""Nobody reads a form, writes a sentence and sends it faster."""


class Doubt(StrEnum):
    """Why a suggestion is held; kept in its leaf of the trail."""

    FILLED_UNSEEN = "filled-unseen"
    TOO_FAST = "too-fast"
    ALIKE = "alike"
    MANY = "many"


class Sent(NamedTuple):
    """A form as it was sent."""

    arrival: Arrival
    token: FormToken
    fields: Fields
    address: str
    """Of the sender."""


async def doubts(runtime: Runtime, forms: Sequence[Sent], *, now: datetime) -> list[Doubt | None]:
    """Say of each why it should be held, or None; takes from the buckets."""
    if runtime.settings.limits == "off":
        return [None] * len(forms)
    empty = await runtime.gate.spend_all([_asked(sent) for sent in forms], now=now)
    return [_doubt(runtime, sent, kinds, now) for sent, kinds in zip(forms, empty, strict=True)]


def _asked(sent: Sent) -> dict[Kind, str]:
    like = f"{sent.arrival.topic.id} {likeness(one(sent.fields, 'body'))}"
    return {**buckets(sent.arrival, sent.address), Kind.LIKE: like}


def _doubt(runtime: Runtime, sent: Sent, empty: frozenset[Kind], now: datetime) -> Doubt | None:
    fields = sent.fields
    if one(fields, HONEYPOT):
        return Doubt.FILLED_UNSEEN
    if now - sent.token.issued_at < _READING:
        return Doubt.TOO_FAST
    if Kind.LIKE in empty:
        return Doubt.ALIKE
    if empty and not work.is_done(runtime.keys, one(fields, "form_token"), one(fields, "work")):
        return Doubt.MANY
    return None


def is_hot(runtime: Runtime, arrival: Arrival, *, address: str, now: datetime) -> bool:
    """Say whether the form should come with work."""
    if runtime.gate.is_calm(now=now):
        return False
    return runtime.gate.is_hot(buckets(arrival, address), now=now)


def buckets(arrival: Arrival, address: str) -> dict[Kind, str]:
    """Give the buckets of a place and an address; a link is for all who watch and has none of its own."""
    topic = {Kind.TOPIC: str(arrival.topic.id), Kind.NETWORK: network_of(address)}
    if arrival.placement.kind is PlacementKind.LINK:
        return topic
    return {Kind.CODE: arrival.placement.code, **topic}
