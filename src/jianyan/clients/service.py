"""Giving systems a key, switching them on and off, forgetting what they said."""

import base64
import hashlib
from datetime import datetime

from jianyan import suggestions, trail
from jianyan.accounts import Person, belongs, organisation_by_id
from jianyan.clients.schemas import RATE_MOST, NewClient
from jianyan.clients.tables import ApiClient, ServiceRequest
from jianyan.db import transaction
from jianyan.entropy import random_bytes
from jianyan.errors import Invalid, NotAllowed, NotFound
from jianyan.i18n import N_

_NAME_MOST = 60
_PREFIX = "jy_"
"""Lets programs that look for lost keys know one."""


class NoSuchClient(NotFound):
    """There is none of that number in the current scope."""

    sentence = N_("There is no such system here.")


class WrongKey(NotAllowed):
    """No system that is switched on has this key, or none was sent."""

    sentence = N_(
        "The api_key is missing, wrong or switched off. An administrator of this service gives keys."
    )


async def add_client(new: NewClient, *, by: Person, now: datetime) -> str:
    """Add a system and give its key, to be shown this once: 46 characters.

    Raises:
        Invalid: the name or the rate cannot be used.
        NoSuchOrganisation: the current scope has none of that id.
    """
    name = " ".join(new.name.split())
    if not 1 <= len(name) <= _NAME_MOST:
        raise Invalid(N_("Please give it a name of 1 to 60 characters."), field="name")
    if not 1 <= new.per_minute <= RATE_MOST:
        sentence = N_("Please give a whole number from 1 to %(most)s.")
        raise Invalid(sentence, field="per_minute", most=RATE_MOST)
    key = _PREFIX + base64.urlsafe_b64encode(random_bytes(32)).decode().rstrip("=")
    async with transaction():
        organisation = await organisation_by_id(new.organisation)
        row = ApiClient(
            name=name,
            organisation=organisation.id,
            key_hash=key_hash(key),
            trail_id=random_bytes(8).hex(),
            per_minute=new.per_minute,
            added_by=by.account_id,
            added_at=now,
        )
        await ApiClient.insert(row)
        data = {"name": name, "per_minute": new.per_minute}
        entry = trail.Entry(kind="client-add", subject=organisation.trail_subject, actor=by.actor, data=data)
        await trail.record(entry, at=now)
    return key


async def switch(client_id: int, *, on: bool, by: Person, now: datetime) -> None:
    """Switch a system on or off; while it is off its key opens nothing.

    Raises:
        NoSuchClient: there is none in the current scope.
    """
    async with transaction():
        own = (ApiClient.id == client_id) & belongs(ApiClient.organisation)
        row = await ApiClient.select(ApiClient.id, ApiClient.name, ApiClient.organisation).where(own).first()
        if row is None:
            raise NoSuchClient
        await ApiClient.update({ApiClient.is_on: on}).where(ApiClient.id == row["id"])
        entry = trail.Entry(
            kind="client-on" if on else "client-off",
            subject=f"organisation-{row['organisation']}",
            actor=by.actor,
            data={"name": row["name"]},
        )
        await trail.record(entry, at=now)


async def erase(tracking: str) -> None:
    """Empty what a system said of a suggestion; the erasure of the suggestion is what is recorded."""
    async with transaction():
        found = await suggestions.by_tracking(tracking)
        nothing = {"lat": None, "lon": None, "address": "", "address_id": "", "media_url": ""}
        await ServiceRequest.update(nothing).where(ServiceRequest.suggestion == found.id)  # type: ignore[arg-type]


def key_hash(key: str) -> str:
    """Give what is stored of a key: hex of SHA-256; 32 random bytes need no slower one."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
