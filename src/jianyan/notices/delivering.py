"""Delivering: a worker takes what is due and hands it to its channel."""

import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

import msgspec

from jianyan.accounts.tables import Account
from jianyan.entropy import random_bytes
from jianyan.keys import KeyRing, UnfitSecret
from jianyan.notices import holding, mail, robots, sms, webhooks
from jianyan.notices.schemas import Facts, NotDelivered, Parcel
from jianyan.notices.states import Channel, NoticeState
from jianyan.notices.subscriptions import ADDRESS_PURPOSE, SECRET_PURPOSE
from jianyan.notices.tables import Subscription
from jianyan.notices.telling import PHONE_PURPOSE, TEXT_PURPOSE
from jianyan.settings import Settings

_log = logging.getLogger("jianyan.notices")


class Deliver(Protocol):
    """What every channel is: a function that returns when the receiver has it."""

    def __call__(self, parcel: Parcel, settings: Settings, *, now: datetime) -> Awaitable[None]:
        """Deliver it.

        Raises:
            NotDelivered: it did not arrive, as far as is known.
        """


CHANNELS: Mapping[Channel, Deliver] = {
    Channel.EMAIL: mail.deliver,
    Channel.WEBHOOK: webhooks.deliver,
    Channel.WECOM: robots.deliver_to_wecom,
    Channel.DINGTALK: robots.deliver_to_dingtalk,
    Channel.SMS: sms.deliver,
}
"""Channel → what delivers by it."""


async def deliver_once(
    settings: Settings,
    keys: KeyRing,
    *,
    clock: Callable[[], datetime],
    channels: Mapping[Channel, Deliver] = CHANNELS,
) -> bool:
    """Deliver the notice that is due longest and say whether there was one.

    What did not arrive waits for its next attempt, or is given up after three days and logged. Whoever is
    killed in here leaves it to another worker: it may arrive twice, under the same id.

    Args:
        settings: name the servers.
        keys: open addresses and secrets.
        clock: gives this moment.
        channels: channel → what delivers by it.

    Raises:
        DatabaseBusy: the database is away; what was in hand is due again when its lease is over.
    """
    row = await holding.take(random_bytes(8).hex(), now=clock())
    if row is None:
        return False
    try:
        parcel = await _opened(row, keys)
        await channels[parcel.channel](parcel, settings, now=clock())
    except NotDelivered as failed:
        chance = random.random()  # noqa: S311 - spreads attempts, hides nothing
        state = await holding.put_off(row, failed, chance=chance, now=clock())
        if state is NoticeState.GIVEN_UP:
            _log.warning("a notice was given up", extra={"notice": row["id"], "problem": failed.problem})
    else:
        await holding.close(row, now=clock())
    return True


async def _opened(row: dict[str, Any], keys: KeyRing) -> Parcel:
    """Give what a channel needs.

    Raises:
        NotDelivered: its receiver is gone, or the secret that opens it.
    """
    try:
        address, secret = await _receiver(row, keys)
        sealed = row["text"]
        text = keys.decrypt(TEXT_PURPOSE, sealed, about=row["public_id"]) if sealed else ""
    except UnfitSecret as lost:
        raise NotDelivered("secret-lost", retry=False) from lost
    return Parcel(
        id=row["id"],
        holder=row["holder"],
        public_id=row["public_id"],
        channel=Channel(row["channel"]),
        facts=msgspec.json.decode(row["facts"], type=Facts),
        text=text,
        address=address,
        secret=secret,
        subscription_id=row["subscription"],
        attempt_count=row["attempt_count"],
        created_at=row["created_at"],
    )


async def _receiver(row: dict[str, Any], keys: KeyRing) -> tuple[str, str]:
    """Give address and secret, the latter empty where there is none."""
    if row["subscription"] is not None:
        return await _subscriber(row["subscription"], keys)
    if row["account"] is not None:
        return await _mailbox(row["account"]), ""
    if row["address"] is None:
        raise NotDelivered("address-gone", retry=False)
    return keys.decrypt(PHONE_PURPOSE, row["address"], about=row["public_id"]), ""


async def _subscriber(subscription_id: int, keys: KeyRing) -> tuple[str, str]:
    found = await Subscription.select().where(Subscription.id == subscription_id).first()
    if found is None or not found["is_on"]:
        raise NotDelivered("switched-off", retry=False)
    address = keys.decrypt(ADDRESS_PURPOSE, found["address"], about=found["public_id"])
    secret = found["secret"]
    return address, keys.decrypt(SECRET_PURPOSE, secret, about=found["public_id"]) if secret else ""


async def _mailbox(account_id: int) -> str:
    is_there = (Account.id == account_id) & Account.active.eq(True)
    row = await Account.select(Account.email).where(is_there).first()
    if row is None:
        raise NotDelivered("account-closed", retry=False)
    return str(row["email"])
