import asyncio
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from jianyan import metrics
from jianyan.logs import Few, JsonLines, is_request_id, request_id
from jianyan.web.watching import SLOW_S, Watching

UUID = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """Collect what is logged, as it would stand in the log."""
    seen: list[dict[str, Any]] = []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(json.loads(JsonLines().format(record)))  # type: ignore[method-assign]
    handler.addFilter(Few())
    logger = logging.getLogger("jianyan")
    logger.addHandler(handler)
    yield seen
    logger.removeHandler(handler)


def count(route: str, method: str, status: str) -> float:
    series = f'jianyan_request_seconds_count{{method="{method}",route="{route}",status="{status}"}}'
    found = re.search(rf"^{re.escape(series)} (\S+)$", metrics.exposition().decode(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def routes() -> set[str]:
    return set(re.findall(r'route="([^"]*)"', metrics.exposition().decode()))


async def ask(watching: Watching, path: str = "/x", method: str = "GET") -> list[dict[str, Any]]:
    """Send a request to a watched app and give what it sent."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "path": path, "method": method, "headers": []}
    await watching(scope, receive, send)  # type: ignore[arg-type]
    return sent


def answering(status: int, *, after_s: float = 0.0) -> Watching:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await asyncio.sleep(after_s)
        await send({"type": "http.response.start", "status": status, "headers": [(b"a", b"b")]})
        await send({"type": "http.response.body", "body": b""})

    return Watching(app)


async def test_every_answer_has_a_number_of_its_own(client: httpx.AsyncClient) -> None:
    answers = [await client.get(path) for path in ("/", "/", "/nowhere", "/s/00000000", "/healthz")]
    numbers = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(numbers)) == len(numbers)
    assert all(map(is_request_id, numbers))


async def test_a_proxys_number_is_taken_over_and_anything_else_is_not(client: httpx.AsyncClient) -> None:
    given = await client.get("/healthz", headers={"X-Request-Id": UUID})
    assert given.headers["x-request-id"] == UUID
    for dirty in ("13800138000", "x" * 200, "汉".encode()):
        answer = await client.get("/healthz", headers={"X-Request-Id": dirty})
        assert is_request_id(answer.headers["x-request-id"])


async def test_paths_are_counted_by_their_template(client: httpx.AsyncClient) -> None:
    before = routes()
    form, page, other = (
        count("/s/{code}", "GET", "4xx"),
        count("/t/{slug}", "GET", "4xx"),
        count("other", "GET", "4xx"),
    )
    for path in ("/s/00000000", "/S/ABCDEFGH", "/t/none-1", "/t/none-2", "/nowhere-1", "/wp-admin/x"):
        assert (await client.get(path)).status_code in {404, 400}
    assert count("/s/{code}", "GET", "4xx") == form + 2
    assert count("/t/{slug}", "GET", "4xx") == page + 2
    assert count("other", "GET", "4xx") == other + 2
    assert routes() - before <= {"/s/{code}", "/t/{slug}", "other"}


async def test_a_method_that_nobody_knows_makes_no_series(client: httpx.AsyncClient) -> None:
    before = count("other", "other", "4xx")
    for method in ("BREW", "13800138000"):
        assert (await client.request(method, "/nowhere")).status_code in {404, 405}
    assert count("other", "other", "4xx") == before + 2
    assert 'method="BREW"' not in metrics.exposition().decode()


async def test_a_quick_answer_is_not_logged_and_a_slow_one_is(lines: list[dict[str, Any]]) -> None:
    await ask(answering(200))
    await ask(answering(404))
    assert lines == []
    await ask(answering(200, after_s=SLOW_S), path="/s/7K3M9QXT")
    (line,) = lines
    assert (line["event"], line["level"], line["route"], line["status"]) == (
        "slow",
        "WARNING",
        "/s/{code}",
        200,
    )
    assert line["ms"] >= 1000 * SLOW_S
    assert "7K3M9QXT" not in json.dumps(line)


async def test_an_overload_is_counted_whole_and_logged_in_part(lines: list[dict[str, Any]]) -> None:
    shedding = answering(503)
    before = count("other", "GET", "5xx")
    for _ in range(200):
        await ask(shedding)
    assert {line["event"] for line in lines} == {"answered not now"}
    assert 10 <= len(lines) <= 20  # ten in ten seconds, and a new ten seconds may begin meanwhile
    assert count("other", "GET", "5xx") == before + 200


async def test_every_bug_is_logged_with_the_number_of_its_answer(lines: list[dict[str, Any]]) -> None:
    failing = answering(500)
    numbers = []
    for _ in range(3):
        start, _body = await ask(failing)
        numbers.append(dict(start["headers"])[b"x-request-id"].decode())
        assert start["headers"][0] == (b"a", b"b")
    assert [line["request_id"] for line in lines] == numbers
    assert {line["level"] for line in lines} == {"ERROR"}
    assert request_id.get() == ""


async def test_a_client_that_leaves_before_the_answer_is_counted_apart() -> None:
    before = count("other", "POST", "none")
    waiting = asyncio.ensure_future(ask(answering(200, after_s=30), method="POST"))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert count("other", "POST", "none") == before + 1


async def test_what_escapes_the_app_counts_as_the_500_that_the_server_answers(
    lines: list[dict[str, Any]],
) -> None:
    async def broken(_scope: Any, _receive: Any, _send: Any) -> None:
        raise KeyError("13800138000")

    before = count("other", "GET", "5xx")
    with pytest.raises(KeyError):
        await ask(Watching(broken))
    assert count("other", "GET", "5xx") == before + 1
    assert is_request_id(request_id.get())
    assert [line["status"] for line in lines] == [500]
