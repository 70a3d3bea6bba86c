"""Who left a phone number is told that their suggestion is answered: where the topic and the form say so."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

import builders
import cast
from cities import NOW, City
from jianyan import erasures, moderation, notices, suggestions, telling, topics, trail
from jianyan.db import transaction
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.notices.tables import Notice
from jianyan.notices.webhooks import new_secret
from jianyan.settings import Settings
from jianyan.topics.service import as_new
from jianyan.topics.tables import Topic
from jianyan.uploads import Store
from receivers import WebReceiver, listening

OTHER_PHONE = "13900139000"


@pytest.fixture
async def city(database: str, keys: KeyRing, ready_made: City) -> City:
    """Give a city whose topic tells authors by SMS; Lan left her number with a public suggestion."""
    await promise(NOW)
    await left(ready_made, keys, cast.LAN_PHONE)
    return ready_made


@pytest.fixture
def gateway(settings: Settings) -> Settings:
    """Give the settings of an installation that has a gateway."""
    return msgspec.structs.replace(
        settings, private_receivers="on", sms_url="https://sms.example/send", sms_secret=new_secret()
    )


async def promise(since: datetime | None) -> None:
    async with transaction():
        await Topic.update({Topic.texts_from: since}).where(Topic.slug == "buses-first")


async def left(city: City, keys: KeyRing, phone: str) -> None:
    """Let somebody send a suggestion with a phone number that is published; the city is about it then."""
    category_id = (await suggestions.by_tracking(city.tracking)).category_id
    code = await builders.make_placement(name="文化路站")
    received, _ = await builders.submit(keys, code, "夜里没有车。", phone=phone)
    verdict = Verdict(act=Act.APPROVE, category_id=category_id)
    await moderation.decide(received.tracking, verdict, by=city.wei, now=NOW)
    city.tracking = received.tracking


async def texted(keys: KeyRing, settings: Settings) -> list[dict[str, Any]]:
    await telling.steps_taken(keys=keys, settings=settings, now=NOW)
    return await Notice.select().where(Notice.channel == "sms").order_by(Notice.id)


async def lent() -> list[str]:
    return [act.subject for act in await trail.acts(kind="phone-lend")]


async def test_an_author_is_told_once_with_the_number_alone_and_that_is_recorded(
    city: City, keys: KeyRing, gateway: Settings
) -> None:
    await city.replied()
    assert await texted(keys, gateway) == []
    await city.answered()
    (row,) = await texted(keys, gateway)
    assert row["tracking"] == city.tracking
    assert cast.LAN_PHONE not in str(row)
    assert await texted(keys, gateway) == [row]
    assert await lent() == [city.tracking]
    async with listening(WebReceiver()) as web:
        reached = msgspec.structs.replace(gateway, sms_url=web.url)
        day = NOW + timedelta(days=1)
        assert await notices.deliver_once(reached, keys, clock=lambda: day)
        (post,) = web.posts
    assert json.loads(post.body) == {
        "id": row["public_id"],
        "phone": cast.LAN_PHONE,
        "text": f"您的建议 {city.tracking} 已有答复，请凭回执在查询页查看。",
    }


async def test_those_whose_suggestion_is_merged_into_it_are_told_of_their_own(
    city: City, keys: KeyRing, gateway: Settings
) -> None:
    head = city.tracking
    await left(city, keys, OTHER_PHONE)
    merged = city.tracking
    await moderation.merge(merged, into=head, by=city.wei, now=NOW)
    city.tracking = head
    await city.answered()
    assert {row["tracking"] for row in await texted(keys, gateway)} == {head, merged}


@pytest.mark.parametrize("texts_from", [None, NOW + timedelta(hours=1)])
async def test_nobody_is_told_who_did_not_read_that_they_would_be(
    city: City, keys: KeyRing, gateway: Settings, texts_from: Any
) -> None:
    await promise(texts_from)
    await city.answered()
    assert await texted(keys, gateway) == []
    assert await lent() == []


async def test_without_a_gateway_no_number_is_opened(city: City, keys: KeyRing, settings: Settings) -> None:
    await city.answered()
    assert await texted(keys, settings) == []
    assert await lent() == []


async def test_who_had_the_number_deleted_is_not_told(city: City, keys: KeyRing, gateway: Settings) -> None:
    await suggestions.forget_contacts(date(2099, 1, 1))
    await city.answered()
    assert await texted(keys, gateway) == []


@pytest.mark.parametrize("act", ["erase", "day"])
async def test_a_number_that_is_deleted_meanwhile_is_not_told_any_more(
    city: City, keys: KeyRing, gateway: Settings, act: str, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    await city.answered()
    (row,) = await texted(keys, gateway)
    assert row["address"]
    if act == "day":
        await suggestions.forget_contacts(date(2099, 1, 1))
    else:
        await erasures.erase(
            city.tracking, by=None, now=NOW, secret_file=str(tmp_path / "secret"), store=store
        )
    await notices.deliver_once(gateway, keys, clock=lambda: NOW + timedelta(days=1))
    (row,) = await texted(keys, gateway)
    assert (row["address"], row["state"], row["problem"]) == (None, "given-up", "address-gone")


async def test_nobody_is_told_at_night(city: City, keys: KeyRing) -> None:
    night = NOW.astimezone(builders.SHANGHAI).replace(hour=23, minute=5)
    facts = notices.Facts(kind=notices.NoticeKind.SUGGESTION_ANSWERED, happened_at=night, tracking="x")
    await notices.tell_phone(facts, cast.LAN_PHONE, keys=keys, zone=builders.SHANGHAI, now=night)
    (row,) = await Notice.select()
    here = row["due_at"].astimezone(builders.SHANGHAI)
    assert (here - night, here.hour) == (timedelta(hours=8, minutes=55), 8)


async def test_parts_that_are_answered_within_minutes_are_told_in_one_message(
    city: City, keys: KeyRing, gateway: Settings
) -> None:
    for _ in range(3):
        await city.answered()
    (row,) = await texted(keys, gateway)
    assert row["due_at"] == NOW + timedelta(minutes=5)
    assert await lent() == [city.tracking] * 3
    async with listening(WebReceiver()) as web:
        reached = msgspec.structs.replace(gateway, sms_url=web.url)
        day = NOW + timedelta(days=1)
        assert await notices.deliver_once(reached, keys, clock=lambda: day)
        assert not await notices.deliver_once(reached, keys, clock=lambda: day)
        assert len(web.posts) == 1
    await city.answered()
    assert len(await texted(keys, gateway)) == 2, "what comes later has a message of its own"


@pytest.mark.parametrize("taken", [{"state": "delivering"}, {"attempt_count": 1}, {"address": None}])
async def test_what_may_be_on_its_way_or_never_arrive_stands_for_nothing_else(
    city: City, keys: KeyRing, gateway: Settings, taken: dict[Any, Any]
) -> None:
    await city.answered()
    assert len(await texted(keys, gateway)) == 1
    async with transaction():
        await Notice.update(taken, force=True)
    await city.answered()
    assert len(await texted(keys, gateway)) == 2


async def test_what_a_public_topic_promises_holds_from_a_day_later_and_is_kept(
    city: City, keys: KeyRing
) -> None:
    await promise(None)
    asked = msgspec.structs.replace(as_new(await topics.topic_by_slug("buses-first")), texts_authors=True)
    await topics.save_topic("buses-first", asked, by=None, now=NOW)
    kept = (await topics.topic_by_slug("buses-first")).texts_from
    assert kept == NOW + timedelta(days=1)
    await topics.save_topic("buses-first", asked, by=None, now=NOW + timedelta(days=9))
    assert (await topics.topic_by_slug("buses-first")).texts_from == kept
    draft = await builders.make_topic("draft", published=False, texts_authors=True)
    assert draft.texts_from == builders.NOW
