"""A passkey as people have it: made in Chromium, used in the place of password and code, and taken away."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Browser, CDPSession, Page

import cast

pytestmark = pytest.mark.parametrize("installation", ["localhost"], indirect=True)
"""Browsers make no passkeys for a mere number."""
NEW_MODERATOR = ("--role", "moderator", "--organisation", "江州市政协", "--password-stdin")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Desk:
    """A browser with a device that can keep passkeys."""

    page: Page
    devtools: CDPSession
    device: str
    reported: list[str] = field(default_factory=list)

    async def keys(self) -> list[dict[str, Any]]:
        asked = {"authenticatorId": self.device}
        return list((await self.devtools.send("WebAuthn.getCredentials", asked))["credentials"])

    async def recognise(self, recognises: bool) -> None:
        asked = {"authenticatorId": self.device, "isUserVerified": recognises}
        await self.devtools.send("WebAuthn.setUserVerified", asked)


@pytest.fixture
async def desk(installation, browser: Browser) -> AsyncIterator[Desk]:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    made = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    desk = Desk(page, devtools, made["authenticatorId"])
    page.on("console", lambda message: desk.reported.append(message.text))
    yield desk
    blocked = [text for text in desk.reported if "Content Security Policy" in text or "Refused" in text]
    assert blocked == []
    await context.close()


async def sign_in(page: Page, installation, email: str) -> None:
    await page.goto(f"{installation.address}/admin/sign-in?next=/admin/me")
    await page.fill("#email", email)
    await page.fill("#password", cast.PASSWORD)
    await page.click("form.card > button")
    if email in installation.secrets:
        await page.fill("#code", installation.code(email))
        await page.click("form.card > button")


async def add_passkey(page: Page, name: str) -> None:
    await page.click("a[href='/admin/me/passkeys/new']")
    await page.fill("#name", name)
    await page.click("[data-passkey=create]")


async def sign_out(page: Page) -> None:
    await page.click(".who button")
    await page.wait_for_url("**/admin/sign-in")


def let_proofs_grow_old(installation) -> None:
    with sqlite3.connect(installation.folder / "jianyan.sqlite", timeout=10) as database:
        database.execute("UPDATE session SET proved_at = NULL")
    database.close()


async def test_ada_adds_a_passkey_signs_in_and_proves_with_it_and_removes_it(
    installation, desk: Desk
) -> None:
    installation.add_account(cast.ADA, "admin")
    page = desk.page
    await sign_in(page, installation, cast.ADA)
    await page.wait_for_url("**/admin/me")
    await add_passkey(page, "办公室的电脑")
    await page.wait_for_selector("ol.recovery")  # the app came with the account, its recovery codes did not
    await page.goto(f"{installation.address}/admin/me")
    assert "办公室的电脑" in await page.inner_text("main")
    (key,) = await desk.keys()
    assert (key["isResidentCredential"], key["rpId"]) == (True, "localhost")

    await sign_out(page)
    await page.click("[data-passkey=get]")
    await page.wait_for_url("**/admin/queue")

    let_proofs_grow_old(installation)
    await page.goto(f"{installation.address}/admin/me/totp")
    assert await page.locator("#proof").count() == 1
    await page.click("[data-passkey=get]")
    await page.wait_for_selector(".secret")

    let_proofs_grow_old(installation)
    await page.goto(f"{installation.address}/admin/me")
    await page.click("form[action='/admin/me/passkeys/remove'] button")
    await page.click(".prove [data-passkey=get]")  # a form that waits goes on
    await page.wait_for_url("**/admin/me?done=passkey-gone")
    assert "办公室的电脑" not in await page.inner_text("main")
    await sign_out(page)
    await page.click("[data-passkey=get]")
    await page.wait_for_selector(".notice.stop")
    assert page.url.endswith("/admin/sign-in/passkey")


async def test_a_new_moderator_needs_no_app_and_comes_in_with_a_recovery_code_too(
    installation, desk: Desk
) -> None:
    installation.run("account", "add", cast.WEI, *NEW_MODERATOR, given=f"{cast.PASSWORD}\n")
    page = desk.page
    await sign_in(page, installation, cast.WEI)
    await page.wait_for_url("**/admin/me/totp")
    await add_passkey(page, "手机")
    await page.wait_for_selector("ol.recovery")
    codes = await page.locator("ol.recovery code").all_inner_texts()
    assert len(codes) == 10
    await page.click("main a[role=button]")
    await page.wait_for_url("**/admin/queue")
    await sign_out(page)

    await sign_in(page, installation, cast.WEI)
    await page.wait_for_selector("#recovery")
    assert await page.locator("#code").count() == 0
    await page.fill("#recovery", codes[0])
    await page.click("details button")
    await page.wait_for_url("**/admin/me")
    await sign_out(page)
    await sign_in(page, installation, cast.WEI)
    await page.wait_for_selector("#recovery")
    await page.click("[data-passkey=get]")
    await page.wait_for_url("**/admin/me")


async def test_a_device_that_does_not_recognise_its_person_opens_nothing(installation, desk: Desk) -> None:
    installation.add_account(cast.QIAO, "staff")
    page = desk.page
    await sign_in(page, installation, cast.QIAO)
    await add_passkey(page, "手机")
    await page.wait_for_selector("ol.recovery")
    await page.goto(f"{installation.address}/admin/me")
    await sign_out(page)
    await desk.recognise(False)
    await page.click("[data-passkey=get]")
    told = page.locator(".passkey .error:not([hidden])")
    await told.wait_for()
    assert "没有用上通行密钥" in await told.inner_text()
    assert await page.locator("[data-passkey=get]").is_enabled()
    await desk.recognise(True)
    await page.click("[data-passkey=get]")
    await page.wait_for_url("**/admin/queue")


async def test_a_device_keeps_one_passkey_of_a_person(installation, desk: Desk) -> None:
    installation.add_account(cast.QIAO, "staff")
    page = desk.page
    await sign_in(page, installation, cast.QIAO)
    await add_passkey(page, "手机")
    await page.wait_for_selector("ol.recovery")
    await page.goto(f"{installation.address}/admin/me")
    await add_passkey(page, "又一个")
    told = page.locator(".passkey .error:not([hidden])")
    await told.wait_for()
    assert "已经有您的通行密钥" in await told.inner_text()
    assert len(await desk.keys()) == 1


async def test_without_javascript_nobody_sees_a_button_that_does_nothing(
    installation, browser: Browser
) -> None:
    installation.add_account(cast.QIAO, "staff")
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{installation.address}/admin/sign-in?next=/admin/me")
    assert await page.locator("[data-passkey=get]").is_visible() is False
    await sign_in(page, installation, cast.QIAO)
    await page.click("a[href='/admin/me/passkeys/new']")
    assert await page.locator(".unable").is_visible()
    assert await page.locator("[data-passkey=create]").is_visible() is False
    await context.close()
