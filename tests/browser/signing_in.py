"""Signing in as people do: a password, and the code of an app where the account has one."""

from playwright.async_api import Page

import cast
from browser.acts import Seen
from browser.city import City
from jianyan.accounts import OFFICE_ROLES, Role
from journeys.conftest import Installation


async def sign_in(seen: Seen, city: City, role: Role) -> None:
    """Sign the person of a role in; the page that asks for the code is looked at on the way."""
    address, password = city.sign_in(role)
    await _send_password(seen.page, city.installation, role, address, password)
    if role in OFFICE_ROLES:
        await seen.look()
        await _send_code(seen.page, city.installation, address)


async def sign_in_where_nothing_is(seen: Seen, installation: Installation) -> None:
    """Sign the one administrator of an empty installation in."""
    installation.add_account(cast.ADA, Role.ADMIN)
    await _send_password(seen.page, installation, Role.ADMIN, cast.ADA, cast.PASSWORD)
    await _send_code(seen.page, installation, cast.ADA)


async def _send_password(
    page: Page, installation: Installation, role: Role, address: str, password: str
) -> None:
    await page.goto(f"{installation.address}{'/sign-in' if role is Role.MEMBER else '/admin/sign-in'}")
    await page.fill("[name=email]", address)
    await page.fill("[name=password]", password)
    async with page.expect_navigation():
        await page.press("[name=password]", "Enter")


async def _send_code(page: Page, installation: Installation, address: str) -> None:
    await page.fill("form >> nth=0 >> [name=code]", installation.code(address))
    async with page.expect_navigation():
        await page.press("form >> nth=0 >> [name=code]", "Enter")
