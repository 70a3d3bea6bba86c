"""Subscriptions of an organisation: added, tested, switched off."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from jianyan import trail
from jianyan.accounts import Person, belongs
from jianyan.db import transaction
from jianyan.entropy import random_bytes
from jianyan.errors import Invalid, NotFound
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.notices.schemas import Facts, NewSubscription, SubscriptionSummary
from jianyan.notices.states import SUBSCRIBED_CHANNELS, Channel, NoticeKind
from jianyan.notices.tables import Subscription
from jianyan.notices.telling import tell_subscription
from jianyan.notices.webhooks import new_secret
from jianyan.settings import Settings

ADDRESS_PURPOSE = "subscription-address"
SECRET_PURPOSE = "subscription-secret"  # noqa: S105 - what it is for, not what it is
_NAME_LONGEST = 60
_ADDRESS_LONGEST = 1_000
_SECRET_LONGEST = 200


class NoSuchSubscription(NotFound):
    """There is none of that number in the current scope."""

    sentence = N_("There is no such receiver here.")


class UnfitAddress(Invalid):
    """The address is not one that can be called."""

    sentence = N_("Please give an address that begins with https://.")


async def subscriptions() -> list[SubscriptionSummary]:
    """List what the organisations of the current scope subscribe with, the newest first."""
    rows = (
        await _select().where(belongs(Subscription.organisation)).order_by(Subscription.id, ascending=False)
    )
    return [_summary(row) for row in rows]


async def subscribe(
    new: NewSubscription, *, by: Person, keys: KeyRing, settings: Settings, now: datetime
) -> str:
    """Add a receiver for the organisation of this person, and give its secret, to be shown this once.

    Returns:
        What a webhook is verified with; empty for robots.

    Raises:
        Invalid: the name, the address, the channel or the kinds cannot be used.
    """
    name, host = _checked(new, settings)
    public_id = random_bytes(16).hex()
    made = new_secret() if new.channel is Channel.WEBHOOK else ""
    secret = made or new.secret
    row = Subscription(
        public_id=public_id,
        organisation=by.scope.organisation,
        channel=new.channel.value,
        name=name,
        host=host,
        address=keys.encrypt(ADDRESS_PURPOSE, new.address, about=public_id),
        secret=keys.encrypt(SECRET_PURPOSE, secret, about=public_id) if secret else None,
        kinds=msgspec.json.encode(new.kinds).decode(),
        with_text=new.with_text,
        created_at=now,
    )
    async with transaction():
        await Subscription.insert(row)
        await _record("subscription-add", by.scope.organisation, name, by=by, now=now)
    return made


async def switch(subscription_id: int, *, on: bool, by: Person, now: datetime) -> None:
    """Switch a receiver on or off; what waits for one that is off is given up.

    Raises:
        NoSuchSubscription: there is none in the current scope.
    """
    async with transaction():
        row = await _own(subscription_id)
        values: dict[Any, Any] = {
            Subscription.is_on: on,
            Subscription.problem: "",
            Subscription.rests_until: None,
        }
        await Subscription.update(values).where(Subscription.id == row["id"])
        kind = "subscription-on" if on else "subscription-off"
        await _record(kind, row["organisation"], row["name"], by=by, now=now)


async def test(subscription_id: int, *, link: str, now: datetime) -> None:
    """Send a test notice to a receiver.

    Raises:
        NoSuchSubscription: there is none in the current scope.
    """
    row = await _own(subscription_id)
    facts = Facts(kind=NoticeKind.TEST, happened_at=now, link=link)
    await tell_subscription(facts, row["id"], Channel(row["channel"]), now=now)


def _checked(new: NewSubscription, settings: Settings) -> tuple[str, str]:
    """Give the tidied name and the host of the address."""
    name = " ".join(new.name.split())
    if not 1 <= len(name) <= _NAME_LONGEST:
        raise Invalid(N_("Please give it a name of 1 to 60 characters."), field="name")
    if new.channel not in SUBSCRIBED_CHANNELS:
        raise Invalid(N_("Please choose one of these."), field="channel")
    if not new.kinds:
        raise Invalid(N_("Please choose at least one."), field="kinds")
    if len(new.secret) > _SECRET_LONGEST:
        raise Invalid(N_("This secret is too long."), field="secret")
    return name, _host(new.address, settings)


def _host(address: str, settings: Settings) -> str:
    """Give the host of an address that can be called; whom it names is looked at with each delivery."""
    schemes = {"https"} if settings.private_receivers != "on" else {"https", "http"}
    is_plain = address.isascii() and address.isprintable() and " " not in address
    try:
        parts = urlsplit(address)
        is_fit = bool(parts.hostname) and parts.scheme in schemes and parts.port != 0 and not parts.username
    except ValueError as broken:
        raise UnfitAddress(field="address") from broken
    if not (is_plain and is_fit) or len(address) > _ADDRESS_LONGEST:
        raise UnfitAddress(field="address")
    return str(parts.hostname)


def _select() -> Any:
    beside = Subscription.organisation.name.as_alias("organisation_name")
    return Subscription.select(*Subscription.all_columns(), beside)


async def _own(subscription_id: int) -> dict[str, Any]:
    is_own = (Subscription.id == subscription_id) & belongs(Subscription.organisation)
    row: dict[str, Any] | None = await _select().where(is_own).first()
    if row is None:
        raise NoSuchSubscription
    return row


def _summary(row: dict[str, Any]) -> SubscriptionSummary:
    return SubscriptionSummary(
        id=row["id"],
        organisation=row["organisation_name"],
        channel=Channel(row["channel"]),
        name=row["name"],
        host=row["host"],
        kinds=msgspec.json.decode(row["kinds"], type=tuple[NoticeKind, ...]),
        with_text=row["with_text"],
        is_on=row["is_on"],
        problem=row["problem"],
    )


async def _record(kind: str, organisation: int | None, name: str, *, by: Person, now: datetime) -> None:
    entry = trail.Entry(
        kind=kind, subject=f"organisation-{organisation}", actor=by.actor, data={"name": name}
    )
    await trail.record(entry, at=now)
