"""Who subscribed is told of what happens, with the act and once."""

from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

import builders
import cast
from jianyan import erasures, jobs, moderation, notices, reports, telling
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.notices import Channel, NewSubscription, NoticeKind, QuietHours, Wishes
from jianyan.notices.tables import Notice
from jianyan.settings import Settings
from jianyan.uploads import Store

BASE_URL = "http://127.0.0.1:8000"


async def told() -> list[dict[str, Any]]:
    columns = (Notice.kind, Notice.tracking, Notice.text, Notice.account)
    return await Notice.select(*columns).order_by(Notice.id)


async def subscribe(kind: NoticeKind, *, keys: KeyRing, settings: Settings) -> None:
    new = NewSubscription(
        name="热线",
        channel=Channel.WEBHOOK,
        address="https://hook.city.example/a",
        kinds=(kind,),
        with_text=True,
    )
    ada = await builders.make_person(cast.ADA)
    await notices.subscribe(new, by=ada, keys=keys, settings=settings, now=now())


async def test_an_appeal_is_told_once_and_its_text_goes_with_the_suggestion(
    app: Litestar, keys: KeyRing, settings: Settings
) -> None:
    await builders.make_topic()
    received, receipt = await builders.submit(keys, await builders.make_placement(), now=now())
    await subscribe(NoticeKind.APPEAL_RAISED, keys=keys, settings=settings)
    decline = Verdict(act=Act.DECLINE, reason="off_topic")
    await moderation.decide(received.tracking, decline, by=await builders.make_person(), now=now())
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as browser:
        for _ in range(2):
            sent = {"receipt": receipt, "appeal": "说的就是公交。"}
            assert (await browser.post("/receipt/appeal", data=sent)).status_code == 200
    (notice,) = await told()
    text = notice.pop("text")
    assert notice == {"kind": "appeal-raised", "tracking": received.tracking, "account": None}
    assert text is not None
    await erasures.erase(
        received.tracking,
        by=None,
        now=now(),
        secret_file=settings.secret_file,
        store=Store(Path(settings.uploads)),
    )
    assert (await told())[0]["text"] is None


async def test_a_published_report_is_told(database: str, keys: KeyRing, settings: Settings) -> None:
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement())
    await subscribe(NoticeKind.REPORT_PUBLISHED, keys=keys, settings=settings)
    draft = await builders.freeze()
    report = await reports.publish_report(draft.slug, by=None, now=now())
    await telling.report_published(report, keys=keys, settings=settings, now=now())
    assert [notice["kind"] for notice in await told()] == ["report-published"]


async def test_a_file_that_is_ready_is_told_to_who_asked_and_wants_to_know(
    database: str, settings: Settings
) -> None:
    await builders.make_account(cast.QIAO)
    qiao = await builders.make_session(cast.QIAO)
    for _ in range(2):
        await jobs.ask(builders.new_job(), by=qiao, now=now())
    first, second = await jobs.take("a", now=now()), await jobs.take("b", now=now())
    assert first is not None
    assert second is not None
    await telling.file_ready(first, settings=settings, now=now())
    assert await told() == []
    wishes = Wishes(kinds=(NoticeKind.FILE_READY,), quiet=QuietHours(0, 0))
    await notices.save_wishes(wishes, by=qiao.person)
    await telling.file_ready(second, settings=settings, now=now())
    assert [(one["kind"], one["account"]) for one in await told()] == [("file-ready", qiao.person.account_id)]
