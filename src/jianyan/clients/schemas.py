"""Systems that send, and what they send."""

from datetime import datetime

import msgspec

from jianyan import trail
from jianyan.accounts import Scope
from jianyan.suggestions import Draft
from jianyan.topics import TopicDetail

RATE_MOST = 6_000
"""Requests a minute that a system may be allowed."""


class NewClient(msgspec.Struct, frozen=True, kw_only=True):
    """A system to be given a key."""

    name: str
    """1 to 60 characters."""
    organisation: int
    """Id of the organisation whose topics it reaches."""
    per_minute: int
    """Requests that it may send, 1 to RATE_MOST."""


class ClientSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A system in a list."""

    id: int
    name: str
    organisation: str
    per_minute: int
    is_on: bool
    added_at: datetime
    used_at: datetime | None
    """When its last request was taken; None: none was yet."""


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A system that has shown its key."""

    id: int
    per_minute: int
    actor: trail.Actor
    scope: Scope
    """In which it works."""


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request is about; at least one of its parts is given."""

    lat: float | None = None
    lon: float | None = None
    """Both in degrees, WGS 84, or neither."""
    address: str = ""
    address_id: str = ""


class NewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A service request as it came, its suggestion unchecked."""

    topic: TopicDetail
    draft: Draft
    location: Location
    media_url: str = ""
    idempotency_key: str = ""
    """What the system names the request by; empty: its content does."""


class RequestDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What a system said of a suggestion beside its text."""

    client: str
    """Its name."""
    organisation: str
    location: Location
    media_url: str
