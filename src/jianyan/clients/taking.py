"""Taking a request: it becomes a suggestion by the one way in, and is known again for a day."""

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from jianyan import suggestions
from jianyan.clients.locations import placement_of
from jianyan.clients.schemas import Client, NewRequest
from jianyan.clients.tables import ApiClient, ServiceRequest
from jianyan.clock import day_of
from jianyan.db import transaction
from jianyan.keys import KeyRing
from jianyan.screening import Words
from jianyan.suggestions import NewSuggestion, Received

_DAY = timedelta(days=1)


async def take_request(
    new: NewRequest,
    *,
    client: Client,
    words: Words,
    keys: KeyRing,
    zone: ZoneInfo,
    contact_days: int,
    now: datetime,
) -> Received:
    """Keep a request as a suggestion that waits like any other, and give what became of it.

    The same request from the same system on the same day or the next one changes nothing and has the number
    of the first.

    Args:
        new: as it came.
        client: who sends it; its work is done within its scope.
        words: what holds a suggestion.
        keys: hide the phone number.
        zone: in which days are counted.
        contact_days: days after which the phone number is deleted.
        now: when.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
        SentAlready: the system named another request like this one.
        DiskFull, DatabaseBusy: as `suggestions.submit_many`.
    """
    if received := await taken_before(new, client=client, zone=zone, now=now):
        return received
    content = _content_hash(new)
    composed = suggestions.compose_for_client(
        new.draft,
        topic=new.topic,
        placement=await placement_of(new.location, new.topic.id),
        key_hash=_key_hash(new, client, content, day_of(now, zone).isoformat()),
        content_hash=content,
        by=client.actor,
        keys=keys,
        zone=zone,
        contact_days=contact_days,
        now=now,
    )
    return await _keep(suggestions.looked_through(composed, words), new, client, now=now)


async def taken_before(new: NewRequest, *, client: Client, zone: ZoneInfo, now: datetime) -> Received | None:
    """Give what became of the same request that the system sent today or yesterday; None: it did not."""
    content, today = _content_hash(new), day_of(now, zone)
    for day in (today, today - _DAY):
        known = _key_hash(new, client, content, day.isoformat())
        if received := await suggestions.by_key(known, content_hash=content):
            return received
    return None


async def _keep(composed: NewSuggestion, new: NewRequest, client: Client, *, now: datetime) -> Received:
    async with transaction():
        outcome = (await suggestions.submit_many([composed], now=now))[0]
        if isinstance(outcome, Exception):
            raise outcome
        if outcome.again:
            return outcome
        found = await suggestions.by_tracking(outcome.tracking)
        said = ServiceRequest(
            suggestion=found.id,
            api_client=client.id,
            media_url=new.media_url,
            **msgspec.structs.asdict(new.location),
        )
        await ServiceRequest.insert(said)
        await ApiClient.update({ApiClient.used_at: now}).where(ApiClient.id == client.id)
        return outcome


def _content_hash(new: NewRequest) -> str:
    sent = [new.topic.slug, new.draft, new.location, new.media_url]
    return hashlib.sha256(msgspec.json.encode(sent, order="sorted")).hexdigest()


def _key_hash(new: NewRequest, client: Client, content_hash: str, day: str) -> str:
    """Give what is stored of a request's key."""
    named = ["request", client.id, day, new.idempotency_key or content_hash, bool(new.idempotency_key)]
    return hashlib.sha256(msgspec.json.encode(named)).hexdigest()
