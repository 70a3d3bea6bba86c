"""The board as staff see it: charts that answer under the strict policy, drawings where no script runs."""

import csv
import json
import urllib.parse
import urllib.request

import pytest
from playwright.async_api import Browser, Page

import cast
from journeys.conftest import Installation

CHARTS = ["categories", "days", "hours", "map", "places"]


def fill(installation: Installation) -> None:
    """Make a topic with three stops and three letters."""
    drawers = ["--category", "线路规划", "--category", "站点设置"]
    installation.run("topic", "add", "--slug", "buses-first", "--title", "优先发展城市公交", *drawers)
    stops = [["stop_id", "stop_name", "stop_lat", "stop_lon"]]
    stops += [[str(number), f"第{number}站", f"28.{number}", f"112.{number}"] for number in (1, 2, 3)]
    letters = [["正文", "时间", "类别"]]
    letters += [[f"第{hour}班太早", f"2026-07-01 {hour:02d}:30", "线路规划"] for hour in (7, 8, 20)]
    for name, rows in (("stops.txt", stops), ("letters.csv", letters)):
        with (installation.folder / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    installation.run("import", "placements", "stops.txt", "--topic", "buses-first")
    columns = ["--body-column", "正文", "--time-column", "时间", "--category-column", "类别"]
    installation.run("import", "suggestions", "letters.csv", "--topic", "buses-first", *columns)
    installation.add_account(cast.QIAO, "staff")
    installation.run("export", "tally", "buses-first", "--format", "json", "-o", "tally.json")
    tally = json.loads((installation.folder / "tally.json").read_text(encoding="utf-8"))
    send(f"{installation.address}/s/{tally['placements'][-2]['code']}")


def send(address: str) -> None:
    """Send a suggestion from a stop."""
    asked = urllib.request.Request(address, headers={"Accept": "application/json"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        form = json.load(answer)
    sent = urllib.parse.urlencode({"form_token": form["form_token"], "body": "请加座椅"}).encode()
    with urllib.request.urlopen(address, data=sent, timeout=20) as answer:
        assert answer.status == 201


async def arrived(installation: Installation, browser: Browser, *, scripts: bool) -> tuple[Page, list[str]]:
    """Sign in, open the board, and give it with what the browser complained of."""
    context = await browser.new_context(locale="zh-CN", java_script_enabled=scripts)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda raised: complaints.append(str(raised)))
    await page.goto(f"{installation.address}/admin/sign-in")
    await page.fill("[name=email]", cast.QIAO)
    await page.fill("[name=password]", cast.PASSWORD)
    async with page.expect_navigation():
        await page.press("[name=password]", "Enter")
    await page.goto(f"{installation.address}/admin/tallies?topic=buses-first")
    return page, complaints


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_staff_see_every_chart(installation: Installation, browser: Browser, scripts: bool) -> None:
    fill(installation)
    page, complaints = await arrived(installation, browser, scripts=scripts)
    figures = page.locator("[data-chart]")
    assert sorted([await one.get_attribute("data-chart") or "" for one in await figures.all()]) == CHARTS
    for figure in await figures.all():
        assert await figure.locator("svg").is_visible() is not scripts
        assert bool(await figure.locator("canvas").count()) is scripts
        assert (await figure.bounding_box() or {})["height"] > 40
    assert await page.locator('[data-chart="days"] [aria-label="每天的建议条数"]').count() == int(scripts)
    assert complaints == []


async def test_a_chart_answers_to_the_mouse_and_to_the_colours_of_the_night(
    installation: Installation, browser: Browser
) -> None:
    fill(installation)
    page, complaints = await arrived(installation, browser, scripts=True)
    chart = page.locator('[data-chart="days"]')
    await chart.scroll_into_view_if_needed()
    by_day = await chart.screenshot()
    box = await chart.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.wait_for_timeout(300)
    assert await chart.screenshot() != by_day
    await page.mouse.move(0, 0)
    await page.emulate_media(color_scheme="dark")
    await page.wait_for_timeout(300)
    assert await chart.screenshot() != by_day
    assert complaints == []
