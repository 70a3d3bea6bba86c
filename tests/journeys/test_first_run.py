"""From the link that the server prints to the open console, as people do it."""

import re

import pytest
from playwright.async_api import Browser, Page

import cast
from jianyan.accounts import totp
from jianyan.clock import now


@pytest.mark.parametrize("has_script", [False, True], ids=["without JavaScript", "with JavaScript"])
async def test_the_first_administrator_sets_the_installation_up(
    installation, browser: Browser, has_script: bool
) -> None:
    printed = re.search(r"\S+/admin/set-up#(\w{20})", (installation.folder / "server.log").read_text())
    assert printed is not None
    phone = await browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=has_script
    )
    page = await phone.new_page()
    reported: list[str] = []
    page.on("console", lambda message: reported.append(message.text))
    await page.goto(printed[0])
    if has_script:
        await page.wait_for_url("**/admin/set-up")  # the code is out of the address bar
        assert await page.input_value("#code") == printed[1]
    await fill_in(page, code=printed[1])
    await page.wait_for_url("**/admin/me/totp")

    secret = "".join((await page.inner_text(".secret")).split())
    await page.fill("#code", totp.code_of(secret, totp.step_of(now())))
    await page.click(".enrol > button")
    assert await page.locator(".recovery code").count() == 10
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.click("main a[role=button]")
    await page.wait_for_url("**/admin/queue")
    assert [text for text in reported if "Content Security Policy" in text or "Refused" in text] == []
    log = (installation.folder / "server.log").read_text()
    assert log.count(printed[1]) == 1
    assert secret not in log


async def fill_in(page: Page, *, code: str) -> None:
    for field, value in {
        "code": code,
        "email": cast.ADA,
        "organisation": "江州市政协",
        "password": cast.PASSWORD,
        "password_again": cast.PASSWORD,
    }.items():
        await page.fill(f"#{field}", value)
    await page.click("form button[type=submit]")
