"""A machine that is told what happens in the city."""

from datetime import datetime

from jianyan import notices
from jianyan.accounts import Person, within
from jianyan.keys import KeyRing
from jianyan.notices import KINDS_OF_SUBSCRIPTIONS, Channel, NewSubscription
from jianyan.settings import Settings


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
