"""What systems sent is as recorded, and each way in which it may not be is named."""

import pytest

import builders
from jianyan import clients
from jianyan.clients import Client, Location, NewRequest
from jianyan.clients.tables import ApiClient, ServiceRequest
from jianyan.db import transaction
from jianyan.keys import KeyRing
from jianyan.suggestions import Draft
from jianyan.topics import TopicDetail


@pytest.fixture
async def number(topic: TopicDetail, hotline: Client, keys: KeyRing) -> str:
    """Give the number of a request that a hotline sent; a citizen sent another suggestion."""
    await builders.submit(keys, await builders.make_placement(), "站牌看不清。")
    draft = Draft(body="末班车太早了。", category=str(topic.categories[0].id))
    new = NewRequest(
        topic=topic, draft=draft, location=Location(lat=28.2004, lon=112.9), media_url="", idempotency_key=""
    )
    received = await clients.take_request(
        new,
        client=hotline,
        words=builders.NO_WORDS,
        keys=keys,
        zone=builders.SHANGHAI,
        contact_days=90,
        now=builders.NOW,
    )
    return received.tracking


async def test_what_was_sent_is_as_recorded(number: str) -> None:
    assert await clients.count() == 1
    assert await clients.first_fault() is None


async def test_a_request_that_is_gone_is_named(number: str) -> None:
    async with transaction():
        await ServiceRequest.delete(force=True)
    assert await clients.first_fault() == (
        f"request {number}: it is recorded as sent by a system, but there is no row"
    )


async def test_a_request_of_another_system_is_named(number: str) -> None:
    async with transaction():
        await ApiClient.update({ApiClient.trail_id: "0" * 16}, force=True)
    assert await clients.first_fault() == (
        f"request {number}: it is not recorded as sent by the system that it names"
    )


async def test_a_system_that_nobody_added_is_named(number: str) -> None:
    async with transaction():
        await ApiClient.update({ApiClient.name: "别的热线"}, force=True)
    assert "it is not recorded as added" in str(await clients.first_fault())


async def test_a_system_without_a_key_is_named(number: str) -> None:
    async with transaction():
        await ApiClient.update({ApiClient.key_hash: ""}, force=True)
    assert "it has no key" in str(await clients.first_fault())
