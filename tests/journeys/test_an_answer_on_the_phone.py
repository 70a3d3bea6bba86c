"""From a scan to an answer that satisfies: Lan with a phone; the office and a department behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

import builders
from cities import City, make_city
from jianyan import cases, db, suggestions, topics
from jianyan.cases import CaseKind, NewCase
from jianyan.clock import now
from jianyan.keys import load_or_make
from jianyan.moderation import Act, Verdict, decide
from jianyan.suggestions import SuggestionState
from jianyan.tables import TABLES

WORDS = "末班车太早了，晚班下班赶不上。"
FIRST, SECOND = "正在研究。", "自下月起末班车延至22点。"


@pytest.mark.parametrize("has_script", [False, True], ids=["without JavaScript", "with JavaScript"])
async def test_lan_reads_the_way_and_rates_two_answers(
    installation: Any, browser: Browser, has_script: bool
) -> None:
    async with behind(installation) as city:
        context = await browser.new_context(
            viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=has_script
        )
        page = await context.new_page()
        code = await builders.make_placement(name="文化路站")
        receipt = await suggest(page, f"{installation.address}/s/{code}")

        case_id = await hand_over(city)
        await look_up(page, installation, receipt)
        told = await page.locator(".way li").all_inner_texts()
        assert [each.splitlines()[0] for each in told] == [
            "已交江州市交通运输局办理。",
            "江州市交通运输局已接办。",
        ]
        assert await is_narrow(page)

        await answer(city, case_id, FIRST)
        await look_up(page, installation, receipt)
        await rate(page, "未解决", "不满意", "还是没有车。")
        main = await page.locator("main").inner_text()
        for said in ("已转入二次办理", "答复期限", FIRST, "还是没有车。"):
            assert said in main
        assert await is_narrow(page)

        await answer(city, case_id, SECOND)
        await look_up(page, installation, receipt)
        await rate(page, "已解决", "满意", "")
        assert "办结" in await page.locator(".stands").inner_text()
        assert await page.locator("form.rating").count() == 0

        await page.goto(f"{installation.address}/s/{code}")
        await page.click("text=这里的建议已有 1 条得到答复")
        outcome = await page.locator(".outcome").inner_text()
        assert WORDS in outcome
        assert SECOND in outcome
        assert await context.cookies() == []
    assert installation.run("check")["fault"] is None


@asynccontextmanager
async def behind(installation: Any) -> AsyncIterator[City]:
    """Open the installation's database to its offices, and give a city with a topic that is open."""
    engine = db.make_engine(installation.environment["JIANYAN_DATABASE_URL"])
    db.bind(engine, TABLES)
    await engine.open()
    city = await make_city(load_or_make(Path(installation.environment["JIANYAN_SECRET_FILE"])))
    await topics.save_topic("buses-first", builders.new_topic(closes_at=None), by=None, now=now())
    yield city
    await engine.close()


async def hand_over(city: City) -> int:
    """Let Wei publish what waits, Qiao hand it over and Bo claim it."""
    topic = await topics.topic_by_slug("buses-first")
    (found,) = await suggestions.in_state(topic.id, [SuggestionState.WAITING], most=9)
    await decide(
        found.tracking, Verdict(act=Act.APPROVE, category_id=topic.categories[0].id), by=city.wei, now=now()
    )
    new = NewCase(title="延长末班车", kind=CaseKind.SUGGESTION, lead_id=city.transport, note="请尽快。")
    case_id = await cases.hand_over(found.tracking, new, by=city.qiao, now=now(), zone=builders.SHANGHAI)
    await cases.claim(case_id, by=city.bo, now=now(), zone=builders.SHANGHAI)
    return case_id


async def answer(city: City, case_id: int, text: str) -> None:
    """Let Bo answer and Wei publish it."""
    await city.reply(case_id, text)
    await cases.publish_reply(case_id, by=city.wei, now=now())


async def press(page: Page, button: str) -> None:
    """Press a button that leads to another page, and wait until that page is there."""
    async with page.expect_navigation():
        await page.click(button)


async def suggest(page: Page, scanned: str) -> str:
    """Write, send, and read the receipt."""
    await page.goto(scanned)
    assert "得到答复" not in await page.locator("main").inner_text()
    await page.locator("label", has_text="收发班次").click()
    await page.fill("#body", WORDS)
    await page.wait_for_timeout(3_500)  # as long as anybody takes; who is faster is held as a script would be
    await press(page, "form.ask button")
    return await page.locator(".ticket .code").inner_text()


async def look_up(page: Page, installation: Any, receipt: str) -> None:
    await page.goto(f"{installation.address}/receipt")
    await page.fill("#receipt", receipt)
    await press(page, "form button")
    assert receipt.replace(" ", "") not in page.url


async def rate(page: Page, solved: str, satisfaction: str, reason: str) -> None:
    """Choose by the words beside the buttons, and send."""
    form = page.locator("form.rating")
    await form.get_by_text(solved, exact=True).click()
    await form.get_by_text(satisfaction, exact=True).click()
    await form.locator("textarea").fill(reason)
    await press(page, "form.rating button")


async def is_narrow(page: Page) -> bool:
    """Say whether nothing stands out of the phone's width."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= 390"))
