"""Does a suggestion look like a person's? Where it does not it is held for somebody to look at."""

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


async def doubt(runtime: Runtime, sent: Sent, *, now: datetime) -> Doubt | None:
    """Say why this should be held, or None; takes from the buckets."""
    if runtime.settings.limits == "off":
        return None
    fields = sent.fields
    like = f"{sent.arrival.topic.id} {likeness(one(fields, 'body'))}"
    empty = await runtime.gate.spend({**buckets(sent.arrival, sent.address), Kind.LIKE: like}, now=now)
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
