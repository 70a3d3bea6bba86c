"""How soon the next card stands there: a moderator in Chromium who clears cards with the keyboard.

From the moment a key goes down to the frame in which the next card is drawn, with a hundred thousand
suggestions in the topic, half of them published already.
"""

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Response, async_playwright

import cast
from bench.figures import Figure, Sample, percentile
from bench.fill import batches
from bench.fronts import ours
from bench.load import NotMeasurable
from bench.world import SLUG, World
from jianyan import accounts, campaigns, db, topics
from jianyan.accounts import Role
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.keys import KeyRing, load_or_make
from jianyan.settings import from_env
from jianyan.suggestions import submit_many
from jianyan.suggestions.tables import Suggestion

_LEARNING_S = 8
_KEYS = (("a",), ("d", "2"), ("a",), ("c", "2", "a"), ("h",), ("a",), ("d", "1"), ("j",), ("a",), ("p",))
"""What is pressed for one card after the other; only the last key of each brings the next one."""
_WATCH = """() => {
  window.took = [];
  let down = 0;
  const shown = () => document.querySelector("#card [data-tracking]")?.dataset.tracking;
  let last = shown();
  addEventListener("keydown", () => { down = performance.now(); }, true);
  new MutationObserver(() => {
    const here = shown();
    if (!here || here === last) return;
    last = here;
    const began = down;
    requestAnimationFrame(() => window.took.push(performance.now() - began));
  }).observe(document.getElementById("queue"), { childList: true, subtree: true });
}"""


def fill(world: World, count: int) -> None:
    """Fill the topic of the world; half of it is published, the other half waits."""

    async def work() -> None:
        settings = from_env(world.settings)
        async with opened(settings):
            topic = await topics.topic_by_slug(SLUG)
            places = await campaigns.placements_of(topic.id)
            for place, batch in enumerate(batches(topic, places, count=count, seed=7, at=now())):
                await submit_many(batch, now=now())
                if place % 2:
                    continue
                numbers = [one.tracking for one in batch if one.category_id]
                async with db.transaction():
                    await Suggestion.update({"state": "published"}).where(Suggestion.tracking.is_in(numbers))
            await _add_moderator(load_or_make(Path(settings.secret_file)))

    asyncio.run(work())


async def _add_moderator(ring: KeyRing) -> None:
    facts = {"role": Role.MODERATOR, "organisation": "江州市政协", "name": "wei"}
    await accounts.add_account(cast.WEI, password=cast.PASSWORD, now=now(), **facts)  # type: ignore[arg-type]
    await accounts.enrol_at_once(cast.WEI, cast.TOTP_SECRET, keys=ring, by=None, now=now())


def keys(world: World, folder: Path, *, cards: int, name: str, count: int) -> Figure:
    """Measure each key that brings the next card."""
    with ours(world, folder) as server:
        took, queries = asyncio.run(_cleared(server.url, cards))
    sample = Sample(
        rate=1000 / (sum(took) / len(took)),
        count=len(took),
        seconds=sum(took) / 1000,
        p50_ms=percentile(took, 50),
        p99_ms=percentile(took, 99),
    )
    note = f"p95 {percentile(took, 95):.0f} ms, at most {max(queries)} queries a key, {count:,} in the topic"
    return Figure(name=f"key to the next card, {name}", unit="keys/s", ours=[sample], note=note)


async def _cleared(url: str, cards: int) -> tuple[list[float], list[int]]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise NotMeasurable("Chromium is needed: run tests/bootstrap.sh")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1280, "height": 844}, locale="zh-CN")
        queries: list[int] = []
        page.on("response", lambda answer: queries.extend(_queries(answer)))
        await _sign_in(page, url)
        await page.goto(f"{url}/admin/queue?topic={SLUG}")
        await asyncio.sleep(_LEARNING_S)
        took: list[float] = []
        while len(took) < cards:
            took += await _page_cleared(page, cards - len(took))
        await browser.close()
        return took, queries


async def _page_cleared(page: Page, most: int) -> list[float]:
    """Go through one page of the list, then to the next."""
    await page.evaluate(_WATCH)
    rows = await page.locator(".queue .row").count()
    wanted = min(rows - 1, most)
    for place in range(wanted):
        pressed = _KEYS[place % len(_KEYS)]
        if pressed == ("p",) and not await page.locator("#card .proposed").count():
            pressed = ("a",)  # nothing is proposed where a text has no word that was met before
        if pressed == ("a",) and not await page.locator("#card [name=category]:checked").count():
            pressed = ("c", "1", "a")
        for key in pressed:
            await page.keyboard.press(key)
        await page.wait_for_function("place => window.took.length > place", arg=place)
    took: list[float] = await page.evaluate("window.took")
    if wanted < most:
        async with page.expect_navigation():
            await page.click("#further")
    return took


async def _sign_in(page: Page, url: str) -> None:
    await page.goto(f"{url}/admin/sign-in")
    await page.fill("[name=email]", cast.WEI)
    await page.fill("[name=password]", cast.PASSWORD)
    async with page.expect_navigation():
        await page.press("[name=password]", "Enter")
    await page.fill("[name=code]", cast.code(now()))
    async with page.expect_navigation():
        await page.press("[name=code]", "Enter")


def _queries(answer: Response) -> list[int]:
    """Give the queries of an answer to a key, of a decision or of a card that was opened."""
    asked: Any = answer.request
    if not re.search(r"/decision$|/queue/cards/", asked.url.split("?")[0]):
        return []
    found = re.search(r'desc="(\d+)"', answer.headers.get("server-timing", ""))
    return [int(found[1])] if found else []
