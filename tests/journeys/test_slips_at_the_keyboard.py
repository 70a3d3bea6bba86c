"""Staff type a pile of slips without touching the mouse; without scripts the same form works by a button."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

import cast
import pictures


@pytest.fixture
def filled(installation: Any) -> Any:
    """Give an installation with a topic, and Qiao at the door."""
    installation.add_account(cast.QIAO, "staff")
    categories = [part for name in ("线路规划", "站点设置", "收发班次") for part in ("--category", name)]
    installation.run("topic", "add", "--slug", "buses", "--title", "公交", *categories)
    (installation.folder / "stops.csv").write_text("名称\n五里牌站\n")
    installation.run("import", "placements", "stops.csv", "--topic", "buses")
    return installation


async def at_the_form(context: Any, filled: Any) -> Page:
    """Sign in and begin a batch at the first place that is offered."""
    page: Page = await context.new_page()
    await page.goto(f"{filled.address}/admin/sign-in")
    await page.fill("[name=email]", cast.QIAO)
    await page.fill("[name=password]", cast.PASSWORD)
    async with page.expect_navigation():
        await page.press("[name=password]", "Enter")
    await page.goto(f"{filled.address}/admin/slips?topic=buses")
    code = await page.get_attribute("#places option:last-child", "value")
    await page.fill("#code", f" {code} ".lower())
    async with page.expect_navigation():
        await page.press("#code", "Enter")
    return page


async def test_slip_after_slip_by_keyboard_alone(browser: Any, filled: Any) -> None:
    page = await at_the_form(await browser.new_context(locale="zh-CN"), filled)
    for number in range(1, 4):
        await expect(page.locator("#body")).to_be_focused()
        await page.keyboard.type(f"第{number}张：站台没有灯，晚上10点以后很黑。")
        await page.keyboard.press(f"Alt+Digit{number % 3 + 1}")
        async with page.expect_navigation():
            await page.keyboard.press("Control+Enter")
        await expect(page.locator(".stub .receipt")).to_have_count(1)
    rows = page.locator(".slips li")
    await expect(rows).to_have_count(3)
    await expect(rows.nth(0)).to_contain_text("第3张：站台没有灯，晚上10点以后很黑。")
    names = ("线路规划", "收发班次", "站点设置")
    for place, name in enumerate(names):
        await expect(rows.nth(place)).to_contain_text(name)
    async with page.expect_navigation():
        await rows.nth(0).locator("button").click()
    await expect(rows.nth(0)).to_have_class("off")
    assert "2" in await page.inner_text("h1")


async def test_a_digit_outside_of_the_text_chooses_the_category(browser: Any, filled: Any) -> None:
    page = await at_the_form(await browser.new_context(locale="zh-CN"), filled)
    await page.focus('[name="category"] >> nth=0')
    await page.keyboard.press("2")
    await expect(page.locator('[name="category"] >> nth=2')).to_be_checked()
    await page.keyboard.press("0")
    await expect(page.locator('[name="category"] >> nth=0')).to_be_checked()


async def test_the_form_works_without_scripts(browser: Any, filled: Any) -> None:
    context = await browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = await at_the_form(context, filled)
    photo = {"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": pictures.telling()}
    await page.fill("#body", "站台没有灯。")
    await page.set_input_files("#photo_file", photo)  # type: ignore[arg-type]
    await page.click("#slip .actions button")
    await expect(page.locator(".stub .receipt")).to_have_count(1)
    await page.click(".slips li >> text=纸条照片")
    await page.wait_for_url("**/admin/photos/*")
