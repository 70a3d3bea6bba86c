"""Does a suggestion look like a person's? Where it does not it is held for somebody to look at."""

from datetime import datetime, timedelta
from enum import StrEnum

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


async def doubt(
    runtime: Runtime, arrival: Arrival, token: FormToken, fields: Fields, *, address: str, now: datetime
) -> Doubt | None:
    """Say why this should be held, or None; takes from the buckets.

    Args:
        runtime: of this process.
        arrival: where it was sent.
        token: of the form.
        fields: as they were sent.
        address: of the sender.
        now: when it came.
    """
    if runtime.settings.limits == "off":
        return None
    asked = {**buckets(arrival, address), Kind.LIKE: f"{arrival.topic.id} {likeness(one(fields, 'body'))}"}
    empty = await runtime.gate.spend(asked, now=now)
    if one(fields, HONEYPOT):
        return Doubt.FILLED_UNSEEN
    if now - token.issued_at < _READING:
        return Doubt.TOO_FAST
    if Kind.LIKE in empty:
        return Doubt.ALIKE
    if empty and not work.is_done(runtime.keys, one(fields, "form_token"), one(fields, "work")):
        return Doubt.MANY
    return None


def is_hot(runtime: Runtime, arrival: Arrival, *, address: str, now: datetime) -> bool:
    """Say whether the form should come with work."""
    if runtime.gate.is_calm:
        return False
    return runtime.gate.is_hot(buckets(arrival, address), now=now)


def buckets(arrival: Arrival, address: str) -> dict[Kind, str]:
    """Give the buckets of a place and an address; a link is for all who watch and has none of its own."""
    topic = {Kind.TOPIC: str(arrival.topic.id), Kind.NETWORK: network_of(address)}
    if arrival.placement.kind is PlacementKind.LINK:
        return topic
    return {Kind.CODE: arrival.placement.code, **topic}
