"""How soon everybody can read what became of it: the public answers of a topic with 100,000 cases."""

import asyncio
import re
import time
from pathlib import Path

import httpx

from bench.figures import Figure, Sample, percentile
from bench.fronts import Plan, ours
from bench.load import NotMeasurable
from bench.world import SLUG, World

_BROWSER = {"Accept-Language": "zh-CN", "Accept-Encoding": "gzip"}
_NARROWED = (
    "",
    "category={category}",
    "department={department}",
    "adoption=adopted",
    "result=B",
    "words=第99",
    "words=没有这样的字",
    "at={code}",
    "department={department}&adoption=declined&result=C&category={category}",
    "department={department}&words=第99",
    "category={category}&adoption=partly&words=站台",
)
"""What is asked for; the pages that follow the first one of each are walked, too."""
_FOLLOWING = re.compile(r'href="([^"]*before=[^"]*)"')
_DEPARTMENT = re.compile(r'<option value="(\d+)">江州市第')


def pages(world: World, folder: Path, plan: Plan, *, name: str, count: int) -> Figure:
    """Measure the page as it is asked for in each way, one request after the other."""
    with ours(world, folder) as server:
        cpu = server.cpu_s()
        took = asyncio.run(_opened(server.url, world, plan))
        used = server.cpu_s() - cpu
    sample = Sample(
        rate=1_000 * len(took) / sum(took),
        count=len(took),
        seconds=sum(took) / 1_000,
        p50_ms=percentile(took, 50),
        p99_ms=percentile(took, 99),
        cpu_ms=1_000 * used / len(took),
    )
    note = f"p95 {percentile(took, 95):.0f} ms"
    return Figure(name=f"public answers, {count:,} cases, {name}", unit="/s", ours=[sample], note=note)


async def _opened(url: str, world: World, plan: Plan) -> list[float]:
    """Give how long each page took in milliseconds; the first one of all warms up."""
    took: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=60, headers=_BROWSER) as browser:
        first, _ = await _page(browser, "")
        facts = {
            "department": _DEPARTMENT.findall(first)[0],
            "category": str(world.categories[0]),
            "code": world.codes[0],
        }
        for query in [each.format(**facts) for each in _NARROWED] * 5 * plan.rounds:
            page, wait = await _page(browser, f"?{query}")
            took.append(wait)
            if following := _FOLLOWING.search(page):
                took.append((await _page(browser, following[1].replace("&amp;", "&")))[1])
    return took


async def _page(browser: httpx.AsyncClient, address: str) -> tuple[str, float]:
    began = time.perf_counter()
    answer = await browser.get(address if address.startswith("/") else f"/t/{SLUG}/answers{address}")
    if answer.status_code != 200:
        raise NotMeasurable(f"{address}: {answer.status_code}")
    return answer.text, 1_000 * (time.perf_counter() - began)
