"""Receivers, an organisation that subscribes with them, and an outbox whose time is moved by hand."""

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

import builders
import cast
from builders import NOW
from jianyan import notices
from jianyan.accounts import Person
from jianyan.keys import KeyRing
from jianyan.notices import Channel, Facts, NewSubscription, NoticeKind
from jianyan.settings import Settings
from receivers import MailReceiver, WebReceiver, listening


class Outbox:
    """Delivers as a worker does, at the time that a test names."""

    def __init__(self, settings: Settings, keys: KeyRing) -> None:
        self.settings, self.keys = settings, keys
        self.now = NOW

    def set(self, **settings: str) -> None:
        self.settings = msgspec.structs.replace(self.settings, **settings)

    def later(self, passed: timedelta) -> None:
        self.now += passed

    def clock(self) -> datetime:
        return self.now

    async def deliver(self) -> int:
        """Deliver what is due now, and give how many attempts that were."""
        count = 0
        while await notices.deliver_once(self.settings, self.keys, clock=self.clock):
            count += 1
        return count

    async def tell(self, facts: Facts, owner: int | None = None, **changes: Any) -> int:
        given = {"keys": self.keys, "zone": builders.SHANGHAI, "now": self.now, **changes}
        return await notices.tell(facts, owner=owner, **given)


Subscribe = Callable[..., Coroutine[Any, Any, str]]


@pytest.fixture
def outbox(database: str, settings: Settings, keys: KeyRing) -> Outbox:
    """Give the outbox of an installation whose receivers lie on this machine."""
    return Outbox(msgspec.structs.replace(settings, private_receivers="on"), keys)


@pytest.fixture
async def ada(database: str) -> Person:
    """Give Ada, who is administrator."""
    await builders.make_account(cast.ADA)
    session = await builders.make_session(cast.ADA)
    return session.person


@pytest.fixture
async def web() -> AsyncIterator[WebReceiver]:
    """Give a web server that listens."""
    async with listening(WebReceiver()) as receiver:
        yield receiver


@pytest.fixture
async def post_office() -> AsyncIterator[MailReceiver]:
    """Give a mail server that listens."""
    async with listening(MailReceiver()) as receiver:
        yield receiver


@pytest.fixture
def subscribe(outbox: Outbox, ada: Person, web: WebReceiver) -> Subscribe:
    """Give what subscribes as Ada, with a webhook to `web` unless told otherwise, and gives its secret."""

    async def subscribed(**changes: Any) -> str:
        wanted: dict[str, Any] = {
            "channel": Channel.WEBHOOK,
            "name": "市长热线平台",
            "address": web.url,
            "kinds": (NoticeKind.APPEAL_RAISED,),
        }
        new = NewSubscription(**{**wanted, **changes})
        return await notices.subscribe(new, by=ada, keys=outbox.keys, settings=outbox.settings, now=NOW)

    return subscribed


def received(**changes: Any) -> Facts:
    """Give the facts of a suggestion that was received."""
    wanted: dict[str, Any] = {
        "kind": NoticeKind.APPEAL_RAISED,
        "happened_at": NOW,
        "topic": "buses-first",
        "title": "优先发展城市公交，您说怎么改",
        "tracking": "0A4AE25FJZRA49",
        "state": "waiting",
        "link": "https://jianyan.example/admin/suggestions/0A4AE25FJZRA49",
    }
    return Facts(**{**wanted, **changes})


@pytest.fixture
def facts() -> Callable[..., Facts]:
    """Give what makes the facts of a suggestion that was received."""
    return received
