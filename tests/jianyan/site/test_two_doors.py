"""The callable in front and the router behind it lead to one place; what the form shows is never old."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

import builders
import pictures
from conftest import BASE_URL
from jianyan import topics
from jianyan.app import create_app
from jianyan.clock import now
from jianyan.settings import Settings

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
JSON = {"Accept": "application/json"}
VARYING = {"x-request-id", "content-length"}


@pytest.fixture
async def behind(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser that enters through the router only."""
    transport = httpx.ASGITransport(router_of(app))
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        yield client


def router_of(app: Litestar) -> object:
    """Give the app without the callable in front."""
    router = app.state.intake._app

    async def enter(scope, receive, send) -> None:
        scope["app"] = scope["litestar_app"] = app
        scope.setdefault("state", {})
        await router(scope, receive, send)

    return enter


async def told(client: httpx.AsyncClient, method: str, path: str, **more: object) -> tuple[object, ...]:
    """Give what an answer says, without what differs from one to the next."""
    answer = await client.request(method, path, **more)
    headers = {name: value for name, value in answer.headers.items() if name not in VARYING}
    return answer.status_code, headers, len(answer.content) > 0


@pytest.mark.parametrize("wants", [ZH, JSON, {**ZH, "Accept-Encoding": "gzip"}])
@pytest.mark.parametrize(
    ("method", "ending", "data"),
    [
        ("GET", "", None),
        ("HEAD", "", None),
        ("GET", "?lang=en", None),
        ("POST", "", {"body": ""}),
        ("POST", "", {"body": "末班车太早了", "form_token": "forged"}),
        ("POST", "", {"body": "x" * 300_000}),
        ("PUT", "", {"body": "x"}),
        ("DELETE", "", None),
    ],
)
async def test_both_doors_give_the_same_answer(
    place, behind: httpx.AsyncClient, wants: dict[str, str], method: str, ending: str, data: object
) -> None:
    path = f"/s/{place.code}{ending}"
    front = await told(place.client, method, path, headers=wants, data=data)
    router = await told(behind, method, path, headers=wants, data=data)
    assert router == front


@pytest.mark.parametrize("path", ["/s/00000000", "/S/nowhere", "/s/", "/s/a/b"])
async def test_both_doors_know_the_same_codes(place, behind: httpx.AsyncClient, path: str) -> None:
    assert await told(behind, "GET", path, headers=JSON) == await told(
        place.client, "GET", path, headers=JSON
    )


async def test_a_suggestion_sent_through_the_router_is_the_same_as_one_through_the_front(
    place, behind: httpx.AsyncClient
) -> None:
    data = {"body": "末班车太早了", "form_token": await place.token()}
    first = await behind.post(f"/s/{place.code}", data=data, headers=JSON)
    again = await place.client.post(f"/s/{place.code}", data=data, headers=JSON)
    assert (first.status_code, first.json()) == (again.status_code, again.json())


@pytest.mark.parametrize("wants", [ZH, JSON])
@pytest.mark.parametrize("photo", [pictures.telling(), b"<svg/>", pictures.bomb()])
async def test_both_doors_take_and_refuse_the_same_photos(
    asking, behind: httpx.AsyncClient, wants: dict[str, str], photo: bytes
) -> None:
    answers = []
    for client in (asking.client, behind):
        sent = {"data": {"body": "站台没有灯", "form_token": await asking.token()}, "files": {"photo": photo}}
        answers.append(await told(client, "POST", f"/s/{asking.code}", headers=wants, **sent))
    assert answers[0] == answers[1]


async def test_an_edit_shows_on_another_replica_within_a_second(place, settings: Settings) -> None:
    other = create_app(settings)
    await other.state.runtime.start()
    transport = httpx.ASGITransport(other)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        assert place.topic.title in (await client.get(f"/s/{place.code}", headers=ZH)).text
        opens_at = now() - timedelta(hours=1)
        edited = builders.new_topic(title="公交怎样更好坐", opens_at=opens_at, closes_at=None)
        await topics.save_topic(place.topic.slug, edited, by=None, now=now())
        began = time.monotonic()
        while "公交怎样更好坐" not in (await client.get(f"/s/{place.code}", headers=ZH)).text:
            assert time.monotonic() - began < 5  # generous: the machine may be busy
            await asyncio.sleep(0.02)
    await other.state.runtime.stop()
