"""Who has no mouse reaches every control, sees where they are, and comes out again."""

import pytest
from playwright.async_api import Browser, Page

from browser.city import DRAFT, SLUG, City
from browser.examining import examined
from browser.signing_in import sign_in
from browser.tabbing import tabbed
from jianyan.accounts import Role

TRAP = """
<button id="a" style="outline: 3px solid">a</button>
<button id="b" style="outline: 0">b</button>
<button disabled>c</button>
"""
LOOP = "document.getElementById('b').addEventListener('blur', () => document.getElementById('a').focus())"


@pytest.mark.parametrize("width", [1280, 390])
async def test_tab_reaches_every_control_and_leads_out_again(
    city: City, browser: Browser, width: int
) -> None:
    address = city.installation.address
    viewport = {"width": width, "height": 900}
    seen = await examined(await browser.new_context(locale="zh-CN", viewport=viewport))  # type: ignore[arg-type]
    await sign_in(seen, city, Role.ADMIN)
    await seen.page.set_viewport_size(viewport)  # type: ignore[arg-type]
    paths = (f"/admin/queue?topic={SLUG}", f"/admin/topics/{DRAFT}/edit", f"/s/{city.code}")
    wrong = [each for path in paths for each in await wrong_at(seen.page, f"{address}{path}")]
    assert wrong == []


async def wrong_at(page: Page, address: str) -> list[str]:
    """List what the Tab key does not do on a page, both ways."""
    found = []
    for key in ("Tab", "Shift+Tab"):
        await page.goto(address)
        gone = await tabbed(page, key=key)
        found += [f"{address} {key} does not reach {each}" for each in gone.unreached]
        found += [f"{address} {key} is not seen on {each}" for each in gone.unseen]
        if not gone.is_out or len(gone.reached) < 10:
            found.append(f"{address} {key} does not lead out")
    return found


async def test_a_trap_and_a_hidden_focus_are_noticed(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content(TRAP)
    gone = await tabbed(page)
    assert gone.is_out
    assert ['id="b"' in each for each in gone.unseen] == [True]
    await page.evaluate(LOOP)
    assert not (await tabbed(page)).is_out
