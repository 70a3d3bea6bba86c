"""The console's menu without JavaScript: all of it in sight at a desk, behind one word on a phone."""

import pytest
from playwright.async_api import Browser, Page

import cast
from journeys.conftest import Installation

DESK = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}


async def arrived(installation: Installation, browser: Browser, size: dict[str, int], language: str) -> Page:
    """Sign an administrator in, where no script runs."""
    installation.add_account(cast.ADA, "admin")
    context = await browser.new_context(locale=language, viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{installation.address}/admin/sign-in")
    await page.fill("[name=email]", cast.ADA)
    await page.fill("[name=password]", cast.PASSWORD)
    async with page.expect_navigation():
        await page.press("[name=password]", "Enter")
    await page.fill("form >> nth=0 >> [name=code]", installation.code(cast.ADA))
    async with page.expect_navigation():
        await page.press("form >> nth=0 >> [name=code]", "Enter")
    return page


async def out_of_sight(page: Page, size: dict[str, int]) -> list[str]:
    """List the links of the navigation that stand outside the window, or are cut off in their own box."""
    frame = await page.locator(".side nav").bounding_box()
    assert frame is not None
    right = min(size["width"], frame["x"] + frame["width"])
    foot = min(size["height"], frame["y"] + frame["height"])
    boxes = {
        await link.inner_text(): await link.bounding_box() for link in await page.locator(".side nav a").all()
    }
    assert len(boxes) > 15
    return [
        noun
        for noun, box in boxes.items()
        if box is None or box["x"] + box["width"] > right or box["y"] + box["height"] > foot
    ]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_clerk_at_a_desk_sees_the_whole_menu_at_once(
    installation: Installation, browser: Browser, language: str
) -> None:
    page = await arrived(installation, browser, DESK, language)
    assert await out_of_sight(page, DESK) == []
    assert not await page.locator(".menu").is_visible()
    assert await page.locator(".who button").is_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_clerk_on_a_phone_opens_the_menu_and_goes_on(
    installation: Installation, browser: Browser, language: str
) -> None:
    page = await arrived(installation, browser, PHONE, language)
    assert not await page.locator(".side nav").is_visible()
    heading = await page.locator("h1").bounding_box()
    assert heading is not None
    assert heading["y"] < 120
    await page.click(".menu summary")
    assert await out_of_sight(page, PHONE) == []
    assert await page.locator(".who button").is_visible()
    async with page.expect_navigation():
        await page.click(".side nav a[href='/admin/trail']")
    assert not await page.locator(".side nav").is_visible()
