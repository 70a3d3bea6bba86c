"""A city with an open topic, and its hotline with a key."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

import builders
import cast
from hotlines import Hotline
from jianyan import accounts, clients, topics
from jianyan.clients import NewClient
from jianyan.clock import now
from jianyan.runtime import Runtime


@pytest.fixture
async def hotline(client: httpx.AsyncClient, app: Litestar) -> Hotline:
    """Give the hotline of a city whose topic is open now."""
    opens_at = now() - timedelta(hours=1)
    topic = await builders.make_topic(opens_at=opens_at, closes_at=opens_at + timedelta(days=7))
    place = await builders.make_placement(lat=28.2, lon=112.9)
    await builders.make_account(cast.ADA, now=now())
    ada = await accounts.person_by_email(cast.ADA)
    new = NewClient(name="12345 热线", organisation=ada.scope.organisation or 0, per_minute=60)
    key = await clients.add_client(new, by=ada, now=now())
    runtime: Runtime = app.state.runtime
    await runtime.look()
    return Hotline(client, await topics.topic_by_slug(topic.slug), place, key, runtime)
