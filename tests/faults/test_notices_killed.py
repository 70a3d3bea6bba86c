"""kill -9 of whoever delivers notices, at any moment: each arrives, and twice only under one id."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import cast
from faults.installation import IS_LONG, Installation
from jianyan import notices
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.db import transaction
from jianyan.keys import load_or_make
from jianyan.notices import Channel, Facts, NewSubscription, NoticeKind
from jianyan.notices.tables import Notice
from jianyan.settings import Settings
from receivers import WebReceiver, listening

KILLS = 100 if IS_LONG else 20
EACH = 40
"""Notices that are told before each kill."""


async def test_every_notice_arrives_whenever_a_worker_is_killed(install: Callable[[], Installation]) -> None:
    place = install()
    place.environment["JIANYAN_PRIVATE_RECEIVERS"] = "on"
    settings = Settings(database_url=place.database_url, private_receivers="on")
    keys = load_or_make(Path(place.environment["JIANYAN_SECRET_FILE"]))
    async with listening(WebReceiver()) as web, opened(settings):
        await builders.make_account(cast.ADA)
        ada = (await builders.make_session(cast.ADA)).person
        new = NewSubscription(
            channel=Channel.WEBHOOK, name="平台", address=web.url, kinds=(NoticeKind.APPEAL_RAISED,)
        )
        await notices.subscribe(new, by=ada, keys=keys, settings=settings, now=now())
        cut_off = 0
        for _ in range(KILLS):
            cut_off += await killed_at_work(place, web, keys)
        await finished(place)
        ids = [row["public_id"] for row in await Notice.select(Notice.public_id)]
        assert len(ids) == KILLS * EACH
        arrived = [post.headers["webhook-id"] for post in web.posts]
        assert set(arrived) == set(ids), "lost, or under another id"
        assert len(arrived) - len(ids) <= cut_off, "more came twice than were in hand at a kill"
        assert cut_off > 0, "no kill met a worker at work"


async def killed_at_work(place: Installation, web: WebReceiver, keys: Any) -> int:
    """Tell, kill a worker soon after something has arrived, and give how many it had in hand."""
    for _ in range(EACH):
        facts = Facts(kind=NoticeKind.APPEAL_RAISED, happened_at=now(), title="优先发展城市公交，您说怎么改")
        assert await notices.tell(facts, owner=None, keys=keys, zone=builders.SHANGHAI, now=now())
    before = len(web.posts)
    worker = started(place)
    while len(web.posts) == before:
        assert worker.poll() is None, (place.folder / "worker.log").read_text()
        await asyncio.sleep(0.005)
    await asyncio.sleep(random.uniform(0, 0.15))
    worker.kill()
    worker.wait()
    in_hand = Notice.state == "delivering"
    count = int(await Notice.count().where(in_hand))
    async with transaction():  # their leases are over
        await Notice.update({Notice.due_at: now()}).where(in_hand)
    return count


async def finished(place: Installation) -> None:
    """Let a worker deliver what is left."""
    worker = started(place)
    try:
        async with asyncio.timeout(120):
            while await Notice.exists().where(Notice.state != "delivered"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    finally:
        worker.kill()
        worker.wait()
    assert "Traceback" not in (place.folder / "worker.log").read_text()


def started(place: Installation) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "jianyan.cli", "work"]
    with (place.folder / "worker.log").open("ab") as log:
        return subprocess.Popen(command, env=place.environment, cwd=place.folder, stdout=log, stderr=log)
