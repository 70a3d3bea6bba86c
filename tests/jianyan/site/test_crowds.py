"""More come than can be answered: who looks is told to come again, and what was written is never lost."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from time import monotonic
from typing import Any

import httpx
import pytest
from litestar import Litestar

from conftest import BASE_URL
from jianyan.db import GroupCommit
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.site.crowds import PATIENCE_S, crowded_answers

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}

BODY = '第一行：<b>夜班车</b> & "加开"\n第二行'
LOOKS = ("/", "/t/buses-first", "/privacy")
LET_IN = ("/healthz", "/readyz", "/metrics", "/admin/sign-in", "/sign-in")


@asynccontextmanager
async def full_queue(runtime: Runtime) -> AsyncIterator[None]:
    """Let a writer stand still whose queue is full."""
    own, go_on = runtime.intake, asyncio.Event()

    async def commit(batch: list[Any]) -> list[Any]:
        await go_on.wait()
        return batch

    runtime.intake = GroupCommit(commit, most=1, waiting_most=2)
    runtime.intake.start()
    senders = []
    for number in range(3):
        senders.append(asyncio.ensure_future(runtime.intake.submit(number)))  # type: ignore[arg-type]
        await asyncio.sleep(0.01)
    yield
    go_on.set()
    await asyncio.gather(*senders)
    await runtime.intake.stop()
    runtime.intake = own


@pytest.fixture
async def late(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser whose requests lay about for longer than anybody should wait."""

    async def enter(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "jianyan.read_at": monotonic() - 2 * PATIENCE_S}, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(enter), base_url=BASE_URL) as client:
        yield client


def inputs(page: str) -> dict[str, str]:
    """Give what a browser would send of a page's form."""
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert text
    return {unescape(name): unescape(value) for name, value in (*hidden, ("body", text[1]))}


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_what_meets_a_full_queue_comes_back_whole_and_is_taken_when_it_is_sent_again(
    place, encoding: str
) -> None:
    category = str(place.topic.categories[1].id)
    sent = {"form_token": await place.token(), "category": category, "phone": "13800138000", "body": BODY}
    async with full_queue(place.runtime):
        page = await place.client.post(
            f"/s/{place.code}", data=sent, headers={**ZH, "Accept-Encoding": encoding}
        )
        problem = await place.client.post(f"/s/{place.code}", data=sent, headers=JSON)
    assert (page.status_code, problem.status_code) == (503, 503)
    assert problem.json()["title"] == "QueueFull"
    assert 3 <= int(page.headers["retry-after"]) <= 6
    assert "现在发送的人很多" in page.text
    assert "<b>" not in page.text
    assert inputs(page.text) == sent
    again = await place.client.post(f"/s/{place.code}", data=inputs(page.text), headers=JSON)
    assert (again.status_code, again.json()["state"]) == (201, "waiting")


async def test_while_the_queue_is_full_whoever_only_looks_is_told_to_come_again(place) -> None:
    async with full_queue(place.runtime):
        for path in (f"/s/{place.code}", *LOOKS):
            page = await place.client.get(path, headers=ZH)
            assert (page.status_code, page.headers["refresh"]) == (503, page.headers["retry-after"])
            assert 3 <= int(page.headers["retry-after"]) <= 9
            assert page.headers["cache-control"] == "no-store"
            assert "现在来的人很多" in page.text
            assert "Very many people are here right now." in page.text
        assert (await place.client.head("/")).status_code == 503
        problem = await place.client.get(f"/s/{place.code}", headers=JSON)
        assert (problem.status_code, problem.json()["title"]) == (503, "Crowded")
        assert [(await place.client.get(path)).status_code for path in LET_IN] == [200] * len(LET_IN)
    assert (await place.client.get("/")).status_code == 200


async def test_whoever_waited_too_long_is_told_to_come_again_unless_they_bring_something(
    place, late: httpx.AsyncClient
) -> None:
    token = await place.token()
    assert (await late.get(f"/s/{place.code}", headers=ZH)).status_code == 503
    assert (await late.get("/healthz")).status_code == 200
    sent = await late.post(f"/s/{place.code}", data={"form_token": token, "body": BODY}, headers=JSON)
    assert sent.status_code == 201


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000", "https://city.example"])
def test_the_doors_answers_are_whole_and_come_back_at_different_times(base_url: str) -> None:
    answers = crowded_answers(Settings(base_url=base_url))
    heads, pages = zip(*(answer.split(b"\r\n\r\n", 1) for answer in answers), strict=True)
    assert len(set(pages)) == 1
    assert len({re.search(rb"Retry-After: (\d+)", head)[1] for head in heads}) == len(answers) == 7  # type: ignore[index]
    for head in heads:
        assert head.startswith(b"HTTP/1.1 503 ")
        assert b"Content-Length: %d" % len(pages[0]) in head
        assert (b"Strict-Transport-Security" in head) == base_url.startswith("https")
