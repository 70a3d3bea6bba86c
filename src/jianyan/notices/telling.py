"""Telling: what happened becomes a row a receiver, in the transaction of the act itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from jianyan.accounts import line_of
from jianyan.db import transaction
from jianyan.entropy import random_bytes
from jianyan.keys import KeyRing
from jianyan.notices.pausing import after_quiet
from jianyan.notices.preferences import quiet_hours_of
from jianyan.notices.schemas import Facts, QuietHours
from jianyan.notices.states import Channel, NoticeState
from jianyan.notices.tables import Notice, Preference, Subscription

TEXT_PURPOSE = "notice-text"
PHONE_PURPOSE = "notice-phone"
NIGHT = QuietHours(21 * 60, 8 * 60)
"""When no phone is told anything."""
TOGETHER = timedelta(minutes=5)
"""How long a message to a phone waits: parts of one text are mostly published one after another."""


async def tell(
    facts: Facts,
    *,
    owner: int | None,
    accounts: Iterable[int] = (),
    text: str = "",
    keys: KeyRing,
    zone: ZoneInfo,
    now: datetime,
) -> int:
    """Tell who wants to know, and give how many that are; joins the caller's transaction.

    That is: the subscriptions of the organisation and of all above it, and of these people who asked for it.

    Args:
        facts: what happened.
        owner: id of the organisation whose it is; None: everybody's, so all subscriptions hear it.
        accounts: ids of the people whom it concerns.
        text: what was written, for subscriptions that asked for it.
        keys: under which the text waits.
        zone: in which quiet hours are meant.
        now: when.
    """
    async with transaction():
        rows = []
        for each in await _subscribed(facts, owner):
            notice = _notice(facts, Channel(each["channel"]), now, subscription=each["id"])
            notice.due_at = max(now, each["rests_until"] or now)
            if text and each["with_text"]:
                notice.text = keys.encrypt(TEXT_PURPOSE, text, about=notice.public_id)
            rows.append(notice)
        rows += await _to_people(facts, list(accounts), zone, now)
        if rows:
            await Notice.insert(*rows)
    return len(rows)


async def tell_person(facts: Facts, account_id: int, *, zone: ZoneInfo, now: datetime) -> None:
    """Tell one person, if they asked for it; joins the caller's transaction."""
    async with transaction():
        rows = await _to_people(facts, [account_id], zone, now)
        if rows:
            await Notice.insert(*rows)


async def tell_phone(facts: Facts, phone: str, *, keys: KeyRing, zone: ZoneInfo, now: datetime) -> None:
    """Tell somebody who left a phone number, in the daytime of a zone; it lies encrypted until then.

    It waits a few minutes: what happens to the same suggestion meanwhile is told by the same message.
    """
    row = _notice(facts, Channel.SMS, now)
    row.due_at = after_quiet(now + TOGETHER, NIGHT, zone=zone)
    row.address = keys.encrypt(PHONE_PURPOSE, phone, about=row.public_id)
    async with transaction():
        if not await _told_with_another(facts):
            await Notice.insert(row)


async def tell_subscription(facts: Facts, subscription_id: int, channel: Channel, *, now: datetime) -> None:
    """Tell one subscription, whatever it asked for; joins the caller's transaction."""
    async with transaction():
        await Notice.insert(_notice(facts, channel, now, subscription=subscription_id))


async def erase_texts(tracking: str) -> None:
    """Delete what notices still hold of a suggestion: its text, and its author's phone number.

    Joins the caller's transaction.
    """
    async with transaction():
        await Notice.update({Notice.text: None}).where(Notice.tracking == tracking)
        await forget_phones([tracking])


async def forget_phones(trackings: Iterable[str]) -> None:
    """Delete the phone numbers that notices about suggestions still hold; nobody is told by them any more."""
    ids = list(trackings)
    if not ids:
        return
    async with transaction():
        await Notice.update({Notice.address: None}).where(Notice.tracking.is_in(ids))


async def _told_with_another(facts: Facts) -> bool:
    """Say whether a message that nobody has taken yet tells the same of a suggestion; now it is as of now.

    Its row is changed: a worker that takes it meanwhile comes before, and finds nothing told, or after.
    """
    same = (Notice.tracking == facts.tracking) & (Notice.kind == facts.kind.value)
    is_untouched = (Notice.state == NoticeState.WAITING.value) & (Notice.attempt_count == 0)
    there = same & is_untouched & (Notice.channel == Channel.SMS.value) & Notice.address.is_not_null()
    newer: dict[Any, Any] = {Notice.facts: msgspec.json.encode(facts).decode()}
    return bool(await Notice.update(newer).where(there).returning(Notice.id))


def _notice(facts: Facts, channel: Channel, now: datetime, **receiver: Any) -> Notice:
    return Notice(
        public_id=random_bytes(16).hex(),
        kind=facts.kind.value,
        channel=channel.value,
        facts=msgspec.json.encode(facts).decode(),
        tracking=facts.tracking,
        state=NoticeState.WAITING.value,
        due_at=now,
        created_at=now,
        **receiver,
    )


async def _subscribed(facts: Facts, owner: int | None) -> list[dict[str, Any]]:
    wanted: Any = Subscription.is_on.eq(True)
    if owner is not None:
        wanted &= Subscription.organisation.is_in(await line_of(owner))
    rows = await Subscription.select(
        Subscription.id,
        Subscription.channel,
        Subscription.kinds,
        Subscription.with_text,
        Subscription.rests_until,
    ).where(wanted)
    return [row for row in rows if facts.kind in msgspec.json.decode(row["kinds"], type=list[str])]


async def _to_people(facts: Facts, accounts: list[int], zone: ZoneInfo, now: datetime) -> list[Notice]:
    if not accounts:
        return []
    rows = await Preference.select().where(Preference.account.is_in(accounts))
    told = []
    for row in rows:
        if facts.kind not in msgspec.json.decode(row["kinds"], type=list[str]):
            continue
        notice = _notice(facts, Channel.EMAIL, now, account=row["account"])
        notice.due_at = after_quiet(now, quiet_hours_of(row), zone=zone)
        told.append(notice)
    return told
