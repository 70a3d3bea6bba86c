"""Nothing stands in the way of people who see little or use no mouse: every page examined by axe."""

from typing import Any

from litestar import Litestar
from playwright.async_api import Browser

from browser.acts import ACTS, decide_by_keyboard
from browser.city import City
from browser.examining import Examined, examined
from browser.pages import FRAGMENTS, STATUS, addresses, app_of, bare_addresses
from browser.signing_in import sign_in, sign_in_where_nothing_is
from jianyan.accounts import Role

WALKERS = (Role.ADMIN, Role.MODERATOR, Role.DEPARTMENT, Role.MEMBER, None)
"""Staff see what administrators see."""
MODERATORS_OWN = ("/admin/words",)
"""What moderators see otherwise than administrators: a list without links."""


async def test_no_page_with_something_on_it_has_a_barrier(city: City, browser: Browser) -> None:
    app = app_of(city.installation)
    found = [await walk(browser, app, city, role) for role in WALKERS]
    assert [each for seen in found for each in seen.wrong] == []
    assert sum(len(seen.visited) for seen in found) > 90


async def test_no_page_without_anything_on_it_has_a_barrier(installation: Any, browser: Browser) -> None:
    app = app_of(installation)
    seen = await examined(await browser.new_context(locale="zh-CN"))
    await sign_in_where_nothing_is(seen, installation)
    for path in [*bare_addresses(app, Role.ADMIN), *bare_addresses(app, None), "/nowhere", "/admin/nowhere"]:
        await seen.page.goto(f"{installation.address}{path}")
        await seen.look()
    assert seen.wrong == []
    assert len(seen.visited) > 30


async def test_a_barrier_is_noticed_in_each_view(browser: Browser) -> None:
    seen = await examined(await browser.new_context())
    style = "@media (prefers-color-scheme: dark) { p { color: #ddd } }"
    await seen.page.set_content(f"<html><title>x</title><style>{style}</style><p>words</p>")
    await seen.look()
    told = {" ".join(each.split(" ")[:3]) for each in seen.wrong}
    assert {"1280 light html-has-lang", "390 dark html-has-lang"} <= told
    contrasts = {each for each in told if "color-contrast" in each}
    assert contrasts == {"1280 dark color-contrast", "390 dark color-contrast"}


async def walk(browser: Browser, app: Litestar, city: City, role: Role | None) -> Examined:
    """Walk through all that somebody may open, and do what is done there."""
    seen = await examined(await browser.new_context(locale="zh-CN"))
    if role is not None:
        await sign_in(seen, city, role)
    own = MODERATORS_OWN if role is Role.MODERATOR else addresses(app, city, role, without=FRAGMENTS)
    for path in own:
        await seen.visit(f"{city.installation.address}{path}", status=STATUS.get(path, 200))
    await ACTS.get(role, decide_by_keyboard)(seen, city)
    if role is Role.ADMIN:
        await be_asked_for_a_proof(seen, city)
    return seen


async def be_asked_for_a_proof(seen: Examined, city: City) -> None:
    """Ask for new recovery codes when the last proof is old."""
    await seen.page.goto(f"{city.installation.address}/admin/me")
    city.changed("UPDATE session SET proved_at = NULL")
    async with seen.page.expect_navigation():
        await seen.page.click("form[action$='recovery-codes'] button")
    assert await seen.page.locator(".prove").count() == 1
    await seen.look()
