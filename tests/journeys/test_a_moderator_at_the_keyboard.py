"""A moderator clears a queue with the keyboard; the list stays where it is."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

import cast

WAITING = 60
ROW = ".queue .row"


@pytest.fixture
def filled(installation: Any, tmp_path: Any) -> Any:
    """Give an installation with sixty cards that wait, and Wei and Zhu at the door."""
    rows = "\n".join(f"第{count}条：站台没有座椅，请装上。" for count in range(1, WAITING + 1))
    (tmp_path / "sent.csv").write_text(f"正文\n{rows}\n")
    for email in (cast.WEI, cast.ZHU):
        installation.add_account(email, "moderator")
    categories = [part for name in ("线路规划", "站点设置", "收发班次") for part in ("--category", name)]
    installation.run("topic", "add", "--slug", "buses", "--title", "公交", *categories)
    installation.run(
        "import", "suggestions", "sent.csv", "--topic", "buses", "--body-column", "正文", "--state", "waiting"
    )
    return installation


async def at_the_queue(context: Any, filled: Any, email: str) -> Page:
    page: Page = await context.new_page()
    await page.goto(f"{filled.address}/admin/sign-in")
    await page.fill("[name=email]", email)
    await page.fill("[name=password]", cast.PASSWORD)
    async with page.expect_navigation():
        await page.press("[name=password]", "Enter")
    await page.fill("[name=code]", filled.code(email))
    async with page.expect_navigation():
        await page.press("[name=code]", "Enter")
    await page.goto(f"{filled.address}/admin/queue?topic=buses")
    return page


async def current(page: Page) -> str:
    return str(await page.get_attribute("#card [data-tracking]", "data-tracking"))


async def tops(page: Page) -> list[float]:
    """Give where each row of the list stands."""
    found: list[float] = await page.eval_on_selector_all(ROW, "rows => rows.map(row => row.offsetTop)")
    return found


async def press_and_wait(page: Page, *keys: str) -> None:
    before = await current(page)
    for key in keys:
        await page.keyboard.press(key)
    await page.wait_for_function(
        "shown => document.querySelector('#card [data-tracking]')?.dataset.tracking !== shown", arg=before
    )


async def test_every_key_does_what_the_list_of_keys_says(filled: Any, browser: Any) -> None:
    page = await at_the_queue(await browser.new_context(locale="en"), filled, cast.WEI)
    order = await page.eval_on_selector_all(ROW, "rows => rows.map(row => row.dataset.tracking)")
    before = await tops(page)
    assert await current(page) == order[0]

    await press_and_wait(page, "j")
    await press_and_wait(page, "k")
    assert await current(page) == order[0]

    await page.keyboard.press("c")
    await page.keyboard.press("2")
    await press_and_wait(page, "a")
    await expect(page.locator(f"#r-{order[0]} .mark")).to_contain_text("站点设置")
    await press_and_wait(page, "d", "2")
    await expect(page.locator(f"#r-{order[1]} .state")).to_have_text("Declined")
    await press_and_wait(page, "h")
    assert await current(page) == order[3]
    await expect(page.locator("h1")).to_have_text(f"Queue · {WAITING - 3} waiting")
    beside_the_noun = page.locator(".side [aria-current] .waits span")
    await expect(beside_the_noun).to_have_text([str(WAITING - 3), f"{WAITING - 3} waiting"])
    await expect(page.locator(".list .actions a")).to_have_text(f"Decide on all {WAITING - 3} of this filter")

    await press_and_wait(page, "u")
    assert await current(page) == order[2]
    assert await page.get_attribute(f"#r-{order[2]}", "data-state") == "waiting"
    await page.keyboard.press("x")
    assert await page.is_checked(f"#r-{order[2]} [type=checkbox]")
    await page.keyboard.press("?")
    assert await page.locator("#keys").get_attribute("open") is not None
    assert await tops(page) == before

    await page.reload()
    assert order[0] not in await page.eval_on_selector_all(
        ROW, "rows => rows.map(row => row.dataset.tracking)"
    )


async def test_keys_that_are_typed_into_a_field_decide_nothing(filled: Any, browser: Any) -> None:
    page = await at_the_queue(await browser.new_context(locale="en"), filled, cast.WEI)
    first = await current(page)
    await page.click(".narrowing summary")
    await page.focus("[name=words]")
    await page.keyboard.type("ahd1j")
    await page.keyboard.press("Escape")
    assert await current(page) == first
    assert await page.get_attribute(f"#r-{first}", "data-state") == "waiting"


async def test_two_moderators_get_different_cards_and_see_each_others(filled: Any, browser: Any) -> None:
    wei = await at_the_queue(await browser.new_context(locale="en"), filled, cast.WEI)
    zhu = await at_the_queue(await browser.new_context(locale="en"), filled, cast.ZHU)
    assert await current(wei) != await current(zhu)
    assert await zhu.locator(f"{ROW}[data-taken]").count() == 10
    seen = set()
    for _ in range(8):
        for page in (wei, zhu):
            shown = await current(page)
            assert shown not in seen
            seen.add(shown)
            await press_and_wait(page, "d", "1")


async def test_the_end_of_the_page_leads_to_the_next_one(filled: Any, browser: Any) -> None:
    page = await at_the_queue(await browser.new_context(locale="en"), filled, cast.WEI)
    await page.click(f"{ROW}:last-child a")
    await page.wait_for_selector(f"{ROW}:last-child a[aria-current]")
    async with page.expect_navigation():
        await page.keyboard.press("j")
    assert await page.locator(ROW).count() == WAITING - 50


async def test_without_javascript_the_same_forms_lead_on(filled: Any, browser: Any) -> None:
    context = await browser.new_context(locale="en", java_script_enabled=False)
    page = await at_the_queue(context, filled, cast.WEI)
    first = await current(page)
    await page.check(".decide [name=category] >> nth=0", force=True)
    await page.click(".decide [value=approve]")
    await expect(page.locator(".notice")).to_contain_text(f"{first} is now: Published.")
    assert await current(page) != first
    await page.click(".notice [value=undo]")
    await expect(page.locator(".notice")).to_contain_text(f"{first} is now: Waiting.")
