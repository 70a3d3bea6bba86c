"""What people do on the pages, beside opening them: decide by keyboard, send forms, look receipts up."""

import csv
import io
from typing import Any, Protocol

from playwright.async_api import Page

from browser.city import SLUG, City
from browser.payloads import PAYLOADS, written
from jianyan.accounts import Role


class Seen(Protocol):
    """What looks at pages: whether something runs there, or whether something stands in the way."""

    page: Page

    async def visit(self, address: str) -> None:
        """Open a page and look at it."""

    async def look(self) -> None:
        """Look at the page as it stands."""


FILL = """
(one, value) => {
  one.removeAttribute("maxlength");
  one.form.noValidate = true;
  one.value = value;
}
"""


async def decide_by_keyboard(seen: Seen, city: City) -> None:
    """Go on, approve, decline and undo in the queue; open a masked text."""
    page = seen.page
    city.changed("DELETE FROM lease")  # as after five minutes
    await seen.visit(f"{city.installation.address}/admin/queue?topic=buses-first")
    for keys in ("j", "k", "c1a", "d1", "u", "h", "?"):
        before = await card(page)
        for key in keys:
            await page.keyboard.press(key)
        if keys != "?":
            await page.wait_for_function(
                "shown => document.querySelector('#card').innerText !== shown", arg=before
            )
        await seen.look()
    await seen.visit(f"{city.installation.address}/admin/suggestions/{city.waiting}")
    await page.click(".reveal summary")
    await page.fill(".reveal [name=why]", PAYLOADS[0])
    await page.click(".reveal button")
    await page.wait_for_selector(".reveal", state="detached")
    await seen.look()


async def card(page: Page) -> str:
    return str(await page.inner_text("#card"))


async def refuse_forms(seen: Seen, city: City) -> None:
    """Send forms that come back with what was written in them."""
    address = city.installation.address
    await send(seen, f"{address}/admin/words/bench", said=written(1)[:2000])
    await send(seen, f"{address}/admin/words/new", text="。", allowed=written(2), note=written(3)[:200])
    await send(seen, f"{address}/admin/topics/new", title=written(4)[:120], invitation=written(5)[:2000])
    await send(seen, f"{address}/admin/topics/{SLUG}/copy", slug=PAYLOADS[13])
    await decide_by_keyboard(seen, city)


async def upload(seen: Seen, city: City) -> None:
    """See what would be taken of a file with the payloads as names of places."""
    await seen.page.goto(f"{city.installation.address}/admin/placements/upload?topic={SLUG}")
    rows = io.StringIO()
    csv.writer(rows).writerows([["名称", "线路"], *([name, name] for name in PAYLOADS)])
    sheet: Any = {"name": f"{PAYLOADS[13]}.csv", "mimeType": "text/csv", "buffer": rows.getvalue().encode()}
    await seen.page.set_input_files("[type=file]", sheet)
    async with seen.page.expect_navigation():
        await seen.page.click("main form button")
    await seen.look()


async def write_as_citizen(seen: Seen, city: City) -> None:
    """Send a suggestion, one that is too long, and receipts, one of which is none."""
    address = city.installation.address
    await send(seen, f"{address}/s/{city.code}", body=written(9)[:1_990])
    assert await seen.page.locator(".ticket .code").count() == 1
    await send(seen, f"{address}/s/{city.code}", body=written(6))
    await send(seen, f"{address}/receipt", receipt='"><img src=x onerror=alert(0)>')
    for tracking in (city.waiting, city.appealed, city.heard, *city.answered):
        await send(seen, f"{address}/receipt", receipt=city.receipts[tracking])


async def write_as_member(seen: Seen, city: City) -> None:
    """Send a proposal and a suggestion that come back."""
    await send(seen, f"{city.installation.address}/me/propose", title="", text=written(7))
    await send(seen, f"{city.installation.address}/me/suggest/{SLUG}", body=written(8))
    await send(seen, f"{city.installation.address}/me/note", title="", body=written(10))
    await send(
        seen, f"{city.installation.address}/me/motions/new", title="", text=written(11), sector=written(12)
    )


async def send(seen: Seen, address: str, **fields: str) -> None:
    """Fill a form of a page and send it past the browser's own checks; what comes back is looked at."""
    await seen.page.goto(address)
    for name, value in fields.items():
        await seen.page.locator(f"main [name={name}]").first.evaluate(FILL, value)
    last = seen.page.locator(f"main form:has([name={next(iter(fields))}])").first
    async with seen.page.expect_navigation():
        await last.evaluate("form => form.requestSubmit()")
    await seen.look()


async def answer_cases(seen: Seen, city: City) -> None:
    """Send a reply and a template text that come back, and claim what is not there to be claimed."""
    address = f"{city.installation.address}/admin/cases"
    await send(seen, f"{address}/{city.handled.in_hand}/reply", text=written(10)[:5_000], measure_1="")
    await send(seen, f"{address}/templates", title=written(11), text=written(12)[:5_000])


ACTS: dict[Role | None, Any] = {
    None: write_as_citizen,
    Role.MEMBER: write_as_member,
    Role.DEPARTMENT: answer_cases,
    Role.STAFF: refuse_forms,
    Role.ADMIN: upload,
}
"""Role → what is done after the walk; others decide by keyboard."""
