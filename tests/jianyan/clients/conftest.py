"""A hotline with a key, and a topic with a place."""

import pytest

import builders
import cast
from jianyan import clients, topics
from jianyan.accounts import Person
from jianyan.clients import Client, NewClient
from jianyan.topics import TopicDetail


@pytest.fixture
async def topic(database: str) -> TopicDetail:
    """Give a topic that is open."""
    await builders.make_topic()
    return await topics.topic_by_slug("buses-first")


@pytest.fixture
async def ada(database: str) -> Person:
    """Give the administrator."""
    return await builders.make_person(cast.ADA)


@pytest.fixture
async def hotline(ada: Person) -> Client:
    """Give a system that has shown its key."""
    new = NewClient(name="12345 热线", organisation=ada.scope.organisation or 0, per_minute=60)
    return await clients.client_by_key(await clients.add_client(new, by=ada, now=builders.NOW))
