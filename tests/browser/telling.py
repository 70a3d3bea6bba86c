"""Machines around the city: one that is told what happens, and one that tells what citizens said."""

from datetime import datetime

from jianyan import clients, notices, topics
from jianyan.accounts import Person, within
from jianyan.clients import Location, NewClient, NewRequest
from jianyan.keys import KeyRing
from jianyan.notices import KINDS_OF_SUBSCRIPTIONS, Channel, NewSubscription
from jianyan.screening import Words
from jianyan.settings import Settings
from jianyan.suggestions import Draft


async def let_a_machine_be_told(keys: KeyRing, ada: Person, at: datetime) -> None:
    """Let the administrator's organisation be told by a webhook, and a test notice wait for it."""
    new = NewSubscription(
        channel=Channel.WEBHOOK,
        name="市民热线平台",
        address="https://hook.example/",
        kinds=KINDS_OF_SUBSCRIPTIONS,
        with_text=True,
    )
    await notices.subscribe(new, by=ada, keys=keys, settings=Settings(), now=at)
    with within(ada.scope):
        await notices.test((await notices.subscriptions())[0].id, link="", now=at)


async def let_a_machine_tell(keys: KeyRing, slug: str, ada: Person, at: datetime) -> str:
    """Let the city's hotline send what somebody said on the phone, and give the service's code."""
    new = NewClient(name="12345 热线", organisation=ada.scope.organisation or 0, per_minute=60)
    client = await clients.client_by_key(await clients.add_client(new, by=ada, now=at))
    topic = await topics.topic_by_slug(slug)
    where = Location(address="五里牌路 1 号", address_id="地址七号")
    draft = Draft(body="站台的灯坏了。", category=str(topic.categories[0].id))
    await clients.take_request(
        NewRequest(topic=topic, draft=draft, location=where, media_url="https://picture.example/灯.jpg"),
        client=client,
        words=Words([]),
        keys=keys,
        zone=Settings().zone,
        contact_days=90,
        now=at,
    )
    return f"{slug}.{draft.category}"
