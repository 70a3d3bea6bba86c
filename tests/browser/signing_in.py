"""Signing in as somebody of the city, as people do."""

from playwright.async_api import Page

from browser.city import City
from jianyan.accounts import CONSOLE_ROLES, Role


async def sign_in(page: Page, city: City, role: Role) -> None:
    """Sign the person of a role in; afterwards the page is their first one."""
    address, password = city.sign_in(role)
    await page.goto(f"{city.installation.address}{'/sign-in' if role is Role.MEMBER else '/admin/sign-in'}")
    await page.fill("[name=email]", address)
    await page.fill("[name=password]", password)
    async with page.expect_navigation():
        await page.press("[name=password]", "Enter")
    if role in CONSOLE_ROLES:
        await page.fill("form >> nth=0 >> [name=code]", city.installation.code(address))
        async with page.expect_navigation():
            await page.press("form >> nth=0 >> [name=code]", "Enter")
