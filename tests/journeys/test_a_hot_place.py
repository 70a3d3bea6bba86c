"""A place that a script has made hot: a browser does some work unseen; one without JavaScript is held."""

import asyncio
import csv
import json
import urllib.parse
import urllib.request
from threading import Event

import pytest
from playwright.async_api import Browser, Page

from journeys.conftest import Installation

HELD = "先由工作人员看过"


def open_a_place(installation: Installation) -> str:
    """Make a topic with one placement and give its code."""
    drawers = ["--category", "线路规划", "--category", "站点设置"]
    installation.run("topic", "add", "--slug", "buses-first", "--title", "优先发展城市公交", *drawers)
    places = installation.folder / "places.csv"
    with places.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["name"], ["五里牌站"]])
    installation.run("import", "placements", str(places), "--topic", "buses-first")
    found = installation.run("export", "tally", "buses-first", "--format", "json", "-o", "tally.json")
    assert found is not None
    tally = json.loads((installation.folder / "tally.json").read_text(encoding="utf-8"))
    return next(str(place["code"]) for place in tally["placements"] if place["name"] == "五里牌站")


def flood(address: str, hot: Event, over: Event) -> None:
    """Send as a script does, at once and one after the other; tell when the place has become hot."""
    number = 0
    while not over.is_set():
        asked = urllib.request.Request(address, headers={"Accept": "application/json"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            form = json.load(answer)
        if "work" in form:
            hot.set()
        number += 1
        sent = urllib.parse.urlencode({"form_token": form["form_token"], "body": f"script {number}"})
        with urllib.request.urlopen(address, data=sent.encode(), timeout=20) as answer:
            assert answer.status == 201


async def sent(page: Page, address: str) -> str:
    """Write and send as a person does; give the page with the receipt."""
    await page.goto(address)
    await page.wait_for_timeout(3_500)
    await page.fill("#body", "五里牌站没有座椅，老人等车要站很久，请加两把椅子。")
    async with page.expect_navigation(timeout=60_000):
        await page.click("form.ask button")
    return await page.inner_text("main")


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_browser_does_the_work_of_a_hot_place_and_one_without_javascript_is_held(
    installation: Installation, browser: Browser, has_javascript: bool
) -> None:
    address = f"{installation.address}/s/{open_a_place(installation)}"
    hot, over = Event(), Event()
    flooding = asyncio.create_task(asyncio.to_thread(flood, address, hot, over))
    assert await asyncio.to_thread(hot.wait, 120)
    context = await browser.new_context(
        java_script_enabled=has_javascript, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    shown = await sent(page, address)
    over.set()
    await flooding
    assert "已收到" in shown
    assert (HELD in shown) is not has_javascript
    assert await page.locator("p.code").count() == 1
    assert said == []
    await context.close()
